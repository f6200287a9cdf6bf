"""The KPIs of domain.md §9, counted from events; written from what they mean, not from how the service computes them."""

import collections
import datetime
import zoneinfo

HOUR = 3_600_000_000  # microseconds
ANSWER_WITHIN = 30_000_000  # microseconds, of a call to the hotline
PROMISES = {"first_feedback": 48 * HOUR, "resolved": 72 * HOUR}
DIMENSIONS = ("", "CHANNEL", "TAG", "TEAM", "SELLER", "SEVERITY", "DAY")
ENDED = ("STATE_CLOSED", "STATE_REJECTED")


def micros(timestamp):
    """A Timestamp as microseconds since 1970."""
    return timestamp.get("seconds", 0) * 1_000_000 + timestamp.get("nanos", 0) // 1_000


def bare(word, prefix):
    """`STATE_CLOSED` → `CLOSED`; empty for the unspecified one."""
    word = word.removeprefix(prefix)
    return "" if word == "UNSPECIFIED" else word


class Case:
    """What the logs say of one case."""

    def __init__(self):
        self.received = None
        self.complaint = self.l1 = self.l2 = self.state = self.finding = self.merged_into = ""
        self.team = self.severity = self.callback = ""
        self.checked = self.told = self.resolved = self.solved = None
        self.closings = self.reopenings = self.repeats = 0
        self.malicious = False


