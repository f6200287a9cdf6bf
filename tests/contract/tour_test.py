#!/usr/bin/env python3
"""docs/tour.md is what tools/tour writes, of these steps and these contracts; numbers may differ. That the suite still does it: tests/e2e."""

import json
import pathlib
import re
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from tourkit import letters, page  # noqa: E402
from tourkit.play import Played, in_causal_order  # noqa: E402
from tourkit.steps import STEPS, Step  # noqa: E402

PAGE = (ROOT / "docs/tour.md").read_text()


def event(source, sequence, time, after=()):
    positions = [{"source": where, "sequence": str(to)} for where, to in after]
    name = f"redress.{source}.v1.E{sequence}"
    return {"source": source, "sequence": str(sequence), "time": time, "after": positions, "type": name, "json": {"case": "cases/1"}}


class PageTest(unittest.TestCase):
    def test_it_has_the_steps_of_the_tool_in_their_order(self):
        form = page.form(PAGE)
        self.assertEqual([step["title"] for step in form["steps"]], [step.title for step in STEPS])
        for step, found in zip(STEPS, form["steps"]):
            self.assertIn(f"Bearer ${step.who}", found["call"])
            self.assertEqual(bool(step.body), bool(found["body"]), step.title)
            verb = step.path.rsplit(":", 1)[-1].split("?")[0] if ":" in step.path else ""
            self.assertIn(verb, found["call"])
            self.assertEqual(set(step.shown) - set(found["answer"]), set(), step.title)

    def test_every_event_is_one_of_the_contracts(self):
        contracts = {path.parent.parent.name: set() for path in (ROOT / "proto/redress").glob("*/v1/*_events.proto")}
        for path in (ROOT / "proto/redress").glob("*/v1/*.proto"):
            contracts.setdefault(path.parent.parent.name, set()).update(re.findall(r"^message (\w+)", path.read_text(), re.MULTILINE))
        events = page.form(PAGE)["events"]
        self.assertGreater(len(events), 10)
        for told in events:
            source, kind = told.split()
            self.assertIn(kind, contracts[source])

    def test_it_holds_neither_a_token_nor_an_address_of_the_machine(self):
        self.assertNotRegex(PAGE, r"eyJ[A-Za-z0-9_-]{10}")
        self.assertNotRegex(PAGE, r"127\.0\.0\.1|localhost")


class FormTest(unittest.TestCase):
    def page(self, number, kind="E1", field="state"):
        step = Step("A title", "A text.", "AGENT", "POST", "/v1/cases/{number}:close", shown=(field,))
        answer = {field: f"S{number}", "other": 1}
        told = event("intake", 7, "t")
        told["type"] = f"redress.intake.v1.{kind}"
        return page.text([Played(step, f"/v1/cases/{number}:close", {"requestId": str(number), "a": {"b": [{"c": number}]}}, answer, [told])], "o-1")

    def test_numbers_do_not_matter_and_all_else_does(self):
        one = page.form(self.page("261128-00001004-91"))
        self.assertEqual(one, page.form(self.page("261129-00004711-03")))
        self.assertNotEqual(one, page.form(self.page("261129-00004711-03", kind="E2")))
        self.assertNotEqual(one, page.form(self.page("261129-00004711-03", field="other")))
        self.assertEqual(one["steps"][0]["body"], ["a", "a.b", "a.b.c", "requestId"])
        self.assertEqual(one["steps"][0]["answer"], ["state", "…"])

    def test_what_is_written_can_be_read_back(self):
        (answer,) = re.findall(r"^```json\n(.*?)^```", self.page("1"), re.MULTILINE | re.DOTALL)
        self.assertEqual(json.loads(answer), {"state": "S1", "…": "…"})


class LettersTest(unittest.TestCase):
    def test_mail_and_messages_of_the_case_are_found_without_their_tokens(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            (home / "mail/new").mkdir(parents=True)
            for name in ("1-2", "3-4"):
                text = f"Message-ID: <cases.{name}.accepted@x>\nSubject: =?utf-8?b?5pS25Yiw?=\n\nGo to https://a.example/b#e30.abc_-9 now.\n"
                (home / "mail/new" / name).write_text(text)
            (home / "messages").mkdir()
            line = {"id": "sms-1", "message": {"notice": "cases/1-2/notices/accepted", "title": "t", "text": "https://a.example/b#x y"}}
            (home / "messages/sms.jsonl").write_text(json.dumps(line) + "\n")
            found = letters.of_case({"REDRESS_MAILDIR": home / "mail", "REDRESS_MESSAGES_DIR": home / "messages"}, "cases/1-2")
        self.assertEqual([(letter.way, letter.title) for letter in found], [("e-mail", "收到"), ("sms", "t")])
        self.assertEqual([letter.text.strip() for letter in found], ["Go to https://a.example/b#… now.", "https://a.example/b#… y"])


class StepsTest(unittest.TestCase):
    def test_a_complaint_may_be_of_partition_0_which_json_leaves_out(self):
        context, answer = {}, {"name": "complaints/1", "case": "cases/1"}
        STEPS[0].keep(context, answer)
        self.assertEqual(context["partition"], 0)
        self.assertEqual(answer["partition"], 0)  # the page tells the same fields in every run


class OrderTest(unittest.TestCase):
    def test_causes_come_before_what_they_caused_whatever_the_clocks_say(self):
        told = event("intake", 1, "09:00")
        offered = event("routing", 5, "08:00", after=[("intake", 1)])
        opened = event("casework", 2, "08:30", after=[("intake", 1)])
        tagged = event("casework", 3, "08:10", after=[("intake", 1), ("routing", 5)])
        for given in ([tagged, opened, offered, told], [offered, told, tagged, opened]):
            self.assertEqual(in_causal_order(given), [told, offered, opened, tagged])

    def test_what_is_not_ordered_by_cause_is_ordered_by_time(self):
        first, second = event("routing", 9, "08:00"), event("intake", 4, "08:01")
        self.assertEqual(in_causal_order([second, first]), [first, second])


if __name__ == "__main__":
    unittest.main()
