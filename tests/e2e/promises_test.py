#!/usr/bin/env python3
"""The offline computation of clocks by itself: working days of China, pauses, severities, and ends of every kind."""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from weekkit import clock, promises, worktime  # noqa: E402
from weekkit.clock import End  # noqa: E402
from weekkit.logs import Event  # noqa: E402
from weekkit.worktime import DAY, HOUR, MINUTE, at, show  # noqa: E402

CHINA = worktime.BusinessDays(
    {
        "time_zone": "Asia/Shanghai",
        "years": {2026: {"holidays": ["2026-10-01..2026-10-07", "2026-09-25"], "worked": ["2026-10-10", "2026-09-27"]}},
    }
)
TARGETS = {clock.ORDINARY: 24 * HOUR, clock.URGENT: 12 * HOUR, clock.CRITICAL: 4 * HOUR}
START = at("2026-11-30T00:00:00Z")
LATER = START + 30 * DAY


def run(end=None, severities=(), pauses=(), now=LATER, calendar=worktime.Always):
    end = End(START + end) if isinstance(end, int) else end
    steps = [(START + since, severity) for since, severity in severities]
    return clock.run(clock.Promise("RESOLUTION", START, end, calendar, TARGETS, steps, [(START + a, START + b) for a, b in pauses]), now)


class WorktimeTest(unittest.TestCase):
    def test_times_are_read_and_shown_to_the_microsecond(self):
        for text in ("2026-11-30T15:55:00Z", "2026-11-30T15:55:00.250000Z", "1970-01-01T00:00:00.000001Z"):
            self.assertEqual(show(at(text)), text)
        self.assertEqual(at("2026-11-30T15:55:00.25Z"), at("2026-11-30T15:55:00.250Z"))

    def test_business_days_know_weekends_holidays_and_make_up_days(self):
        for start, end, days in (
            ("2026-11-30T16:00:00Z", "2026-12-01T16:00:00Z", 1),  # a Tuesday in China
            ("2026-12-04T16:00:00Z", "2026-12-06T16:00:00Z", 0),  # a weekend
            ("2026-09-24T16:00:00Z", "2026-09-25T16:00:00Z", 0),  # a holiday
            ("2026-09-26T16:00:00Z", "2026-09-27T16:00:00Z", 1),  # a Sunday that is worked
            ("2026-09-30T16:00:00Z", "2026-10-10T16:00:00Z", 3),  # a golden week: Thursday, Friday, and Saturday in its place
            ("2026-11-30T15:00:00Z", "2026-11-30T15:00:00Z", 0),
        ):
            self.assertEqual(CHINA.between(at(start), at(end)), days * DAY, (start, end))
        self.assertEqual(CHINA.between(at("2026-12-04T15:00:00Z"), at("2026-12-06T17:00:00Z")), 2 * HOUR)

    def test_after_is_the_first_moment_by_which_so_much_has_passed(self):
        for start, amount, end in (
            ("2026-12-04T10:00:00Z", 6 * HOUR, "2026-12-04T16:00:00Z"),  # midnight before the weekend, not after it
            ("2026-12-04T10:00:00Z", 6 * HOUR + 1, "2026-12-06T16:00:00.000001Z"),
            ("2026-09-30T10:00:00Z", 3 * DAY, "2026-10-10T10:00:00Z"),
            ("2026-12-05T10:00:00Z", HOUR, "2026-12-06T17:00:00Z"),
        ):
            self.assertEqual(show(CHINA.after(at(start), amount)), show(at(end)), (start, amount))
            self.assertEqual(CHINA.between(at(start), at(end)), amount)