class Logs:
    """Folds events, each log in its order; the logs in any."""

    def __init__(self):
        self.cases = collections.defaultdict(Case)
        self.complaints = {}
        self.calls = {}  # name → when it rang, and after how long a person answered; None: nobody did
        self.clocks = {}  # name → dict of case, kind, state, level
        self.grants = {}
        self.surveys_sent = collections.Counter()
        self.sent = set()
        self.scores = {}  # case, closing → score

    def add(self, kind, event):
        """One event: the name of its message, and the message."""
        read = getattr(self, "_" + kind, None)
        if read:
            read(event)

    def _case(self, event):
        return self.cases[event["case"]]

    # intake
    def _ComplaintReceived(self, event):
        self.complaints[event["complaint"]] = (bare(event.get("channel", ""), "CHANNEL_"), event.get("seller", ""))

    def _ComplaintUnlinked(self, event):
        self._ComplaintReceived(event["complaint_received"])

    def _CallReported(self, event):
        rang, ended = micros(event.get("offered_time", {})), micros(event.get("outcome_time", {}))
        self.calls[event["call"]] = (rang, ended - rang if event.get("outcome") == "CALL_OUTCOME_ANSWERED" else None)

    # routing
    def _WorkItemCreated(self, event):
        case = self._case(event)
        if event.get("kind") in ("HANDLE_CASE", "TRIAGE"):
            case.team = event.get("team", "")
            case.severity = bare(event.get("severity", ""), "SEVERITY_")
        self._suspect(case, event)

    def _WorkItemRaised(self, event):
        case = self._case(event)
        case.severity = bare(event.get("severity", ""), "SEVERITY_")
        self._suspect(case, event)

    @staticmethod
    def _suspect(case, event):
        signals = event.get("prediction", {}).get("signals", [])
        case.malicious = case.malicious or any(signal.get("kind") == "malicious_risk" for signal in signals)

    def _moved(self, event):
        if event.get("kind") in ("HANDLE_CASE", "TRIAGE"):
            self._case(event).team = event.get("team", "")

    _WorkItemAccepted = _WorkItemReleased = _moved

    def _TriageDecided(self, event):
        self._case(event).team = event.get("team", "")

    # casework
    def _CaseOpened(self, event):
        case = self._case(event)
        case.received, case.complaint, case.state = micros(event.get("received_time", {})), event["complaint"], "STATE_OPEN"

    def _CaseStateChanged(self, event):
        case = self._case(event)
        case.state = event.get("to_state", "")
        if case.resolved is None and case.state in ("STATE_CALLBACK_DUE", *ENDED):
            case.resolved = micros(event.get("change_time", {}))

    def _CaseTagged(self, event):
        tag = event.get("tag", {})
        case = self._case(event)
        case.l1, case.l2 = tag.get("l1", ""), tag.get("l2", "")

    def _ChecklistCompleted(self, event):
        case = self._case(event)
        case.checked = micros(event.get("complete_time", {})) if case.checked is None else case.checked

    def _CustomerTold(self, event):
        case = self._case(event)
        case.told = micros(event.get("tell_time", {})) if case.told is None else case.told

    def _CallbackMade(self, event):
        self._case(event).callback = event.get("callback", {}).get("outcome", "")

    def _CaseClosed(self, event):
        case = self._case(event)
        case.closings += 1
        case.state = event.get("state", "")
        case.finding = bare(event.get("closing", {}).get("finding", ""), "FINDING_")
        if case.resolved is None:
            case.resolved = micros(event.get("close_time", {}))

    def _CaseReopened(self, event):
        case = self._case(event)
        case.reopenings += 1
        case.repeats += event.get("reason") == "REPEAT"
        case.finding = ""

    def _CaseMerged(self, event):
        case = self._case(event)
        case.merged_into, case.state = event["into"], "STATE_MERGED"

    def _CaseUnmerged(self, event):
        case = self._case(event)
        case.merged_into, case.state = "", event.get("state", "")

    # compensation
    def _GrantCommitted(self, event):
        amount = event.get("amount", {})
        self.grants[event["grant"]] = [event["case"], amount.get("amount_minor", 0), amount.get("currency_code", ""), True]

    def _lost(self, event):
        if event["grant"] in self.grants:
            self.grants[event["grant"]][3] = False

    _GrantFailed = _GrantReversed = _lost

    # sla
    def _clock(self, event, case=None):
        kind = bare(event.get("kind", ""), "CLOCK_KIND_")
        return self.clocks.setdefault(event["clock"], {"case": case or event["case"], "kind": kind, "state": "", "level": ""})

    def _ClocksStarted(self, event):
        for clock in event["clocks"]:
            self._clock(clock, event["case"])["state"] = "RUNNING"

    def _ClocksRetargeted(self, event):
        for clock in event["clocks"]:
            self._clock(clock, event["case"])

    def _ClockWarned(self, event):
        self._clock(event)

    def _ClockPaused(self, event):
        self._clock(event)["state"] = "PAUSED"

    def _ClockResumed(self, event):
        self._clock(event)["state"] = "RUNNING"

    def _ClockBreached(self, event):
        self._clock(event).update(state="BREACHED", level=bare(event.get("level", ""), "ESCALATION_LEVEL_"))

    def _ClockStopped(self, event):
        if event.get("met"):
            self._clock(event).update(state="MET", level="")
        else:
            self._clock(event)["state"] = "BREACHED"

    def _ClockCancelled(self, event):
        self._clock(event)["state"] = "CANCELLED"

    # outreach
    def _NoticeSent(self, event):
        if event.get("kind") == "NOTICE_KIND_SURVEY" and event["notice"] not in self.sent:
            self.sent.add(event["notice"])
            self.surveys_sent[event["case"]] += 1

    def _SurveyAnswered(self, event):
        self.scores[event["case"], event.get("closing", 0)] = event.get("score", 0)

    def _IntentJudged(self, event):
        self._case(event).solved = micros(event.get("judge_time", {})) if event.get("solved") else None


def _least(*times):
    there = [time for time in times if time is not None]
    return min(there) if there else None


