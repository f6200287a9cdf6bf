#!/usr/bin/env python3
"""A week of complaints from end to end: each notice and each grant once, every clock and every KPI as computed again from the logs,
every dashboard with data, and the same result however business time is stepped.

REDRESS_E2E_MODE says whether one process a service (`services`) or all in one (`all-in-one`). Two stacks are started, and the demo
plays the same complaints on both at once; on the second one time also stops where nothing is due."""

import concurrent.futures
import os
import pathlib
import sys
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent.parent / "tools"))
try:
    import yaml
except ModuleNotFoundError:
    home = pathlib.Path(os.environ.get("REDRESS_TOOLS_HOME") or pathlib.Path.home() / ".cache/redress/tools")
    python = str(home / "venv/bin/python3")
    os.execv(python, [python, __file__, *sys.argv[1:]])
from recountkit import wire  # noqa: E402
from weekkit import given, logs, promises, result, said, told, worktime  # noqa: E402
from weekkit.stack import ROOT, Stack  # noqa: E402

MODE = os.environ.get("REDRESS_E2E_MODE", "services")
BINARIES = pathlib.Path(os.environ.get("REDRESS_BIN_DIR", ROOT / "build/release/bin"))
DETOURS_SEED = 5
# Prometheus has scraped often enough for every rate by then; in seconds of machine time.
DASHBOARDS_ATTEMPTS, DASHBOARDS_PAUSE_S = 10, 3


class Week:
    """What is known of a week that was played."""

    def __init__(self, stack, lines, *options):
        self.stack, self.lines = stack, lines
        self.told = stack.play(lines, *options)
        self.logs = logs.read(stack, wire.Messages(pathlib.Path(stack.env["REDRESS_DESCRIPTOR_SET"]).read_bytes()))
        self.cases = sorted({event.case for event in self.logs["casework"]})
        self.clocks = said.told(stack, self.cases)
        self.notices = told.notices(stack, self.cases)
        self.grants = stack.pages("/v1/grants", "grants", "AUDITOR")


def setUpModule():
    stacks = []
    for name in ("first", "second"):
        stacks.append(Stack(name, MODE, BINARIES))
        unittest.addModuleCleanup(stacks[-1].remove)
    same = max(stack.now() for stack in stacks)  # the same Monday, also where midnight has come between
    for stack in stacks:
        stack.step_to(same)
    lines = result.complaints()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        weeks = [pool.submit(Week, stacks[0], lines), pool.submit(Week, stacks[1], lines, "--detours", DETOURS_SEED)]
    global WEEKS
    WEEKS = [week.result() for week in weeks]


