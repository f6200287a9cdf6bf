"""What sla says of its clocks: in its log, and when it is asked. Both in the words of the offline computation."""

import collections

from weekkit import logs, worktime
from weekkit.worktime import show

_LEVELS = {"": 0, "ESCALATION_LEVEL_AGENT": 1, "ESCALATION_LEVEL_SUPERVISOR": 2, "ESCALATION_LEVEL_MANAGER": 3}
_SEVERITIES = {"SEVERITY_ORDINARY": 1, "SEVERITY_URGENT": 2, "SEVERITY_CRITICAL": 3}


def told(stack, cases):
    """Clock name → the figures of ListClocks, by JSON through the gateway."""
    clocks = {}
    for case in cases:
        for clock in stack.json(f"/v1/{case}/clocks", "AUDITOR").get("clocks", []):
            clocks[clock["name"]] = _figures(clock)
    return clocks


def _figures(clock):
    time = lambda field: worktime.at(clock[field]) if field in clock else None  # noqa: E731
    state = clock["state"].removeprefix("CLOCK_STATE_")
    return {
        "kind": clock["kind"].removeprefix("CLOCK_KIND_"),
        "state": state,
        "start": time("startTime"),
        "due": time("dueTime"),
        "stop": time("stopTime"),
        "breach": time("dueTime") if state == "BREACHED" else None,
        "severity": _SEVERITIES[clock["severity"]],
        "target_ms": int(clock.get("targetMs", 0)),
        "spent_ms": int(clock.get("spentMs", 0)),
        "paused_ms": int(clock.get("pausedMs", 0)),
        "warned": clock.get("warnedPercent", 0),
        "level": _LEVELS[clock.get("level", "")],
    }


def should_be(course):
    """The same figures of a course that was computed."""
    return {
        "kind": course.kind,
        "state": course.state,
        "start": course.start,
        "due": course.due,
        "stop": course.stop,
        "breach": course.breach if course.state == "BREACHED" else None,
        "severity": course.severity,
        "target_ms": course.target // 1_000,
        "spent_ms": course.spent // 1_000,
        "paused_ms": course.paused // 1_000,
        "warned": course.warned[-1][1] if course.warned else 0,
        "level": course.level,
    }


def in_log(events):
    """Clock name → [(time, what)]: started, paused, resumed, warned, breached, stopped and cancelled."""
    clocks = collections.defaultdict(list)
    for event in events:
        data = event.data
        if event.kind == "ClocksStarted":
            for started in data["clocks"]:
                clocks[started["clock"]].append((logs.micros(data["start_time"]), "STARTED"))
        if "clock" not in data:
            continue
        said = clocks[data["clock"]]
        if event.kind == "ClockPaused":
            said.append((logs.micros(data["pause_time"]), "PAUSED"))
        elif event.kind == "ClockResumed":
            said.append((logs.micros(data["resume_time"]), "RESUMED"))
        elif event.kind == "ClockWarned":
            said.append((logs.micros(data["warn_time"]), f"WARNED {data['percent']}"))
        elif event.kind == "ClockBreached":
            said.append((logs.micros(data["breach_time"]), f"BREACHED {_LEVELS[data['level']]}"))
        elif event.kind == "ClockStopped":
            met = bool(data.get("met"))
            said.append((logs.micros(data["stop_time"]), "MET" if met else "LATE"))
        elif event.kind == "ClockCancelled":
            said.append((logs.micros(data["cancel_time"]), "CANCELLED"))
    return {name: sorted(_standing(said)) for name, said in clocks.items()}


def _standing(said):
    """Without what its end took back: a warning or a breach of the very moment at which it ended in time."""
    ends = {time for time, what in said if what in ("MET", "CANCELLED")}
    return [(time, what) for time, what in said if time not in ends or not what.startswith(("WARNED", "BREACHED"))]


def should_be_in_log(course):
    """The same of a course."""
    said = [(course.start, "STARTED"), *course.turns]
    said += [(time, f"WARNED {percent}") for time, percent in course.warned]
    if course.breach is not None:
        said.append((course.breach, f"BREACHED {course.level}"))
    if course.stop is not None:
        said.append((course.stop, "MET" if course.breach is None else "LATE"))
    if course.state == "CANCELLED":
        said.append((course.end, "CANCELLED"))
    return sorted(said)


def differences(expected, clocks):
    """A line for each figure of a clock that is not what it should be; `expected`, `clocks`: name → figures or history."""
    lines = []
    for name in sorted(expected.keys() | clocks.keys()):
        want, have = expected.get(name), clocks.get(name)
        if want is None or have is None:
            lines.append(f"{name}: {'there, and should not be' if want is None else 'not there'}: {_words(have or want)}")
        elif isinstance(want, dict):
            lines += [f"{name}: {key} is {_word(have[key])}, computed {_word(want[key])}" for key in want if want[key] != have[key]]
        elif want != have:
            lines.append(f"{name}: said {_words(have)}, computed {_words(want)}")
    return lines


def _word(value):
    return show(value) if isinstance(value, int) and value > 10**15 else value


def _words(history):
    if isinstance(history, dict):
        return {key: _word(value) for key, value in history.items()}
    return ", ".join(f"{what} {show(time)}" for time, what in history)
