"""Faults that are switched on at run time, as those of tools/platform are, and whether one strikes now. A restart ends them."""

import dataclasses
import random
import threading

WAYS = ("sms", "push", "email", "alerts")
KINDS = {
    "DOWN": "nothing is taken (503; SMTP 421)",
    "SLOW": "the answer waits for delay_ms",
    "REFUSE": "the message is refused for good (422; SMTP 550)",
    "ERROR_BEFORE": "an error, and the message is not taken (503; SMTP 451)",
    "ERROR_AFTER": "the message is taken, and the connection ends without an answer",
    "RECEIPT_FAILED": "sms, push: the receipt says that it did not arrive",
    "RECEIPT_LOST": "sms, push: no receipt comes",
    "RECEIPT_TWICE": "sms, push: the receipt comes twice",
}
_DELAY_MS_MAX = 600_000


class FaultError(Exception):
    """A fault that cannot be; the message names every bad field."""


@dataclasses.dataclass
class Fault:
    """One fault: always, for the next `count` times, or with a `probability`; of one way, or (empty) of all."""

    kind: str
    way: str = ""
    count: int = None
    probability: float = None
    delay_ms: int = 0
    hits: int = 0

    @classmethod
    def of(cls, fields):
        """From JSON. FaultError names every bad field at once."""
        if not isinstance(fields, dict):
            raise FaultError("a fault is an object")
        made = cls(**{"kind": None, **{name: value for name, value in fields.items() if name in _SETTABLE}})
        wrong = [f"{name}: no such field" for name in fields if name not in _SETTABLE]
        wrong += [f"{name}: {what}" for name, what, good in made._rules() if not good]
        if wrong:
            raise FaultError("; ".join(wrong))
        return made

    def _rules(self):
        count, chance, delay = self.count, self.probability, self.delay_ms
        yield "kind", f"one of {', '.join(KINDS)}", self.kind in KINDS
        yield "way", f"one of {', '.join(WAYS)}, or empty for all", self.way in ("", *WAYS)
        yield "count", "1 or more", count is None or (_whole(count) and count >= 1)
        yield "probability", "above 0, at most 1", chance is None or (_number(chance) and 0 < chance <= 1)
        yield "probability", "not together with count", count is None or chance is None
        yield "delay_ms", f"1 to {_DELAY_MS_MAX}, of SLOW only", (
            _whole(delay) and (1 <= delay <= _DELAY_MS_MAX if self.kind == "SLOW" else delay == 0)
        )


_SETTABLE = ("kind", "way", "count", "probability", "delay_ms")


def _whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value):
    return _whole(value) or isinstance(value, float)


class FaultBoard:
    """The faults of one receiver. Thread safe."""

    def __init__(self, chance=random.random):
        self._chance = chance
        self._faults = {}
        self._lock = threading.Lock()

    def set(self, fault):
        """In the place of the former one of its kind and way, with no hits yet."""
        with self._lock:
            self._faults[fault.kind, fault.way] = fault

    def clear(self):
        """Ends all of them."""
        with self._lock:
            self._faults.clear()

    def list(self):
        """As JSON takes them, by kind and way."""
        with self._lock:
            return [dataclasses.asdict(fault) for _, fault in sorted(self._faults.items())]

    def strike(self, kind, way):
        """The fault, where one of this kind strikes a message of this way now; None otherwise. A strike is counted."""
        with self._lock:
            for fault in (self._faults.get((kind, way)), self._faults.get((kind, ""))):
                if fault is None or (fault.count is not None and fault.hits >= fault.count):
                    continue
                if fault.probability is None or self._chance() < fault.probability:
                    fault.hits += 1
                    return fault
        return None
