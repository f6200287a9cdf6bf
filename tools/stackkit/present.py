"""What a person sees: progress while a stack comes up, its state as a table, where everything is."""

import sys
import time

from stackkit.layout import StackError

_PAUSE_S = 0.1


def _colour(code, text, stream=sys.stdout):
    return f"\033[{code}m{text}\033[0m" if stream.isatty() else text


class Steps:
    """Progress on stderr, one line a step with its duration."""

    def __init__(self, name, logs):
        self._name = name
        self._logs = logs
        self._started = self._step_started = time.monotonic()
        self._step = None

    def __call__(self, step):
        self._finish()
        self._step, self._step_started = step, time.monotonic()
        if sys.stderr.isatty():
            print(f"  … {step}", end="", file=sys.stderr, flush=True)

    def _finish(self, mark="✓"):
        if self._step:
            seconds = time.monotonic() - self._step_started
            start = "\r" if sys.stderr.isatty() else ""
            print(f"{start}  {_colour(32, mark, sys.stderr)} {self._step} ({seconds:.1f} s)\033[K" if start else
                  f"  {mark} {self._step} ({seconds:.1f} s)", file=sys.stderr, flush=True)
            self._step = None

    def wait_for(self, every, ask, processes, patience_s):
        """Waits until every program serves; names each that does. StackError with where to look otherwise."""
        self._finish()
        waiting, faults = list(every), {}
        deadline = time.monotonic() + patience_s
        while waiting:
            for program in list(waiting):
                faults[program.name] = ask(program)
                if faults[program.name] is None:
                    waiting.remove(program)
                    self._say_ready(program)
            if waiting and time.monotonic() > deadline:
                raise StackError(self._what_is_wrong(waiting, faults, processes()))
            time.sleep(_PAUSE_S if waiting else 0)

    def _what_is_wrong(self, waiting, faults, states):
        lines = [f"not all serve (more: tools/stack logs {waiting[0].name} --name {self._name}):"]
        for program in waiting:
            lines.append(f"  {program.name}: {states.get(program.name, {}).get('statename', 'DOWN')}, {faults[program.name]}")
            log = self._logs / f"{program.name}.log"
            lines += [f"    {line[:200]}" for line in (log.read_text(errors="replace").splitlines() if log.exists() else [])[-2:]]
        return "\n".join(lines)

    def _say_ready(self, program):
        seconds = time.monotonic() - self._started
        mark = _colour(32, "✓", sys.stderr)
        print(f"  {mark} {program.name:<18} 127.0.0.1:{program.port:<6} serves ({seconds:.1f} s)", file=sys.stderr, flush=True)

    def done(self):
        self._finish()
        print(f"  {self._name} is up after {time.monotonic() - self._started:.1f} s", file=sys.stderr)


def summary(layout, ports, options, gateway):
    """Where to go next, on stdout."""
    mode = "all-in-one" if options["all_in_one"] else "one process a service"
    rows = [
        ("stack", f"{layout.name} ({mode})"),
        ("gateway", f"{gateway}   JSON, gRPC and gRPC-Web"),
        ("prometheus", f"http://127.0.0.1:{ports['prometheus']}"),
        ("received", f"{layout.received}   what customers and people on call were sent"),
        ("tokens", f"{layout.tokens}/<ROLE>"),
        ("addresses", str(layout.env_file)),
    ]
    for name, value in rows:
        print(f"{_colour(1, f'{name:<11}')} {value}")


def status(layout, rows):
    """The table of `tools/stack status`."""
    print(f"{layout.name}  {layout.folder}")
    for row in rows:
        mark, code = ("●", 32) if row["healthy"] else ("●", 31)
        up_s = _duration(row["up_s"]) if row["up_s"] is not None else "-"
        pid = row["pid"] or "-"
        line = f" {row['process']:<18} {row['state']:<9} {pid:<8} {row['address']:<16} {up_s:>8}  {row['detail'] or 'serves'}"
        print(_colour(code, mark) + line)


def _duration(seconds):
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds} s"
