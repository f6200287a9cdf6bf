"""The logs of a stack, read by gRPC (redressctl, past the gateway) and by JSON through it: both ways tell the same events."""

import base64
import collections
import dataclasses
import json

from weekkit import worktime

SOURCES = ("intake", "routing", "casework", "compensation", "sla", "outreach")


class LogError(Exception):
    """What is wrong with a log, in words."""


@dataclasses.dataclass(frozen=True)
class Event:
    """One fact. `kind`: the name of its message; `data`: its fields; `time`: of the envelope, in µs."""

    source: str
    kind: str
    case: str
    time: int
    partition: int
    sequence: int
    data: dict


def read(stack, messages):
    """All events, each log in its order: source → [Event]. LogError where the two ways differ, or a log has a gap."""
    logs = {}
    for source in SOURCES:
        by_grpc = [json.loads(line) for line in stack.ctl("events", "read", source, "--limit", "0").splitlines()]
        by_json = _by_json(stack, source)
        place = lambda envelope: (envelope.get("partition", 0), int(envelope["sequence"]))  # noqa: E731
        if sorted(by_grpc, key=place) != sorted(by_json, key=place):
            raise LogError(f"{source}: the gateway's JSON tells other events than gRPC")
        logs[source] = [_event(envelope, messages) for envelope in sorted(by_grpc, key=place)]
        _check_gapless(source, logs[source])
    return logs


def _by_json(stack, source):
    events = []
    for partition, head in enumerate(stack.json(f"/v1/events/{source}/head", "AUDITOR")["sequences"]):
        after = 0
        while after < int(head):
            page = stack.json(f"/v1/events/{source}:read?partition={partition}&after_sequence={after}&page_size=1000", "AUDITOR")
            events += page["events"]
            after = int(page["events"][-1]["sequence"])
    return events


def _event(envelope, messages):
    data = messages.decode(envelope["type"], base64.b64decode(envelope.get("data", "")))
    return Event(
        envelope["source"],
        envelope["type"].rsplit(".", 1)[1],
        envelope["subject"],
        worktime.at(envelope["time"]),
        envelope.get("partition", 0),
        int(envelope["sequence"]),
        data,
    )


def _check_gapless(source, events):
    seen = collections.defaultdict(list)
    for event in events:
        seen[event.partition].append(event.sequence)
    for partition, sequences in seen.items():
        if sequences != list(range(1, len(sequences) + 1)):
            raise LogError(f"{source}: partition {partition} has a gap or an event twice")


def micros(timestamp):
    """A Timestamp of a message as microseconds since 1970."""
    return timestamp.get("seconds", 0) * worktime.SECOND + timestamp.get("nanos", 0) // 1_000
