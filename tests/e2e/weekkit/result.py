"""The complaints of the week, and what became of them without what differs by chance: ids, who of equal agents had the work, and
when a provider's receipt came, which goes by the machine's time."""

import collections
import json

from weekkit import promises
from weekkit.stack import ROOT

# Of the demo's file, so that every kind of clock and notice comes about; then two customers who ask again after their cases.
_LINES = (*range(1, 19), 22, 155, 181, 199)
_AGAIN = (1, 8)
_BY_CHANCE = ("number", "case", "agent", "approved_by", "line")
_RECEIPT = "NOTICE_STATE_DELIVERED"
_TOLD_LOGS = ("intake", "casework", "compensation", "outreach")


def complaints():
    """The input: lines of the demo's file."""
    text = (ROOT / "tests/data/complaints.jsonl").read_text(encoding="utf-8").splitlines()
    lines = [json.loads(text[number - 1]) for number in _LINES]
    for number in _AGAIN:
        again = json.loads(text[number - 1])
        again.pop("source_message_id", None)
        again["text"] = f"我再问一次，到现在还没解决。{again['text']}"
        lines.append(again)
    return lines


def of(week):
    """`cases`: by the line of the first complaint, what became of each; `kpis`."""
    lines, numbers = collections.defaultdict(list), {}
    for entry in week.told["complaints"]:
        lines[entry["case"]].append(entry)
    for case, entries in lines.items():
        numbers[f"cases/{case}"] = min(entry["line"] for entry in entries)
    cases = {}
    for name, number in numbers.items():
        entries = sorted(lines[name.removeprefix("cases/")], key=lambda entry: entry["line"])
        cases[number] = {
            "complaints": [_complaint(entry) for entry in entries],
            "clocks": _clocks(week, name),
            "notices": _notices(week, name),
            "grants": _grants(week, name),
            "history": _history(week, name),
        }
    return {"cases": cases, "kpis": week.told["kpis"]}


def _complaint(entry):
    known = {key: value for key, value in entry.items() if key not in _BY_CHANCE}
    return {**known, "notices": [{**notice, "state": _handed_over(notice["state"])} for notice in entry["notices"]]}


def _handed_over(state):
    """With or without a receipt."""
    return state.replace("DELIVERED", "SENT")


def _clocks(week, case):
    """Grants have ids of their own: theirs are in the order of their figures."""
    clocks = []
    for name, figures in week.clocks.items():
        if name.startswith(f"{case}/clocks/"):
            own = name.rsplit("/", 1)[1]
            clocks.append((own.partition("-")[0] if figures["kind"] in promises.OF_GRANTS else own, *map(str, figures.values())))
    return sorted(clocks)


def _notices(week, case):
    left_out = ("name", "attemptCount")
    return [
        (notice["name"].removeprefix(case), {**{key: value for key, value in notice.items() if key not in left_out}, "state": _handed_over(notice["state"])})
        for notice in week.notices
        if notice["name"].startswith(f"{case}/")
    ]


def _grants(week, case):
    fields = ("kind", "entitlement", "order", "line", "amount", "quantity", "cause", "occurrence", "state", "commitTime", "payTime", "failTime")
    return sorted(json.dumps([grant.get(field) for field in fields]) for grant in week.grants if grant["case"] == case)


def _history(week, case):
    """What happened when: (µs, event) of each log but routing's and sla's, whose offers and looks go by the machine's time too."""
    return {
        source: sorted((event.time, event.kind) for event in week.logs[source] if event.case == case and event.data.get("state") != _RECEIPT) for source in _TOLD_LOGS
    }
