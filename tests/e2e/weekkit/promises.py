"""Every promise of time of a case, from the facts that the other services told: what starts and ends it is domain.md §6, the
targets too. Written from what it means, not from how sla computes it; figures are those of the default policy."""

import collections

from weekkit import clock, logs, worktime
from weekkit.clock import End, earliest
from weekkit.worktime import DAY, HOUR, MINUTE, SECOND

_PAUSE_MAX = 72 * HOUR
_DELAYS = {("LOGISTICS", "DELAYED")}
# Ordinary, urgent, critical.
_TARGETS = {
    "FIRST_RESPONSE": (HOUR, HOUR, HOUR),
    "ACCEPTANCE": (HOUR, 15 * MINUTE, 5 * MINUTE),
    "FIRST_FEEDBACK": (24 * HOUR, 12 * HOUR, 4 * HOUR),
    "RESOLUTION": (48 * HOUR, 24 * HOUR, 12 * HOUR),
    "PROGRESS": (24 * HOUR, 24 * HOUR, 12 * HOUR),
    "TASK": (24 * HOUR, 12 * HOUR, 4 * HOUR),
    "EVIDENCE": (24 * HOUR, 12 * HOUR, 4 * HOUR),
    "APPROVAL": (4 * HOUR, HOUR, 30 * MINUTE),
    "RESHIP": (24 * HOUR, 24 * HOUR, 24 * HOUR),
    "REFUND": (3 * DAY, DAY, DAY),
    "CALLBACK": (48 * HOUR, 24 * HOUR, 24 * HOUR),
}
KINDS = tuple(_TARGETS)
OF_GRANTS = ("REFUND", "RESHIP")
_OF_CHANNEL = {
    ("FIRST_RESPONSE", "CHAT"): (MINUTE,) * 3,
    ("FIRST_RESPONSE", "HOTLINE"): (30 * SECOND,) * 3,
    ("FIRST_RESPONSE", "EMAIL"): (2 * HOUR,) * 3,
    ("FIRST_RESPONSE", "REGULATOR"): (7 * DAY,) * 3,
    ("RESOLUTION", "REGULATOR"): (45 * DAY,) * 3,
}
_ON_BUSINESS_DAYS = {("REFUND", None), ("FIRST_RESPONSE", "REGULATOR"), ("RESOLUTION", "REGULATOR")}
_PAUSES = ("FIRST_FEEDBACK", "RESOLUTION")
_BY_PERSON = ("CHAT", "HOTLINE", "SOCIAL")
_SEVERITIES = {"SEVERITY_ORDINARY": clock.ORDINARY, "SEVERITY_URGENT": clock.URGENT, "SEVERITY_CRITICAL": clock.CRITICAL}
_MONEY = ("REMEDY_KIND_REFUND", "REMEDY_KIND_DIFFERENCE")
_GOODS = ("REMEDY_KIND_RESHIP", "REMEDY_KIND_EXCHANGE", "REMEDY_KIND_GIFT")
# Not played in a week; a log that holds one is none that this computation understands.
_UNKNOWN = {"CaseMerged", "CaseUnmerged", "ComplaintUnlinked"}
_CALLBACK_ATTEMPTS = 3


class Case:
    """What the logs say of one case: for each kind of event [(time of what happened, message)], in the order of the log."""

    def __init__(self, name):
        self.name = name
        self.facts = collections.defaultdict(list)

    def add(self, event, time_field=None):
        self.facts[event.kind].append((logs.micros(event.data[time_field]) if time_field in event.data else event.time, event.data))

    def all(self, kind, **wanted):
        return [(time, data) for time, data in self.facts[kind] if all(data.get(name, "") == value for name, value in wanted.items())]

    def first(self, kind, holds=lambda time, data: True):
        """When it first happened; None: never."""
        return min((time for time, data in self.facts[kind] if holds(time, data)), default=None)


