#!/usr/bin/env python3
"""tools/recount reads messages by their descriptors and counts what the domain says."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from recountkit import counting, wire  # noqa: E402

PROTO = """
syntax = "proto3";
package made.up.v1;
message Thing {
  string name = 1;
  int64 count = 2;
  Colour colour = 3;
  repeated Thing parts = 4;
  repeated int32 sizes = 5;
  bool good = 6;
  double share = 7;
  Colour other = 8;
  enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; }
}
"""
TEXT = 'name: "茶" count: -3 colour: COLOUR_RED good: true share: 0.5 sizes: [1, -2, 300] parts { name: "a" } parts { count: 7 }'
HOUR = 3600


def messages_and_bytes():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "made.proto").write_text(PROTO)
        protoc = ["protoc", "-I", folder]
        subprocess.run([*protoc, f"--descriptor_set_out={folder}/set", "made.proto"], check=True)
        encoded = subprocess.run([*protoc, "--encode=made.up.v1.Thing", "made.proto"], input=TEXT.encode(), capture_output=True, check=True)
        return wire.Messages(pathlib.Path(folder, "set").read_bytes()), encoded.stdout


def at(hours):
    return {"seconds": 1_764_000_000 + hours * HOUR}


def opened(number="cases/1", hours=0):
    return ("CaseOpened", {"case": number, "complaint": number.replace("cases", "complaints"), "received_time": at(hours)})


def logs_of(*events):
    logs = counting.Logs()
    for kind, event in events:
        logs.add(kind, event)
    return logs


def count(*events, after_hours=1_000, **options):
    return counting.count(logs_of(*events), counting.micros(at(after_hours)), **options)


class WireTest(unittest.TestCase):
    def test_reads_what_protoc_wrote(self):
        messages, encoded = messages_and_bytes()
        thing = messages.decode("made.up.v1.Thing", encoded)
        self.assertEqual(
            thing,
            {
                "name": "茶",
                "count": -3,
                "colour": "COLOUR_RED",
                "good": True,
                "share": 0.5,
                "sizes": [1, -2, 300],
                "parts": [{"name": "a"}, {"count": 7}],
            },
        )

    def test_bytes_that_end_early_are_refused(self):
        messages, encoded = messages_and_bytes()
        for size in (1, 2, 3):
            with self.assertRaises(wire.WireError):
                messages.decode("made.up.v1.Thing", encoded[:size])


class CountingTest(unittest.TestCase):
    def test_an_open_promise_counts_once_its_time_has_passed(self):
        self.assertNotIn(("", "first_feedback"), count(opened(), after_hours=48))
        self.assertEqual(count(opened(), after_hours=49)["", "first_feedback"], [0, 1])
        told = (opened(), ("ChecklistCompleted", {"case": "cases/1", "complete_time": at(2)}))
        told += (("CustomerTold", {"case": "cases/1", "tell_time": at(48)}),)
        self.assertEqual(count(*told)["", "first_feedback"], [1, 1])

    def test_no_complaints_merged_and_malicious_cases_do_not_count(self):
        self.assertEqual(count(opened(), ("CaseTagged", {"case": "cases/1", "tag": {"l1": "OTHER"}})), {})
        self.assertEqual(count(opened(), ("CaseMerged", {"case": "cases/1", "into": "cases/2"})), {})
        malicious = {"case": "cases/1", "prediction": {"signals": [{"kind": "malicious_risk", "value": "suspected"}]}}
        self.assertEqual(count(opened(), ("WorkItemCreated", malicious)), {})
        closed = {"case": "cases/1", "state": "STATE_CLOSED", "closing": {"finding": "FINDING_NOT_A_COMPLAINT"}}
        self.assertEqual(count(opened(), ("CaseClosed", closed)), {})

    def test_grants_that_stand_are_the_cost_of_cases_that_ended(self):
        closed = ("CaseClosed", {"case": "cases/1", "state": "STATE_CLOSED", "close_time": at(5)})
        grant = {"grant": "grants/1", "case": "cases/1", "amount": {"currency_code": "CNY", "amount_minor": 500}}
        self.assertEqual(count(opened(), closed, ("GrantCommitted", grant))["", "cost_per_case"], [500, 1])
        failed = ("GrantFailed", {"grant": "grants/1", "case": "cases/1"})
        self.assertEqual(count(opened(), closed, ("GrantCommitted", grant), failed)["", "cost_per_case"], [0, 1])
        self.assertNotIn(("", "cost_per_case"), count(opened(), ("GrantCommitted", grant)))

    def test_a_key_is_of_the_case(self):
        received = ("ComplaintReceived", {"complaint": "complaints/1", "case": "cases/1", "channel": "CHANNEL_APP", "seller": "s"})
        for dimension, key in (("CHANNEL", "APP"), ("SELLER", "s"), ("TAG", "UNCLASSIFIED"), ("TEAM", "NONE"), ("DAY", "2025-11-25")):
            self.assertEqual(count(opened(), received, dimension=dimension)[key, "backlog"], [1, 1])

    def test_every_call_counts_by_the_hour_at_which_it_rang_and_is_answered_within_half_a_minute(self):
        def call(number, rang, waited, outcome="ANSWERED"):
            ended = {"seconds": at(rang)["seconds"] + waited}
            said = {"call": f"calls/{number}", "outcome": f"CALL_OUTCOME_{outcome}", "offered_time": at(rang), "outcome_time": ended}
            return ("CallReported", said)

        calls = (call(1, 0, 30), call(2, 0, 31), call(3, 1, 5, "ABANDONED"), call(4, 30, 0))
        self.assertEqual(count(*calls), {("", "hotline_answered"): [2, 4]})
        self.assertEqual(count(*calls, dimension="CHANNEL"), {("HOTLINE", "hotline_answered"): [2, 4]})
        self.assertEqual(count(*calls, dimension="DAY")["2025-11-25", "hotline_answered"], [1, 3])
        self.assertEqual(count(*calls, after_hours=2)["", "hotline_answered"], [1, 3])
        self.assertEqual(count(*calls, dimension="SELLER"), {})

    def test_a_late_stop_in_time_takes_a_breach_back(self):
        clock = {"clock": "cases/1/clocks/acceptance", "case": "cases/1", "kind": "CLOCK_KIND_ACCEPTANCE"}
        breached = ("ClockBreached", {**clock, "level": "ESCALATION_LEVEL_MANAGER"})
        self.assertEqual(count(opened(), breached)["", "escalated"], [1, 1])
        figures = count(opened(), breached, ("ClockStopped", {**clock, "met": True}))
        self.assertEqual((figures["", "escalated"], figures["", "breach_rate_acceptance"]), ([0, 1], [0, 1]))


if __name__ == "__main__":
    unittest.main()
