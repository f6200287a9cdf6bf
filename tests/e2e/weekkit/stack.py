"""A stack of the test's own whose business time is stepped, and a week played on it by the demo's client."""

import hashlib
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from stackkit import business_time  # noqa: E402

_TIMEOUT_S = 600


class StackError(Exception):
    """What a program of the stack said, in words."""


def _run(command, home=None):
    environment = {**os.environ, **({"REDRESS_STACK_HOME": str(home)} if home else {})}
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=_TIMEOUT_S, env=environment)
    if done.returncode != 0:
        raise StackError(f"{' '.join(str(word) for word in command)}: {(done.stdout + done.stderr).strip()}")
    return done.stdout


class Stack:
    """One private stack under a folder of its own, removed by `remove`. A run that was killed is cleaned up by the next one."""

    def __init__(self, name, mode, binaries):
        place = hashlib.sha256(f"{binaries} {mode}".encode()).hexdigest()[:12]
        self._home = pathlib.Path(f"/tmp/redress-week-{os.geteuid()}-{place}")
        self._name, self._binaries = name, pathlib.Path(binaries)
        self.env = {}
        self.remove()
        self._home.mkdir(mode=0o755, exist_ok=True)
        _run([ROOT / "tools/stack", "up", "--name", name, f"--{mode}", "--stepped-time", "--build", self._binaries.parent], self._home)
        self.file = self._home / name / "stack.env"
        self.env = dict(part.split("=", 1) for part in shlex.split(self.file.read_text(encoding="utf-8")))

    def remove(self):
        if (self._home / self._name).exists():
            _run([ROOT / "tools/stack", "reset", "--yes", "--name", self._name], self._home)
            shutil.rmtree(self._home / self._name, ignore_errors=True)
        if self._home.exists() and not any(self._home.iterdir()):
            self._home.rmdir()

    def now(self):
        """Its business time, in µs."""
        return round(business_time.stepped(self.env["REDRESS_BUSINESS_TIME"]) * 1e6)

    def step_to(self, micros):
        business_time.advance(self.env["REDRESS_BUSINESS_TIME"], (micros - self.now()) / 1e6)

    def play(self, lines, *options):
        """The demo's result for programs. StackError where the week did not go through, or left something undone."""
        source, result = self._home / self._name / "week.jsonl", self._home / self._name / "week.json"
        source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        roster = ROOT / "services/routing/data/roster.yaml"
        command = [self._binaries / "redress-demo", "--stack", self.file, "--roster", roster, "--input", source, "--json", result, *options]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=_TIMEOUT_S)
        if done.returncode != 0 or "left undone" in done.stderr:
            raise StackError(f"the week does not go through: {done.stderr[-4000:]}")
        return json.loads(result.read_text(encoding="utf-8"))

    def ctl(self, *words):
        """What redressctl prints with --json."""
        return _run([self._binaries / "redressctl", "--json", "--timeout", "60s", "--stack", self.file, *words])

    def tool(self, name, *words):
        """A program of tools/ on this stack: exit status and what it printed."""
        environment = {**os.environ, "REDRESS_STACK_HOME": str(self._home)}
        command = [str(ROOT / "tools" / name), *(str(word) for word in words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S, env=environment)
        return done.returncode, done.stdout + done.stderr

    def json(self, path, role):
        """The answer of the gateway to a GET with a token of this role."""
        token = pathlib.Path(self.env["REDRESS_TOKENS_DIR"], role).read_text(encoding="utf-8").strip()
        request = urllib.request.Request(self.env["REDRESS_GATEWAY"] + path, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def pages(self, path, field, role):
        """All of a listing, page by page."""
        items, token = [], ""
        while True:
            page = self.json(f"{path}?page_size=100&page_token={token}", role)
            items += page.get(field, [])
            token = page.get("nextPageToken", "")
            if not token:
                return items

    def sql(self, statement):
        """The rows of a query."""
        rows = _run(["psql", self.env["REDRESS_PG"], "-X", "-A", "-t", "-F", "\t", "-c", statement])
        return [row.split("\t") for row in rows.splitlines()]