# When what an event tells happened: its own time where the message has one.
_TIMES = {
    "ComplaintReceived": "received_time",
    "CallReported": "outcome_time",
    "ChatTurnReported": "spoken_time",
    "WorkItemAccepted": "accept_time",
    "CaseStateChanged": "change_time",
    "CaseTagged": "tag_time",
    "ChecklistCompleted": "complete_time",
    "CustomerTold": "tell_time",
    "TaskAssigned": "assign_time",
    "TaskAnswered": "answer_time",
    "EvidenceRequested": "request_time",
    "EvidenceRequestEnded": "end_time",
    "ApprovalRequested": "request_time",
    "ApprovalEnded": "end_time",
    "CaseClosed": "close_time",
    "CaseReopened": "reopen_time",
    "GrantCommitted": "commit_time",
    "GrantPaid": "pay_time",
    "GrantFailed": "fail_time",
    "GrantReversed": "reverse_time",
    "NoticeSent": "send_time",
    "IntentJudged": "judge_time",
}


def cases_of(all_logs):
    """Case name → Case."""
    cases = {}
    for source in ("intake", "routing", "casework", "compensation", "outreach"):
        for event in all_logs[source]:
            if event.kind in _UNKNOWN:
                raise logs.LogError(f"{event.kind} in {event.case}: the offline computation of clocks does not know it")
            name = event.data.get("case", event.case)
            if not name.startswith("cases/"):  # a call that became no complaint
                continue
            cases.setdefault(name, Case(name)).add(event, _TIMES.get(event.kind))
    return cases


def expected(all_logs, business_days, now):
    """Clock name (`cases/…/clocks/…`) → Course, of all cases."""
    courses = {}
    for case in cases_of(all_logs).values():
        found = {f"{case.name}/clocks/{name}": course for name, course in _Clocks(case, business_days, now).all()}
        _set_levels(found)
        courses |= found
    return courses


def _set_levels(courses):
    """Each breach of a kind rises one level above the one before, in the order of their times."""
    breached = sorted((course.kind, course.breach, name) for name, course in courses.items() if course.breach is not None)
    counts = collections.Counter()
    for kind, _, name in breached:
        counts[kind] += 1
        courses[name].level = min(counts[kind], 3)


