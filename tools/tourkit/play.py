"""Plays the steps against a running stack and notes what was asked, answered and said in the logs of the services."""

import base64
import dataclasses
import datetime
import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from stackkit import business_time
from tourkit import letters

_PATIENCE_S = 90
_QUIET_S = 1.5  # no event for so long: the step has no further consequence
_BETWEEN_S = 10  # an offer lasts 60 s
_APPROVER = "agents/tour-supervisor"


class TourError(Exception):
    """The tour cannot go on; the message says at which call."""


@dataclasses.dataclass
class Played:
    """What became of one step. `path` and `body` as sent."""

    step: object
    path: str
    body: dict
    answer: dict
    events: list = dataclasses.field(default_factory=list)
    letters: list = dataclasses.field(default_factory=list)


class Player:
    """One run. `env`: the stack's addresses; `decode`: type name and bytes of an event → its JSON."""

    def __init__(self, env, sources, decode):
        self._env = env
        self._sources = sources
        self._decode = decode
        self._tokens = {}
        self._read_to = {}
        self._letters = set()
        self.context = {}

    def play(self, steps, order, customer, now):
        """Yields each step when it and what it caused are over. `now`: business time as a datetime."""
        tomorrow = (now + datetime.timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.context.update(order=order, customer=customer, tomorrow=tomorrow)
        for step in steps:
            yield self._step(step)
            business_time.advance(self._env["REDRESS_BUSINESS_TIME"], _BETWEEN_S)  # where it does not go by itself

    def bring_in(self, team):
        """Whoever of a team is not there comes to work."""
        agents = self._call("MANAGER", "GET", f'/v1/agents?filter=team = "{team}"', None).get("agents", ())
        if not agents:
            raise TourError(f"{team} has no agents: tools/demo brings staff in")
        for agent in agents:
            if agent.get("presence") != "PRESENCE_ONLINE":
                self._call("ADMIN", "POST", f"/v1/{agent['name']}:setPresence", self._request({"presence": "PRESENCE_ONLINE"}))

    def _step(self, step):
        path = step.path.format(**self.context)
        body = self._request(step.body(self.context)) if step.body else None
        answer = self._ask(step, path, body)
        step.keep(self.context, answer)
        if step.wait:
            self._await(f"{self.context['case']} to be {step.wait}", lambda: self._case()["state"] == step.wait)
        return Played(step, path, body, answer, self._new_events(), self._new_letters())

    def _request(self, body):
        return {"requestId": str(uuid.uuid4()), **body} if "case" not in body else body

    def _case(self):
        return self._call("MANAGER", "GET", f"/v1/{self.context['case']}", None)

    def _ask(self, step, path, body):
        if step.until is None:
            return self._call(step.who, step.verb, path, body)
        found = []

        def asked():
            found[:] = [self._call(step.who, step.verb, path, body)]
            try:
                return step.until(found[0])
            except (KeyError, IndexError):
                return False

        self._await(step.title, asked)
        return found[0]

    def _await(self, what, ask):
        deadline = time.monotonic() + _PATIENCE_S
        while not ask():
            if time.monotonic() > deadline:
                raise TourError(f"waited {_PATIENCE_S} s in vain: {what}")
            time.sleep(0.2)

    def _call(self, who, verb, path, body):
        place, _, query = path.partition("?filter=")
        address = self._env["REDRESS_GATEWAY"] + place + (f"?filter={urllib.parse.quote(query)}" if query else "")
        request = urllib.request.Request(address, method=verb, headers={"authorization": f"Bearer {self._token(who)}"})
        request.data = json.dumps(body).encode() if body is not None else None
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise TourError(f"{who}: {verb} {path}: {refused.code} {refused.read().decode(errors='replace')[:600]}") from None

    def _token(self, who):
        if who not in self._tokens:
            if who == "AGENT":
                self._tokens[who] = self._mint(self.context["agent"], "SPECIALIST")
            elif who == "APPROVER":
                self._tokens[who] = self._mint(_APPROVER, "SUPERVISOR")
            else:
                with open(f"{self._env['REDRESS_TOKENS_DIR']}/{who}", encoding="ascii") as file:
                    self._tokens[who] = file.read().strip()
        return self._tokens[who]

    def _mint(self, subject, role):
        """A token for a person; an agent's own teams are known to routing, an approver's are all that could be asked for."""
        teams = [team["name"] for team in self._call("MANAGER", "GET", "/v1/teams", None).get("teams", ())]
        command = [self._env["REDRESS_BIN_DIR"] + "/redressctl", "token", "--key", self._env["REDRESS_KEYS_DIR"], "--ttl", "1h"]
        command += ["--sub", subject, "--role", role] + [part for team in teams for part in ("--team", team)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def _new_events(self):
        """What the services said about the case since the last step; returns when they are quiet."""
        found, quiet_since = [], time.monotonic()
        while time.monotonic() - quiet_since < _QUIET_S:
            fresh = [event for source in self._sources for event in self._read(source)]
            if fresh:
                found, quiet_since = found + fresh, time.monotonic()
            time.sleep(0.1)
        mine = [event for event in found if event["subject"] == self.context["case"]]
        return in_causal_order(mine)

    def _new_letters(self):
        """What the customer got since the last step."""
        fresh = [letter for letter in letters.of_case(self._env, self.context["case"]) if letter.name not in self._letters]
        self._letters.update(letter.name for letter in fresh)
        return fresh

    def _read(self, source):
        after = self._read_to.get(source, 0)
        path = f"/v1/events/{source}:read?partition={self.context['partition']}&afterSequence={after}"
        events = self._call("AUDITOR", "GET", path, None).get("events", [])
        for event in events:
            self._read_to[source] = max(self._read_to.get(source, 0), int(event["sequence"]))
            event["json"] = self._decode(event["type"], base64.b64decode(event.get("data", "")))
        return events


def in_causal_order(events):
    """By what each author had applied (`after`) and by sequence; where that leaves a choice, by time."""
    waiting, ordered = list(events), []
    while waiting:
        ready = [event for event in waiting if not any(_precedes(other, event) for other in waiting if other is not event)]
        first = min(ready or waiting, key=lambda event: (event["time"], event["source"], int(event["sequence"])))
        waiting.remove(first)
        ordered.append(first)
    return ordered


def _precedes(one, other):
    sequence = int(one["sequence"])
    if one["source"] == other["source"]:
        return sequence < int(other["sequence"])
    applied = {position["source"]: int(position.get("sequence", 0)) for position in other.get("after", ())}
    return sequence <= applied.get(one["source"], 0)
