#!/usr/bin/env python3
"""Every alert has a test in which it fires, and says what to do; Alertmanager's file is sound."""

import pathlib
import re
import string
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = (ROOT / "deploy/prometheus/alerts.yml").read_text()
TESTS = (ROOT / "deploy/prometheus/alerts_test.yml").read_text()


def alerts():
    """Name → text of the rule."""
    parts = re.split(r"^ *- alert: *(\w+) *$", RULES, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def tested():
    """Name → the expectations of each of its tests."""
    found = {}
    for part in re.split(r"^ +- (?=\{?eval_time:)", TESTS, flags=re.MULTILINE)[1:]:
        found.setdefault(re.search(r"alertname: (\w+)", part)[1], []).append("exp_labels" in part)
    return found


class AlertsTest(unittest.TestCase):
    def test_each_fires_in_a_test(self):
        silent = sorted(name for name in alerts() if True not in tested().get(name, []))
        self.assertEqual(silent, [], "add a case to deploy/prometheus/alerts_test.yml")
        self.assertEqual(sorted(set(tested()) - set(alerts())), [], "tests of alerts that are not there")

    def test_each_says_how_bad_it_is_what_it_means_and_what_to_do(self):
        self.assertGreater(len(alerts()), 10)
        for name, rule in alerts().items():
            with self.subTest(name):
                self.assertRegex(rule, r"labels: \{severity: (critical|warning)\}")
                self.assertRegex(rule, r"\n +summary: .+\n +action: .+")

    def test_alertmanager_takes_its_file(self):
        template = string.Template((ROOT / "deploy/alertmanager/alertmanager.yml.template").read_text())
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            file.write(template.substitute(receiver="http://127.0.0.1:1/alerts", credentials_file=file.name))
            file.flush()
            done = subprocess.run(["amtool", "check-config", file.name], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        for name in re.findall(r'alertname!?="(\w+)"', template.template):
            self.assertIn(name, alerts(), "an inhibition names an alert that is not there")


if __name__ == "__main__":
    unittest.main()