class WeekTest(unittest.TestCase):
    def setUp(self):
        self.week = WEEKS[0]

    def same(self, have, want, what):
        """Equal, or what is only on one side."""
        only = [f"only here: {item}" for item in have - want] + [f"missing: {item}" for item in want - have]
        self.assertEqual(have, want, f"{what}\n" + "\n".join(only[:20]))

    def test_all_complaints_came_to_an_end(self):
        self.assertEqual(self.week.told["rejected"], [])
        self.assertEqual(len(self.week.told["complaints"]), len(self.week.lines))
        for entry in self.week.told["complaints"]:
            self.assertIn(entry["state"], ("CLOSED", "REJECTED"), entry)
        self.assertEqual(self.week.told["ledger"]["faults"], [])
        self.assertEqual(self.week.told["audit"]["broken"], [])
        self.assertEqual(self.week.stack.ctl("parked", "list", "--service", "casework").count('"subject"'), 0)

    def test_the_week_holds_what_is_to_be_proved(self):
        kinds = {clock["kind"] for clock in self.week.clocks.values()}
        self.assertEqual(kinds, set(promises.KINDS))
        states = {clock["state"] for clock in self.week.clocks.values()}
        self.assertLessEqual({"MET", "BREACHED", "CANCELLED"}, states)
        happened = {event.kind for events in self.week.logs.values() for event in events}
        self.assertLessEqual({"ClockPaused", "ClockResumed", "CaseReopened", "ApprovalEnded", "GrantPaid", "SurveyAnswered"}, happened)
        self.assertEqual({way for _, way in told.listed(self.week.notices)}, {"sms", "push", "email"})

    def test_each_notice_is_there_once_and_nothing_else(self):
        for week in WEEKS:
            received, listed = told.received(week.stack), told.listed(week.notices)
            self.assertEqual([message for message, count in received.items() if count != 1], [])
            self.same({(notice, way) for notice, way, _ in received}, set(listed), "received, and listed as sent")
            self.assertEqual(told.logged(week.logs["outreach"]), listed)
            numbers = {entry["line"]: entry["case"] for entry in week.told["complaints"]}
            customers = {f"cases/{numbers[number]}": line.get("customer", {}) for number, line in enumerate(week.lines, 1)}
            self.assertEqual(told.strangers(received, customers), [])
            self.assertEqual([notice["name"] for notice in week.notices if notice.get("possibleDuplicate")], [])

    def test_each_grant_is_given_once_by_all_three_books(self):
        for week in WEEKS:
            executed, granted = given.executed(week.logs["casework"]), given.granted(week.logs["compensation"])
            self.assertTrue(granted)
            self.assertEqual(set(executed.values()) | set(granted.values()), {1})
            of_grants = {step for step in executed if step[0].startswith("grants/")}
            self.same(of_grants, set(granted), "casework's executed steps, and compensation's outcomes")
            shop = given.shop(week.stack)
            paid = {name: entry for name, entry in shop.items() if entry[0] == "services/compensation"}
            self.same(set(paid.items()), set(given.as_in_shop(week.grants).items()), "the shop's books, and compensation's grants")
            self.assertEqual({f"grants/{name}" for name in paid}, set(given.committed(week.logs["compensation"])))
            others = {f"operations/{name}" for name, entry in shop.items() if entry[0] != "services/compensation"}
            self.same({effect for effect, _, _ in executed if effect.startswith("operations/")}, others, "casework's steps, and what the shop did")
            cases = week.stack.pages("/v1/cases", "cases", "AUDITOR")
            self.assertEqual(given.sums_of_cases(cases), given.sums_of_grants(week.logs["compensation"]))

    def test_every_clock_says_what_is_computed_from_the_logs(self):
        calendars = yaml.safe_load((ROOT / "services/sla/data/calendars.yaml").read_text(encoding="utf-8"))["calendars"]
        business_days = worktime.BusinessDays(calendars["business-cn"])
        for week in WEEKS:
            courses = promises.expected(week.logs, business_days, week.stack.now())
            figures = {name: said.should_be(course) for name, course in courses.items()}
            self.assertEqual(said.differences(figures, week.clocks), [])
            history = {name: said.should_be_in_log(course) for name, course in courses.items()}
            self.assertEqual(said.differences(history, said.in_log(week.logs["sla"])), [])

    def test_who_waits_for_a_parcel_hears_of_it_before_that_is_owed(self):
        for week in WEEKS:
            progress = {name: clock["state"] for name, clock in week.clocks.items() if clock["kind"] == "PROGRESS"}
            self.assertEqual({name: state for name, state in progress.items() if state == "BREACHED"}, {})
            breached = [event.data["clock"] for event in week.logs["sla"] if event.kind == "ClockBreached"]
            self.assertEqual([name for name in breached if name in progress], [])

    def test_every_kpi_is_what_a_recount_of_the_logs_gives(self):
        for week in WEEKS:
            descriptors = week.stack.env["REDRESS_DESCRIPTOR_SET"]
            words = ("--stack", week.stack.file, "--redressctl", BINARIES / "redressctl", "--descriptor-set", descriptors)
            status, output = week.stack.tool("recount", *words)
            self.assertEqual(status, 0, output)

    def test_every_dashboard_shows_data(self):
        pause = threading.Event()
        for _ in range(DASHBOARDS_ATTEMPTS):
            status, output = self.week.stack.tool("dashboards", "check", "--stack", self.week.stack.env["REDRESS_STACK_NAME"])
            if status == 0:
                break
            pause.wait(DASHBOARDS_PAUSE_S)
        self.assertEqual(status, 0, "\n".join(line for line in output.splitlines() if "✓" not in line))

    def test_the_result_is_the_same_however_time_is_stepped(self):
        self.maxDiff = 10_000
        first, second = (result.of(week) for week in WEEKS)
        self.assertEqual(first["kpis"], second["kpis"])
        self.assertEqual(sorted(first["cases"]), sorted(second["cases"]))
        for number, case in first["cases"].items():
            for part, value in case.items():
                self.assertEqual(value, second["cases"][number][part], f"case of line {number}: {part}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