def _key(logs, case, dimension, zone):
    channel, seller = logs.complaints.get(case.complaint, ("", ""))
    if dimension == "CHANNEL":
        return channel or "UNKNOWN"
    if dimension == "TAG":
        return "/".join(part for part in (case.l1, case.l2) if part) if case.l1 else "UNCLASSIFIED"
    if dimension == "TEAM":
        return case.team or "NONE"
    if dimension == "SELLER":
        return seller or "UNKNOWN"
    if dimension == "SEVERITY":
        return case.severity or "UNKNOWN"
    if dimension == "DAY":
        return datetime.datetime.fromtimestamp(case.received // 1_000_000, zone).date().isoformat()
    return ""


def _of_cases(logs, case, as_of, add):
    """The KPIs that the case itself tells."""
    channel = logs.complaints.get(case.complaint, ("", ""))[0]
    told = max(case.checked, case.told) if case.checked is not None and case.told is not None else None
    for kpi, time in (("first_feedback", _least(told, case.solved)), ("resolved", _least(case.resolved, case.solved))):
        due = case.received + PROMISES[kpi]
        if time is not None or due < as_of:
            add(kpi, time is not None and time <= due)
    if case.callback in ("OUTCOME_SATISFIED", "OUTCOME_NOT_SATISFIED"):
        add("callback_satisfied", case.callback == "OUTCOME_SATISFIED")
    if case.closings:
        add("repeat_rate", case.repeats > 0)
        add("reopened", case.reopenings > 0)
        add("cost_per_case", 0)
    if channel:
        add("other_than_hotline", channel != "HOTLINE")
    add("backlog", case.state not in (*ENDED, "STATE_MERGED"))


def _of_parts(logs, counted, currency, add):
    """The KPIs that clocks, grants and surveys of the counted cases tell; `add` takes the case first."""
    risen = collections.defaultdict(bool)
    for clock in logs.clocks.values():
        if clock["case"] not in counted:
            continue
        risen[clock["case"]] |= clock["level"] in ("SUPERVISOR", "MANAGER")
        if clock["state"] not in ("MET", "BREACHED"):
            continue
        late = clock["state"] == "BREACHED"
        add(clock["case"], "breach_rate", late)
        add(clock["case"], "breach_rate_" + clock["kind"].lower(), late)
        if clock["kind"] == "FIRST_RESPONSE":
            add(clock["case"], "first_response", not late)
    for name, up in risen.items():
        add(name, "escalated", up)
    for name, amount, paid_in, good in logs.grants.values():
        if name in counted and good and paid_in == currency and counted[name].closings:
            add(name, "cost_per_case", amount, 0)
    answers = collections.Counter()
    for (name, _), score in logs.scores.items():
        if name in counted:
            answers[name] += 1
            add(name, "satisfied", score >= 4)
    for name, sent in logs.surveys_sent.items():
        if name in counted:
            add(name, "survey_response", min(answers[name], sent), sent)


def _of_calls(logs, dimension, start, end, zone, figures):
    """The hotline's answer rate: of every call that rang in the time, whether a complaint came of it or not."""
    if dimension not in ("", "CHANNEL", "DAY"):
        return
    for rang, waited in logs.calls.values():
        if not start <= rang < end:
            continue
        day = datetime.datetime.fromtimestamp(rang // 1_000_000, zone).date().isoformat()
        figure = figures[{"CHANNEL": "HOTLINE", "DAY": day}.get(dimension, ""), "hotline_answered"]
        figure[0] += int(waited is not None and waited <= ANSWER_WITHIN)
        figure[1] += 1


def count(logs, as_of, dimension="", start=0, end=None, zone="Asia/Shanghai", currency="CNY"):
    """(key, KPI) → [numerator, denominator], of all cases and calls received from `start` until before `end` (microseconds)."""
    zone = zoneinfo.ZoneInfo(zone)
    end = as_of if end is None else end
    figures = collections.defaultdict(lambda: [0, 0])
    counted = {}
    for name, case in logs.cases.items():
        if case.received is None or not start <= case.received < end or case.merged_into or case.malicious:
            continue
        if case.finding == "NOT_A_COMPLAINT" or (not case.finding and case.l1 == "OTHER"):
            continue
        counted[name] = case

    def add(name, kpi, numerator, denominator=1):
        figure = figures[_key(logs, counted[name], dimension, zone), kpi]
        figure[0] += int(numerator)
        figure[1] += denominator

    for name, case in counted.items():
        _of_cases(logs, case, as_of, lambda kpi, good, of=name: add(of, kpi, good))
    _of_parts(logs, counted, currency, add)
    _of_calls(logs, dimension, start, end, zone, figures)
    return dict(figures)
