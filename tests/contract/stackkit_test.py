#!/usr/bin/env python3
"""The rules of tools/stack that need no running stack: names, ports, files that appear whole, what supervisord is told."""

import json
import os
import pathlib
import pwd
import socket
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from stackkit import layout, programs, setup  # noqa: E402


class StackkitTest(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.temporary.name)
        self.addCleanup(self.temporary.cleanup)
        environment = mock.patch.dict(os.environ, {"REDRESS_STACK_HOME": str(self.home)})
        environment.start()
        self.addCleanup(environment.stop)
        # No system user is needed for what is asked here.
        account = mock.patch.object(layout.Layout, "account", lambda _: pwd.getpwuid(os.geteuid()))
        account.start()
        self.addCleanup(account.stop)

    def stack(self, name):
        made = layout.Layout.of(name)
        made.folder.mkdir(parents=True)
        return made

    def test_each_checkout_has_a_name_of_its_own_that_stays(self):
        self.assertEqual(layout.default_name(), layout.default_name())
        with mock.patch.object(layout, "CHECKOUT", pathlib.Path("/somewhere/Other Tree")):
            self.assertRegex(layout.default_name(), r"^other-tree-[0-9a-f]{6}$")

    def test_names_that_would_leave_the_folder_are_refused(self):
        for name in ("../x", "a/b", "A", "-a", "a" * 41, "a b"):
            with self.subTest(name), self.assertRaises(layout.StackError):
                layout.Layout.of(name)

    def test_sockets_stay_within_the_length_that_the_kernel_takes(self):
        with mock.patch.dict(os.environ, {"REDRESS_STACK_HOME": "/" + "long/" * 30}):
            self.assertLess(len(str(layout.Layout.of("a").run / ".s.PGSQL.31999")), 108)

    def test_ports_stay_until_somebody_else_takes_them(self):
        stack = self.stack("one")
        first = layout.choose_ports(stack, ["gateway", "redis"], running=False)
        stack.state_file.write_text(json.dumps({"ports": first}))
        self.assertEqual(layout.choose_ports(stack, ["gateway", "redis"], running=False), first)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", first["gateway"]))
            taken.listen()
            again = layout.choose_ports(stack, ["gateway", "redis"], running=False)
            self.assertNotEqual(again["gateway"], first["gateway"])
            self.assertEqual(again["redis"], first["redis"])
            self.assertEqual(layout.choose_ports(stack, ["gateway", "redis"], running=True), first)

    def test_a_link_to_a_stack_is_not_another_that_has_its_ports(self):
        stack = self.stack("one")
        ports = layout.choose_ports(stack, ["gateway"], running=False)
        stack.state_file.write_text(json.dumps({"ports": ports}))
        (stack.folder.parent / "default").symlink_to(stack.folder)
        self.assertEqual(layout.choose_ports(stack, ["gateway"], running=True), ports)

    def test_ports_that_a_stopped_stack_has_reserved_are_left_to_it(self):
        one, two = self.stack("one"), self.stack("two")
        ports = layout.choose_ports(one, ["gateway"], running=False)
        one.state_file.write_text(json.dumps({"ports": ports}))
        two.state_file.write_text(json.dumps({"ports": ports}))  # as if it had been copied
        self.assertNotEqual(layout.choose_ports(two, ["gateway"], running=False), ports)

    def test_two_commands_do_not_change_a_stack_at_once(self):
        stack = self.stack("one")
        with stack.lock(), self.assertRaises(layout.StackError):
            stack.lock()

    def test_a_file_is_written_only_if_it_changes_and_only_its_user_reads_it(self):
        stack = self.stack("one")
        path = stack.folder / "conf/a"
        self.assertTrue(setup.write(stack, path, "x"))
        self.assertFalse(setup.write(stack, path, "x"))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_a_copied_folder_loses_what_its_source_has_lost(self):
        source, target = self.home / "from", self.home / "to"
        (source / "deep").mkdir(parents=True)
        (source / "deep/a").write_text("1")
        (source / "b").write_text("2")
        self.assertTrue(setup.copy_tree(source, target))
        self.assertFalse(setup.copy_tree(source, target))
        (source / "b").unlink()
        self.assertTrue(setup.copy_tree(source, target))
        self.assertEqual([path.name for path in target.rglob("*") if path.is_file()], ["a"])

    def test_secrets_are_made_once_and_differ(self):
        stack = self.stack("one")
        self.assertEqual(setup.secret(stack, "a"), setup.secret(stack, "a"))
        self.assertNotEqual(setup.secret(stack, "a"), setup.secret(stack, "b"))

    def test_supervisord_gets_every_process_and_no_bare_percent_sign(self):
        stack = self.stack("one")
        ports = {name: 20000 + number for number, name in enumerate(programs.port_names(all_in_one=False))}
        options = {"all_in_one": False, "gateway_workers": 2}
        text = programs.supervisor_conf(stack, programs.programs(stack, ports, options))
        for name in ("postgresql", "redis", "intake", "classification", "routing", "casework", "compensation", "sla", "outreach", "analytics", "platform", "gateway", "prometheus", "alertmanager", "receiver"):
            self.assertIn(f"[program:{name}]", text)
        self.assertNotRegex(text, r"(?<!%)%(?!%)")
        self.assertEqual(text.count("autorestart = true"), text.count("[program:"))

    def test_the_shop_runs_beside_the_suite_in_both_modes_and_every_service_knows_where(self):
        stack = self.stack("one")
        for all_in_one in (False, True):
            ports = {name: 20000 + number for number, name in enumerate(programs.port_names(all_in_one))}
            options = {"all_in_one": all_in_one, "gateway_workers": 2, "stepped_time": False}
            names = [program.name for program in programs.programs(stack, ports, options)]
            self.assertEqual(names.count("platform"), 1)
            self.assertEqual("allinone" in names, all_in_one)
            stack.keys.mkdir(exist_ok=True)
            (stack.keys / "kid").write_text("k1")
            yaml = programs.suite_yaml(stack, ports, options)
            self.assertIn(f'platform: "127.0.0.1:{ports["platform"]}"', yaml)
            self.assertRegex(yaml, r'report_to: "compensation\b')
            self.assertIn(f'smtp_url: "smtp://127.0.0.1:{ports["smtp"]}"', yaml)

    def test_alerts_go_to_the_receiver_with_a_secret_that_only_the_user_reads(self):
        stack = self.stack("one")
        text = programs.alertmanager_yaml(stack, {"receiver": 20001})
        self.assertIn('url: "http://127.0.0.1:20001/alerts"', text)
        self.assertIn(f'credentials_file: "{stack.secrets}/webhook-secret"', text)
        self.assertEqual((stack.secrets / "webhook-secret").stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main()
