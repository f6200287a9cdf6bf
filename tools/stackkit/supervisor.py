"""Talks to the supervisord of one stack, and finds that stack's processes if supervisord itself was killed."""

import http.client
import os
import pathlib
import resource
import signal
import socket
import time
import xmlrpc.client

from stackkit.layout import StackError, run_as


# They write their titles over their environment.
_SERVERS = ("postgres", "redis-server", "redis-check-rdb", "redis-check-aof")


class _SocketTransport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self._path = path

    def make_connection(self, host):
        connection = http.client.HTTPConnection("localhost", timeout=70)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(70)
        connection.sock.connect(self._path)
        return connection


class Supervisor:
    """supervisord of a stack. Methods raise StackError; `alive` never does."""

    def __init__(self, layout):
        self._layout = layout
        self._socket = layout.run / "supervisor.sock"

    def _rpc(self):
        return xmlrpc.client.ServerProxy("http://localhost", transport=_SocketTransport(str(self._socket))).supervisor

    def alive(self):
        try:
            return self._rpc().getState()["statename"] == "RUNNING"
        except (OSError, xmlrpc.client.Error, http.client.HTTPException):
            return False

    def start(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # inherited: the gateway holds a file a connection
        run_as(self._layout, ["/usr/bin/supervisord", "-c", self._layout.conf / "supervisord.conf"], umask=0o027)

    def processes(self):
        """What supervisord knows of each process, by name; empty when it does not run."""
        try:
            return {info["name"]: info for info in self._rpc().getAllProcessInfo()}
        except (OSError, xmlrpc.client.Error, http.client.HTTPException):
            return {}

    def update(self):
        """Takes over a changed configuration: new processes start, removed ones stop, changed ones restart."""
        added, changed, removed = self._rpc().reloadConfig()[0]
        for name in removed + changed:
            self._rpc().stopProcessGroup(name)
            self._rpc().removeProcessGroup(name)
        for name in changed + added:
            self._rpc().addProcessGroup(name)
        return set(added + changed)

    def act(self, verb, name):
        """`start`, `stop` or `restart` of one process. Waits until it is done."""
        if self.alive() and name not in self.processes():
            raise StackError(f"{self._layout.name} has no process {name}: {', '.join(self.processes())}")
        try:
            if verb in ("stop", "restart") and self.processes().get(name, {}).get("statename") in ("RUNNING", "STARTING", "BACKOFF"):
                self._rpc().stopProcess(name)
            if verb in ("start", "restart"):
                self._rpc().startProcess(name, False)
        except xmlrpc.client.Fault as fault:
            raise StackError(f"{verb} {name}: {fault.faultString}") from None
        except OSError:
            raise StackError(f"{self._layout.name} is not up") from None

    def shut_down(self, patience_s=90):
        """Stops everything, the suite before its databases; what a killed supervisord left behind as well."""
        if self.alive():
            self._rpc().shutdown()
        deadline = time.monotonic() + patience_s
        while self.alive() or (left := self._left_over()):
            if not self.alive():
                last_words = signal.SIGKILL if time.monotonic() > deadline - 30 else signal.SIGINT
                for pid in left:
                    _signal(pid, last_words)
            if time.monotonic() > deadline:
                raise StackError(f"processes do not end: {sorted(self._left_over())}")
            time.sleep(0.2)

    def _left_over(self):
        """Pids of this stack: those with its mark in their environment, and servers that overwrote theirs, by their folder."""
        mark = f"REDRESS_STACK_ID={self._layout.id}".encode()
        found = set()
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                marked = mark in (folder / "environ").read_bytes().split(b"\0")
                program = pathlib.Path(os.readlink(folder / "exe")).name
                inside = pathlib.Path(os.readlink(folder / "cwd")).is_relative_to(self._layout.folder)
            except OSError:
                continue  # it has ended, or is not ours to look at
            if (marked or (inside and program in _SERVERS)) and int(folder.name) != os.getpid():
                found.add(int(folder.name))
        return found


def _signal(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