class ClockTest(unittest.TestCase):
    def test_in_time_up_to_the_very_end_and_late_after_it(self):
        self.assertEqual((run(24 * HOUR).state, run(24 * HOUR).breach), ("MET", None))
        late = run(24 * HOUR + 1)
        self.assertEqual((late.state, late.breach, late.spent), ("BREACHED", START + 24 * HOUR, 24 * HOUR + 1))
        lapsed = run(End(START + 24 * HOUR, "LAPSED"))
        self.assertEqual((lapsed.state, lapsed.breach), ("BREACHED", START + 24 * HOUR))
        self.assertEqual(run(End(START + 24 * HOUR - 1, "LAPSED")).state, "MET")
        self.assertEqual(run(End(START + HOUR, "CANCELLED")).state, "CANCELLED")

    def test_without_an_end_it_stands_as_of_the_look(self):
        running = run(now=START + HOUR)
        self.assertEqual((running.state, running.due, running.spent), ("RUNNING", START + 24 * HOUR, HOUR))
        self.assertEqual(run(now=START + 24 * HOUR).breach, START + 24 * HOUR)
        self.assertEqual(run(now=LATER).breach, START + 24 * HOUR)
        self.assertEqual(run(now=START + 2 * HOUR, pauses=[(HOUR, 9 * HOUR)]).state, "PAUSED")

    def test_a_pause_moves_the_due_time(self):
        course = run(30 * HOUR, pauses=[(HOUR, 4 * HOUR), (3 * HOUR, 7 * HOUR)])
        self.assertEqual((course.state, course.spent, course.paused), ("MET", 24 * HOUR, 6 * HOUR))
        self.assertEqual(course.turns, [(START + HOUR, "PAUSED"), (START + 7 * HOUR, "RESUMED")])
        self.assertEqual(run(31 * HOUR, pauses=[(HOUR, 7 * HOUR)]).breach, START + 30 * HOUR)

    def test_a_breached_clock_is_not_paused_any_more(self):
        course = run(40 * HOUR, pauses=[(25 * HOUR, 30 * HOUR)])
        self.assertEqual((course.breach, course.turns, course.paused), (START + 24 * HOUR, [], 5 * HOUR))

    def test_a_promise_that_was_made_shorter_than_what_has_passed_is_broken_then(self):
        self.assertEqual(run(severities=[(0, clock.URGENT)]).breach, START + 12 * HOUR)
        self.assertEqual(run(severities=[(HOUR, clock.CRITICAL)]).breach, START + 4 * HOUR)
        self.assertEqual(run(severities=[(5 * HOUR, clock.CRITICAL)]).breach, START + 5 * HOUR)
        self.assertEqual(run(severities=[(5 * HOUR, clock.CRITICAL)], pauses=[(5 * HOUR, 6 * HOUR)]).breach, START + 6 * HOUR)
        self.assertEqual(run(severities=[(0, clock.URGENT), (HOUR, clock.ORDINARY)]).breach, START + 12 * HOUR)

    def test_it_warns_once_a_share_and_not_beside_a_breach(self):
        self.assertEqual(run(25 * HOUR).warned, [(START + 12 * HOUR, 50), (START + 18 * HOUR, 75), (START + 24 * HOUR * 9 // 10, 90)])
        self.assertEqual(run(12 * HOUR).warned, [])
        self.assertEqual(run(11 * HOUR, severities=[(10 * HOUR, clock.URGENT)]).warned, [(START + 10 * HOUR, 75), (START + 648 * MINUTE, 90)])
        self.assertEqual(run(6 * HOUR, severities=[(5 * HOUR, clock.CRITICAL)]).warned, [])


class PromisesTest(unittest.TestCase):
    def event(self, source, kind, hours, /, **data):
        return Event(source, kind, "cases/c", START + hours * HOUR, 1, 1, {"case": "cases/c", **data})

    def courses(self, *events):
        received = self.event("intake", "ComplaintReceived", 0, complaint="complaints/c", channel="CHANNEL_APP")
        all_logs = {source: [] for source in ("intake", "routing", "casework", "compensation", "outreach")}
        for event in (received, *events):
            all_logs[event.source].append(event)
        return promises.expected(all_logs, CHINA, LATER)

    def test_a_reopening_begins_another_round_and_breaches_rise(self):
        reopened = self.event("casework", "CaseReopened", 60)
        closed = self.event("casework", "CaseClosed", 60, closing={"finding": "FINDING_SUBSTANTIATED"})
        courses = self.courses(closed, reopened)
        first, second = courses["cases/c/clocks/resolution"], courses["cases/c/clocks/resolution-2"]
        self.assertEqual((first.stop, first.breach, first.level), (START + 60 * HOUR, START + 48 * HOUR, 1))
        self.assertEqual((second.start, second.breach, second.level), (START + 60 * HOUR, START + 108 * HOUR, 2))

    def test_a_person_who_took_the_call_has_answered(self):
        received = self.event("intake", "ComplaintReceived", 1, complaint="complaints/c", channel="CHANNEL_HOTLINE")
        call = self.event("intake", "CallReported", 0, outcome="CALL_OUTCOME_ANSWERED")
        missed = Event("intake", "CallReported", "calls/x", START, 1, 1, {"call": "calls/x", "outcome": "CALL_OUTCOME_ABANDONED"})
        logs = {source: [] for source in ("intake", "routing", "casework", "compensation", "outreach")}
        logs["intake"] = [missed, call, received]
        first = promises.expected(logs, CHINA, LATER)["cases/c/clocks/first-response"]
        self.assertEqual((first.state, first.stop, first.spent), ("MET", START + HOUR, 0))
        logs["intake"] = [missed, received]
        self.assertEqual(promises.expected(logs, CHINA, LATER)["cases/c/clocks/first-response"].breach, START + HOUR + 30 * worktime.SECOND)

    def test_what_is_no_complaint_was_promised_nothing(self):
        courses = self.courses(self.event("casework", "CaseClosed", 2, closing={"finding": "FINDING_NOT_A_COMPLAINT"}))
        self.assertEqual({course.state for course in courses.values()}, {"CANCELLED"})

    def test_progress_is_owed_while_a_delay_is_not_resolved(self):
        delayed = self.event("casework", "CaseTagged", 1, tag={"l1": "LOGISTICS", "l2": "DELAYED"})
        notices = ((0, "accepted", "ACCEPTED"), (25, "progress-1", "PROGRESS"), (50, "progress-2", "PROGRESS"))
        told = [self.event("outreach", "NoticeSent", at_hour, notice=f"cases/c/notices/{name}", kind=f"NOTICE_KIND_{kind}") for at_hour, name, kind in notices]
        done = self.event("casework", "CaseStateChanged", 50, to_state="STATE_CALLBACK_DUE")
        courses = {name: course for name, course in self.courses(delayed, *told, done).items() if course.kind == "PROGRESS"}
        self.assertEqual(sorted(courses), ["cases/c/clocks/progress-1", "cases/c/clocks/progress-accepted"])
        accepted = courses["cases/c/clocks/progress-accepted"]
        self.assertEqual((accepted.start, accepted.stop, accepted.state), (START + HOUR, START + 25 * HOUR, "MET"))
        self.assertEqual(courses["cases/c/clocks/progress-1"].state, "BREACHED")

    def test_a_regulator_waits_on_business_days_and_nothing_pauses(self):
        notice = self.event("intake", "ComplaintReceived", 0, complaint="complaints/c", channel="CHANNEL_REGULATOR")
        asked = self.event("casework", "EvidenceRequested", 1, evidence_request="e1", party="PARTY_CUSTOMER")
        logs = {source: [] for source in ("intake", "routing", "casework", "compensation", "outreach")}
        logs["intake"], logs["casework"] = [notice], [asked]
        courses = promises.expected(logs, CHINA, LATER)
        self.assertEqual(show(courses["cases/c/clocks/first-response"].breach), "2026-12-09T00:00:00Z")
        self.assertEqual(courses["cases/c/clocks/first-feedback"].breach, START + 4 * HOUR)
        self.assertEqual(courses["cases/c/clocks/resolution"].state, "RUNNING")


if __name__ == "__main__":
    unittest.main()
