"""Where a stack lives: its name, folder, user and ports. No state but in the stack's own folder."""

import dataclasses
import fcntl
import hashlib
import json
import os
import pathlib
import pwd
import random
import re
import socket
import subprocess

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
USER = "redress"
SERVICES = ("intake", "classification", "routing", "casework", "compensation", "sla", "outreach", "analytics")
# What runs beside the suite in both modes and is no part of it: the shop that it serves.
BESIDE = ("platform",)
# Whom the shop tells of the end of what it was asked for, where the stack runs them.
REPORTED_TO = ("compensation", "casework")
# Below the ephemeral range, so that an outgoing connection cannot take a port between two starts.
_PORTS = range(20000, 32000)


class StackError(Exception):
    """Something that the person at the keyboard must know; the message says what to do."""


def default_name():
    """One stack a checkout: the folder's name and six digits of its path's hash."""
    word = re.sub("[^a-z0-9]+", "-", CHECKOUT.name.lower()).strip("-")[:20] or "redress"
    return f"{word}-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:6]}"


def user_home():
    """Where a user's stacks, or root's links to them, are found by redressctl."""
    state = os.environ.get("XDG_STATE_HOME") or str(pathlib.Path.home() / ".local/state")
    return pathlib.Path(os.environ.get("REDRESS_STACK_HOME") or state + "/redress")


def stacks_home():
    """The folder of all stacks: /var/lib/redress for root, else below the user's home. REDRESS_STACK_HOME overrides."""
    if os.geteuid() == 0 and not os.environ.get("REDRESS_STACK_HOME"):
        return pathlib.Path("/var/lib/redress")
    return user_home()


@dataclasses.dataclass(frozen=True)
class Layout:
    """Paths and identity of one stack. Nothing is created by looking at it."""

    name: str
    folder: pathlib.Path

    @classmethod
    def of(cls, name):
        name = name or os.environ.get("REDRESS_STACK_NAME") or default_name()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
            raise StackError(f"a stack's name is 1 to 40 of a-z, 0-9 and dashes, not {name!r}")
        return cls(name, stacks_home() / name)

    def __getattr__(self, part):
        if part in ("bin", "conf", "data", "keys", "logs", "received", "secrets", "share", "tokens"):
            return self.folder / part
        raise AttributeError(part)

    @property
    def id(self):
        """Marks the stack's processes in their environment."""
        return hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]

    @property
    def run(self):
        """Sockets and pid files; their paths must stay below 108 characters."""
        inside = self.folder / "run"
        return inside if len(str(inside)) < 80 else pathlib.Path(f"/tmp/redress-{os.geteuid()}-{self.id}")

    @property
    def env_file(self):
        return self.folder / "stack.env"

    @property
    def state_file(self):
        return self.folder / "stack.json"

    def exists(self):
        return self.state_file.exists()

    def state(self):
        """What was decided at the last `up`: mode, ports, versions."""
        try:
            return json.loads(self.state_file.read_text())
        except FileNotFoundError:
            return {}

    def account(self):
        """The user that everything of the stack runs as: `redress` for root, else the caller."""
        return pwd.getpwnam(USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())

    def lock(self):
        """Held while one command changes the stack. Give the result a name: closing it releases."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = open(self.folder / ".lock", "w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            raise StackError(f"another tools/stack is at work on {self.name}") from None
        return handle


def run_as(layout, command, **options):
    """Runs a program as the stack's user, in its folder; gives its stdout. StackError with its last words otherwise."""
    if os.geteuid() == 0:
        account = layout.account()
        options.update(user=account.pw_uid, group=account.pw_gid, extra_groups=[])
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(layout.folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    environment["REDRESS_STACK_ID"] = layout.id
    options = {"cwd": layout.folder, "env": environment, "text": True, "capture_output": True, **options}
    done = subprocess.run([str(part) for part in command], **options)
    if done.returncode != 0:
        words = (done.stderr or done.stdout or "").strip().splitlines()[-5:]
        raise StackError(f"{pathlib.Path(str(command[0])).name} failed ({done.returncode}): " + " | ".join(words))
    return done.stdout


def choose_ports(layout, names, running):
    """A port for each name: the former one while nobody else has it, else a free one that no other stack has reserved.

    The former ones of a running stack are taken by itself and stay.
    """
    former = layout.state().get("ports", {})
    taken = _reserved_by_others(layout)
    candidates = iter(random.sample(_PORTS, len(_PORTS)))
    ports = {}
    for name in names:
        port = former.get(name)
        if port is None or port in taken or not (running or _free(port)):
            port = next(p for p in candidates if p not in taken and p not in former.values() and _free(p))
        ports[name] = port
        taken.add(port)
    return ports


def _reserved_by_others(layout):
    reserved, own = set(), layout.folder.resolve()
    for state in layout.folder.parent.glob("*/stack.json"):
        if state.parent.resolve() != own:  # the link `default` may lead here too
            try:
                reserved.update(json.loads(state.read_text()).get("ports", {}).values())
            except (OSError, ValueError):
                continue  # a stack that is being made or removed
    return reserved


_unused = iter(random.sample(_PORTS, len(_PORTS)))


def free_port():
    """A port on loopback that nobody has: for a test's own server. None is given twice, nor one that an outgoing connection may have."""
    return next(port for port in _unused if _free(port))


def _free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # old connections that linger do not count
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False