class _Clocks:
    def __init__(self, case, business_days, now):
        self._case, self._business_days, self._now = case, business_days, now
        own = case.name.replace("cases/", "complaints/")
        received = [(time, data) for time, data in case.all("ComplaintReceived") if data["complaint"] == own]
        self._received, message = received[0]
        self._channel = message["channel"].removeprefix("CHANNEL_")
        self._severities = [(self._received, clock.CRITICAL)] if self._channel == "REGULATOR" else []
        for kind in ("WorkItemCreated", "WorkItemRaised"):
            self._severities += [(time, _SEVERITIES[data["severity"]]) for time, data in case.all(kind) if data.get("severity") in _SEVERITIES]
        reopened = sorted(time for time, _ in case.all("CaseReopened"))
        self._rounds = list(zip([self._received, *reopened], [*reopened, None]))

    def all(self):
        """(id, Course) of each."""
        yield from self._once()
        for number in range(len(self._rounds)):
            yield from self._round(number)
        yield from self._progress()
        yield from self._asked("TASK", "task", "TaskAssigned", "TaskAnswered")
        yield from self._asked("EVIDENCE", "evidence_request", "EvidenceRequested", "EvidenceRequestEnded")
        yield from self._asked("APPROVAL", "approval", "ApprovalRequested", "ApprovalEnded")
        yield from self._granted()

    def _run(self, kind, start, end):
        channel = self._channel if (kind, self._channel) in _OF_CHANNEL else None
        targets = _OF_CHANNEL.get((kind, channel)) or _TARGETS[kind]
        by_days = (kind, channel) in _ON_BUSINESS_DAYS
        promise = clock.Promise(
            kind,
            start,
            end,
            self._business_days if by_days else worktime.Always,
            dict(zip((clock.ORDINARY, clock.URGENT, clock.CRITICAL), targets)),
            self._severities,
            self._asked_of_customer() if kind in _PAUSES and self._channel != "REGULATOR" else [],
        )
        return clock.run(promise, self._now)

    def _asked_of_customer(self):
        """From the request to the answer, for 72 hours at most."""
        pauses = []
        for time, data in self._case.all("EvidenceRequested", party="PARTY_CUSTOMER"):
            answered = self._first_of("EvidenceRequestEnded", "evidence_request", data["evidence_request"], time)
            pauses.append((time, min(time + _PAUSE_MAX, answered[0] if answered else time + _PAUSE_MAX)))
        return pauses

    def _first_of(self, kind, field, value, since):
        """The earliest event of a kind about one thing, from a moment on: (time, message), or None."""
        found = [(time, data) for time, data in self._case.all(kind, **{field: value}) if time >= since]
        return min(found, key=lambda pair: pair[0], default=None)

    def _in_round(self, number, time):
        """What happens at the very moment of a reopening belongs to what came before."""
        start, following = self._rounds[number]
        return (number == 0 or time > start) and (following is None or time <= following)

    def _first_in(self, number, kind, holds=lambda data: True):
        return self._case.first(kind, lambda time, data: self._in_round(number, time) and holds(data))

    def _closed(self, number):
        """The end of the case is nobody's waiting any more; where it was no complaint nothing was promised."""
        closed = self._first_in(number, "CaseClosed")
        if closed is None:
            return None
        message = next(data for time, data in self._case.all("CaseClosed") if time == closed)
        no_complaint = message.get("closing", {}).get("finding") == "FINDING_NOT_A_COMPLAINT"
        return End(closed, "CANCELLED" if no_complaint else "STOPPED")

    def _over(self, number):
        following = self._rounds[number][1]
        return earliest(self._closed(number), following and End(following))

    def _once(self):
        case, closed = self._case, self._closed(0)
        stopped = lambda time: None if time is None else End(time)  # noqa: E731
        told, solved = case.first("CustomerTold"), case.first("IntentJudged", lambda _, data: data.get("solved"))
        response = told
        if self._channel == "REGULATOR":
            response = case.first("CaseStateChanged", lambda _, data: _is_taken_up(data))
        elif self._channel in _BY_PERSON:
            spoken = [case.first("CallReported", lambda _, data: data["outcome"] == "CALL_OUTCOME_ANSWERED")]
            spoken.append(case.first("ChatTurnReported", lambda _, data: data["speaker"] == "SPEAKER_AGENT"))
            # What is said on the telephone is typed in afterwards: answered when the clock starts, then.
            answers = [max(time, self._received) for time in spoken if time is not None]
            response = min([*answers, *([told] if told is not None else [])], default=None)
        else:
            acknowledged = case.first("NoticeSent", lambda _, data: data["kind"] == "NOTICE_KIND_ACCEPTED")
            response = min((time for time in (told, acknowledged) if time is not None), default=None)
        checked = case.first("ChecklistCompleted")
        feedback = None if told is None or checked is None else max(told, checked)
        feedback = earliest(stopped(feedback), stopped(solved))
        accepted = case.first("WorkItemAccepted", lambda _, data: data["kind"] in ("HANDLE_CASE", "TRIAGE"))
        yield "first-response", self._run("FIRST_RESPONSE", self._received, earliest(stopped(response), closed))
        yield "acceptance", self._run("ACCEPTANCE", self._received, earliest(stopped(accepted), closed))
        yield "first-feedback", self._run("FIRST_FEEDBACK", self._received, earliest(feedback, closed))

    def _resolved(self, number):
        done = (
            self._first_in(number, "CaseStateChanged", lambda data: data.get("to_state") == "STATE_CALLBACK_DUE"),
            self._first_in(number, "IntentJudged", lambda data: data.get("solved")),
            self._first_in(number, "CustomerTold", lambda data: data.get("how") == "REJECTION"),
        )
        return earliest(self._over(number), *(End(time) for time in done if time is not None))

    def _round(self, number):
        suffix = f"-{number + 1}" if number else ""
        yield "resolution" + suffix, self._run("RESOLUTION", self._rounds[number][0], self._resolved(number))
        due = min((time for time, _ in self._case.all("CallbackDue") if self._in_round(number, time)), default=None)
        if due is None:
            return
        made = [
            logs.micros(data["callback"]["call_time"])
            for _, data in self._case.all("CallbackMade")
            if _settles(data["callback"]) and self._in_round(number, logs.micros(data["callback"]["call_time"]))
        ]
        made = min((time for time in made if time >= due), default=None)
        yield "callback" + suffix, self._run("CALLBACK", due, earliest(self._over(number), made and End(made)))

    def _owed_progress(self):
        """(from, End or None): while the case is one of delay and not resolved."""
        tags = sorted((time, (data["tag"]["l1"], data["tag"].get("l2", "")) in _DELAYS) for time, data in self._case.all("CaseTagged"))
        delays, since = [], None
        for time, delayed in tags:
            if delayed and since is None:
                since = time
            elif not delayed and since is not None:
                delays.append((since, End(time, "CANCELLED")))
                since = None
        if since is not None:
            delays.append((since, None))
        return [(max(begin, start), earliest(end, self._resolved(number))) for begin, end in delays for number, (start, _) in enumerate(self._rounds)]

    def _progress(self):
        told = sorted(
            (time, data["notice"].rsplit("/", 1)[1])
            for time, data in self._case.all("NoticeSent")
            if data["kind"] in ("NOTICE_KIND_ACCEPTED", "NOTICE_KIND_PROGRESS")
        )
        owed = self._owed_progress()
        for (time, notice), following in zip(told, [*told[1:], None]):
            for begin, end in owed:
                start, end = max(begin, time), earliest(end, following and End(following[0]))
                if end is None or end.time > start:
                    yield "progress-" + notice.removeprefix("progress-"), self._run("PROGRESS", start, end)
                    break

    def _asked(self, kind, field, asked, answered):
        seen = set()
        for time, data in sorted(self._case.all(asked), key=lambda pair: pair[0]):
            if data[field] in seen or data.get("party") == "PARTY_CUSTOMER":  # of the customer: a pause of ours
                continue
            seen.add(data[field])
            answer = self._first_of(answered, field, data[field], time)
            silent = answer and answer[1].get("state") in ("STATE_DEFAULTED", "STATE_EXPIRED")
            end = answer and End(answer[0], "LAPSED" if silent else "STOPPED")
            closed = self._case.first("CaseClosed", lambda when, _, since=time: when >= since)
            yield f"{kind.lower()}-{data[field]}", self._run(kind, time, earliest(end, closed and End(closed, "CANCELLED")))

    def _granted(self):
        """What was promised to be given is owed until it is given, whatever becomes of the case."""
        for time, data in self._case.all("GrantCommitted"):
            kind = "REFUND" if data["kind"] in _MONEY else "RESHIP" if data["kind"] in _GOODS else None
            if kind is None:
                continue
            ends = [(self._first_of(how, "grant", data["grant"], time), how == "GrantPaid") for how in ("GrantPaid", "GrantFailed", "GrantReversed")]
            ends = [End(found[0], "STOPPED" if paid else "CANCELLED") for found, paid in ends if found]
            yield f"{kind.lower()}-{data['grant'].removeprefix('grants/')}", self._run(kind, time, earliest(*ends))


def _is_taken_up(move):
    """A person decided to accept a regulator's notice."""
    from_open = move.get("from_state") == "STATE_OPEN" and move.get("to_state") == "STATE_VERIFYING"
    return from_open and move.get("actor", "").startswith("agents/")


def _settles(callback):
    return callback.get("outcome") != "OUTCOME_NOT_REACHED" or callback.get("attempt", 0) >= _CALLBACK_ATTEMPTS
