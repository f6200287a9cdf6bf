#!/usr/bin/env python3
"""The pure parts of tools/bench: its arithmetic, what it reads of other programs, its words to a person."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import decisions, machine, main, report, stats, tables  # noqa: E402
from harness.plan import Plan, outcome  # noqa: E402

PGBENCH = """transaction type: floor_a.sql
number of transactions actually processed: 46832
number of failed transactions: 0 (0.000%)
latency average = 1.366 ms
tps = 23421.512345 (without initial connection time)
"""


class StatsTest(unittest.TestCase):
    def test_percentiles_are_of_the_nearest_rank(self):
        for values, share, expected in (([], 0.5, 0), ([7], 0.99, 7), ([3, 1, 2], 0.5, 2), (range(1, 101), 0.99, 99), (range(1, 101), 1, 100),
                                        (range(1, 101), 0, 1), ([1, 2, 3, 4], 0.5, 2)):
            self.assertEqual(stats.percentile(list(values), share), expected)

    def test_a_ratio_needs_a_peer(self):
        self.assertEqual(stats.ratio(8, 10), 0.8)
        self.assertEqual(stats.ratio([8, 5], 10), [0.8, 0.5])
        self.assertIsNone(stats.ratio(8, None))
        self.assertIsNone(stats.ratio(8, 0))

    def test_the_spread_is_relative_to_the_median(self):
        self.assertAlmostEqual(stats.spread([90, 100, 110]), 0.2)
        self.assertIsNone(stats.spread([90]))
        self.assertIsNone(stats.spread([0, 0]))

    def test_pgbench_is_believed_only_without_failures(self):
        self.assertEqual(stats.parse_pgbench(PGBENCH), 23421.512345)
        for broken in ("", PGBENCH.replace("failed transactions: 0", "failed transactions: 3"), PGBENCH.replace("tps", "tpx")):
            with self.assertRaises(ValueError):
                stats.parse_pgbench(broken)

    def test_the_log_of_pgbench_holds_microseconds(self):
        self.assertEqual(stats.parse_pgbench_log("0 0 1366 0 1700000000 5\n0 1 failed 0 1700000000 6\n\n0 2 250 0 1700000000 7\n"), [1.366, 0.25])

    def test_cpu_time_is_read_behind_a_name_with_spaces(self):
        self.assertEqual(stats.cpu_ticks("12 (a (b) c) S 1 12 12 0 -1 4194560 100 0 0 0 250 31 0 0 20 0 9 0 1 2 3"), 281)

    def test_a_load_that_nobody_answered_is_an_error(self):
        self.assertEqual(stats.errors_of({"errors": 0, "answered": 5}), 0)
        self.assertEqual(stats.errors_of({"errors": 0, "answered": 0}), 1)
        self.assertEqual(stats.errors_of({"errors": 4, "answered": 0}), 4)


class PlanTest(unittest.TestCase):
    def test_five_repeats_for_the_record_and_one_for_a_look(self):
        said = []
        self.assertEqual(list(Plan(False, said.append).repeats("x")), [1, 2, 3, 4, 5])
        self.assertEqual(said[-1], "x, run 5 of 5")
        self.assertEqual(list(Plan(True).repeats("x")), [1])
        self.assertEqual((Plan(False).seconds(20), Plan(True).seconds(20), Plan(True).seconds(30, 10)), (20, 3, 10))

    def test_an_outcome_gives_medians_and_every_repeat(self):
        seen = outcome([8, 9, 10], [10, 20, 30], "req/s", 0, "words", 3)
        self.assertEqual((seen["ours"], seen["peer"], seen["ratio"], seen["runs"]), (9, 20, 0.45, 3))
        self.assertEqual(seen["samples"], {"ours": [8, 9, 10], "peer": [10, 20, 30]})
        self.assertEqual(seen["spread"], 1)

    def test_an_outcome_of_several_figures_without_a_peer(self):
        seen = outcome([[1, 2, 3], [4, 5, 6]], None, "ms", 0, "words", 3)
        self.assertEqual((seen["ours"], seen["peer"], seen["ratio"]), ([2, 5], None, None))


class MachineTest(unittest.TestCase):
    def test_the_kernels_words(self):
        self.assertEqual(machine.cpu_model("processor\t: 0\nmodel name\t: AMD EPYC 7B13\nflags\t: x\n"), "AMD EPYC 7B13")
        self.assertEqual(machine.cpu_model(""), "unknown")
        self.assertEqual(machine.memory_gib("MemTotal:       25165824 kB\nMemFree: 1 kB\n"), 24)

    def test_versions_of_the_programs(self):
        for text, version in (("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "15.14"), ("nothing", "unknown"),
                              ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", "7.0.15"),
                              ("\nenvoy  version: 0123456789abcdef/1.40.0/Clean/RELEASE/BoringSSL\n", "1.40.0")):
            self.assertEqual(machine.version_in(text), version)

    def test_a_machine_at_work_is_told(self):
        facts = {"cpu": "c", "cores": 2, "memory_gib": 24, "kernel": "6", "time": "t", "versions": {"Redis": "7"}, "load_average_1m": 1.2}
        self.assertTrue(machine.busy(1.2, 2))
        self.assertFalse(machine.busy(1.0, 2))
        self.assertIn("warning", machine.describe({**facts, "busy": True})[-1])
        self.assertEqual(len(machine.describe({**facts, "busy": False})), 2)


RESULT = {"goal": "G1", "ours": [27511.4, 19039.2], "peer": 32942.0, "ratio": [0.835, 0.578], "unit": "req/s", "errors": 0, "runs": 5,
          "note": "what it means", "spread": 0.08}


class ReportTest(unittest.TestCase):
    def test_columns_stand_under_each_other(self):
        lines = report.table([RESULT, {**RESULT, "goal": "offered", "ours": 12.34, "peer": None, "ratio": None, "spread": None}]).splitlines()
        self.assertEqual(lines[2], "G1       27,511 / 19,039  32,942  0.835 / 0.578  req/s    ±4 %       0     5")
        self.assertEqual(lines[4], "offered             12.3       –              –  req/s       –       0     5")
        self.assertEqual(lines[3], "    what it means")

    def test_figures_with_errors_are_not_shown(self):
        shown = report.table([{**RESULT, "errors": 3}])
        self.assertIn("does not count", shown)
        self.assertNotIn("27,511", shown)

    def test_long_notes_are_broken_between_words(self):
        self.assertEqual(report.wrap("one two three", 8), ["one two", "three"])


class DecisionsTest(unittest.TestCase):
    def test_a_table_depends_on_its_seed_alone(self):
        for seed in range(20):
            self.assertEqual(tables.random_table(seed, 5), tables.random_table(seed, 5))
        self.assertNotEqual(tables.random_table(1, 5), tables.random_table(2, 5))

    def test_every_engine_gets_the_same_rules(self):
        offers = tables.Offers(100)
        self.assertEqual(offers.dmn().count("<rule "), 100)
        self.assertEqual(len(json.loads(offers.zen())["nodes"][1]["content"]["rules"]), 100)
        chain = json.loads(offers.logic())["if"]
        self.assertEqual((len(chain), chain[-2]), (200, True))

    def test_differences_are_found_and_choices_are_none(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "t.redress").write_text("1\nnull\n\"a\"\n")
            (folder / "t.drools").write_text("1\n[]\n\"b\"\n2\n")
            self.assertEqual(decisions.differing(folder, "t", "drools"), [(3, '"a"', '"b"'), (0, "3", "4")])

    def test_goals_without_servers_ask_for_none(self):
        self.assertFalse(main.needs_servers(["G7b", "G7c"]))
        self.assertTrue(main.needs_servers(["G7b", "G2"]))


class CommandLineTest(unittest.TestCase):
    def run_main(self, *given):
        said, shown = io.StringIO(), io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(shown):
            status = main.main(list(given))
        return status, shown.getvalue(), said.getvalue()

    def test_goals_are_known_in_any_case_and_run_once(self):
        self.assertEqual(main.chosen(["g2B", "G1", "g1"]), ["G2b", "G1"])
        self.assertEqual(main.chosen([]), list(main.GOALS))

    def test_an_unknown_goal_is_named(self):
        status, _, said = self.run_main("G99")
        self.assertEqual(status, 2)
        self.assertIn("no such goal: G99", said)

    def test_a_goal_that_is_not_built_yet_is_named(self):
        status, _, said = self.run_main("G1", "g8")
        self.assertEqual(status, 2)
        self.assertIn("not built yet: G8", said)

    def test_a_file_that_cannot_be_written_is_told_before_anything_is_measured(self):
        status, _, said = self.run_main("G1", "--json", "/nowhere/at/all.json")
        self.assertEqual(status, 2)
        self.assertIn("/nowhere/at/all.json", said)

    def test_a_goal_that_fails_does_not_stop_the_others(self):
        def breaks(plan):
            raise RuntimeError("no server")
        good = outcome([8], [10], "req/s", 0, "fine", 1)
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(main, "missing_parts", lambda names: []), \
                mock.patch.object(main.setup, "envoy_program", lambda: "no-envoy"), mock.patch.dict(main.GOALS, {"G1": (breaks, ""), "G2": (lambda plan: good, "")}):
            file = pathlib.Path(folder) / "figures.json"
            status, shown, said = self.run_main("G1", "G2", "--quick", "--json", str(file))
            written = json.loads(file.read_text())
        self.assertEqual(status, 1)
        self.assertIn("no server", said)
        self.assertIn("does not count", shown)
        self.assertEqual([(one["goal"], one["errors"], one["ratio"]) for one in written], [("G1", 1, None), ("G2", 0, 0.8)])
        self.assertTrue(written[1]["quick"])
        self.assertLessEqual({"cpu", "cores", "kernel", "load_average_1m", "versions"}, set(written[1]["machine"]))


if __name__ == "__main__":
    unittest.main()
