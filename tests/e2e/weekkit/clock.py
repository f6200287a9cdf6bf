"""One clock, run second for second in thought: from what starts, pauses and ends it to what it says. Nothing of sla's code."""

import dataclasses

ORDINARY, URGENT, CRITICAL = 1, 2, 3
_WARN_PERCENTS = (50, 75, 90)


@dataclasses.dataclass(frozen=True)
class End:
    """`how`: STOPPED (in time up to the very end), LAPSED (nobody did it: in time only before the end) or CANCELLED."""

    time: int
    how: str = "STOPPED"


def earliest(*ends):
    """The first of those that there are; at one moment what stops a clock, not what cancels it."""
    order = ("STOPPED", "LAPSED", "CANCELLED")
    there = [end for end in ends if end is not None]
    return min(there, key=lambda end: (end.time, order.index(end.how))) if there else None


@dataclasses.dataclass
class Promise:
    """What is known of a clock. `severities`: (since, severity); `pauses`: (from, to); times in µs."""

    kind: str
    start: int
    end: End | None
    calendar: object
    targets: dict  # severity → working time
    severities: list
    pauses: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Course:
    """What becomes of it. `warned`: (time, percent)."""

    kind: str
    start: int
    state: str = "RUNNING"
    severity: int = ORDINARY
    target: int = 0
    breach: int | None = None
    stop: int | None = None
    spent: int = 0
    paused: int = 0
    due: int | None = None
    end: int | None = None  # when it stopped or was cancelled
    level: int = 0
    turns: list = dataclasses.field(default_factory=list)  # (time, "PAUSED" or "RESUMED")
    warned: list = dataclasses.field(default_factory=list)


class _Run:
    def __init__(self, promise, now):
        self._promise, self._course = promise, Course(promise.kind, promise.start)
        self._end = promise.end.time if promise.end else now
        self._end = max(self._end, promise.start)
        self._pauses = _joined(promise.pauses, promise.start)

    def course(self):
        course = self._course
        cuts = {course.start, self._end}
        cuts |= {time for time, _ in self._promise.severities}
        cuts |= {time for pause in self._pauses for time in pause}
        cuts = sorted(time for time in cuts if course.start <= time <= self._end)
        for begin, finish in zip(cuts, cuts[1:]):
            self._turn(begin)
            self._pass(begin, finish)
        self._finish()
        return course

    def _is_paused(self, time):
        return any(start <= time < finish for start, finish in self._pauses)

    def _severity(self, time):
        return max((severity for since, severity in self._promise.severities if since <= time), default=ORDINARY)

    def _turn(self, time):
        """Another severity, the beginning or the end of a pause."""
        course = self._course
        course.severity = self._severity(time)
        course.target = self._promise.targets[course.severity]
        paused = course.state == "PAUSED"
        if self._is_paused(time) and not paused and course.breach is None:
            course.turns.append((time, "PAUSED"))
            course.state = "PAUSED"
        elif paused and not self._is_paused(time):
            course.turns.append((time, "RESUMED"))
            course.state = "RUNNING"

    def _pass(self, begin, finish):
        course, calendar = self._course, self._promise.calendar
        work = calendar.between(begin, finish)
        if self._is_paused(begin):
            course.paused += work
            return
        if course.breach is None:
            self._warn(begin, finish)
            due = calendar.after(begin, max(course.target - course.spent, 0))
            if due < finish:
                course.breach, course.state = due, "BREACHED"
        course.spent += work

    def _warn(self, begin, finish):
        course, calendar = self._course, self._promise.calendar
        breach = calendar.after(begin, max(course.target - course.spent, 0))
        for percent in _WARN_PERCENTS:
            if any(percent <= said for _, said in course.warned):
                continue
            time = calendar.after(begin, max(course.target * percent // 100 - course.spent, 0))
            if time >= min(finish, breach):
                continue
            if course.warned and course.warned[-1][0] == time:
                course.warned.pop()  # of several at one moment the greatest
            course.warned.append((time, percent))

    def _finish(self):
        course, promise = self._course, self._promise
        course.severity = self._severity(self._end)
        course.target = promise.targets[course.severity]
        left = course.target - course.spent
        if course.breach is not None:
            course.due = course.breach
        elif not self._is_paused(self._end):
            course.due = promise.calendar.after(self._end, max(left, 0))
        if promise.end is None:
            self._turn(self._end)
            if course.breach is None and course.state == "RUNNING" and left <= 0:
                course.breach, course.state = self._end, "BREACHED"
            return
        course.end = self._end
        if promise.end.how == "CANCELLED":
            course.state = "CANCELLED"
            return
        if promise.end.how == "LAPSED" and course.breach is None and left <= 0 and not self._is_paused(self._end):
            course.breach = course.due = self._end
        course.stop = self._end
        course.state = "MET" if course.breach is None else "BREACHED"


def _joined(pauses, start):
    """In order, from `start` on, those that touch as one."""
    joined = []
    for begin, finish in sorted(pauses):
        begin = max(begin, start)
        if finish <= begin:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], finish))
        else:
            joined.append((begin, finish))
    return joined


def run(promise, now):
    """The course of a clock until `now`, the moment of the last look."""
    return _Run(promise, now).course()
