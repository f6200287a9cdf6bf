"""What was handed in, one JSON line a message, and the first answer to each idempotency key.

Folder: <way>.jsonl for each way. A line is written before its answer is given, so that a receiver that was killed knows after its
next start what it took. Thread safe.
"""

import dataclasses
import datetime
import hashlib
import json
import threading


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the sender is told: an HTTP status and a JSON object."""

    status: int
    body: dict


class Inbox:
    def __init__(self, folder, now=lambda: datetime.datetime.now(datetime.timezone.utc)):
        self._folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._answers = {}  # (way, key) → (digest of the body, answer)
        self._counts = {}
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.glob("*.jsonl")):
            self._read(file)

    def _read(self, file):
        whole = bytearray()
        for line in file.read_bytes().splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break  # half a line of one that was killed: nobody was told that it was taken
            whole += line
            self._remember(json.loads(line))
        if len(whole) != file.stat().st_size:
            file.write_bytes(whole)

    def _remember(self, entry):
        self._counts[entry["way"]] = self._counts.get(entry["way"], 0) + 1
        if entry["key"]:
            self._answers[entry["way"], entry["key"]] = (entry["digest"], Answer(200, {"id": entry["id"]}))

    def former(self, way, key, body):
        """The answer that was given to this key, 409 if it came with another body; None for a new one."""
        with self._lock:
            return self._former(way, key, body)

    def _former(self, way, key, body):
        if (way, key) not in self._answers:
            return None
        digest, answer = self._answers[way, key]
        return answer if digest == _digest(body) else Answer(409, {"reason": "KEY_REUSED", "message": "this key came with another body"})

    def take(self, way, key, body):
        """Stores a message (bytes of a JSON object) unless its key was there before. An empty key is no key."""
        with self._lock:
            if key and (former := self._former(way, key, body)):
                return former
            entry = {
                "id": f"{way}-{self._counts.get(way, 0) + 1}",
                "way": way,
                "key": key,
                "digest": _digest(body),
                "received_time": self._now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "message": json.loads(body),
            }
            with open(self._folder / f"{way}.jsonl", "ab") as file:
                file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            self._remember(entry)
            return Answer(200, {"id": entry["id"]})

    def refuse(self, way, key, body):
        """Refuses a message for good: the same key gets the same refusal, until a restart."""
        with self._lock:
            if former := self._former(way, key, body):
                return former
            answer = Answer(422, {"reason": "REFUSED", "message": "not taken, and never will be"})
            self._answers[way, key] = (_digest(body), answer)
            return answer


def _digest(body):
    return hashlib.sha256(body).hexdigest()
