"""What the figures were measured on: a figure without its machine and its load says nothing."""
import os
import pathlib
import platform
import re
import shutil
import subprocess
import time

# Above this share of the cores somebody else was at work, and the figures are for a look only.
BUSY_SHARE = 0.5


def cpu_model(cpuinfo):
    """The processor's name in /proc/cpuinfo; `unknown` where the kernel does not say."""
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return found.group(1).strip() if found else "unknown"


def memory_gib(meminfo):
    """The memory in /proc/meminfo, in GiB."""
    found = re.search(r"^MemTotal:\s+(\d+) kB$", meminfo, re.MULTILINE)
    return round(int(found.group(1)) / (1 << 20), 1) if found else 0.0


def version_in(text):
    """The first thing in a program's answer that looks like a version and is no part of a longer word."""
    found = re.search(r"(?<![\w.])v?(\d+\.\d+(\.\d+)?)", text)
    return found.group(1) if found else "unknown"


def busy(load, cores):
    """True where the load average leaves less than half of the machine to the measurement."""
    return load > BUSY_SHARE * cores


def load_now():
    """What the machine does just now, before a goal begins."""
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    return {"load_average_1m": round(load, 2), "busy": busy(load, cores)}


def facts(programs, source):
    """The machine, now. `programs`: {name: path} of what is asked for its version; `source`: the checkout."""
    def read(path):
        return pathlib.Path(path).read_text(encoding="utf-8") if pathlib.Path(path).exists() else ""
    versions = {"Redress": _commit(source), **{name: _version(path) for name, path in programs.items()}}
    return {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cpu": cpu_model(read("/proc/cpuinfo")),
            "cores": len(os.sched_getaffinity(0)), "memory_gib": memory_gib(read("/proc/meminfo")), "kernel": platform.release(),
            "versions": versions, **load_now()}


def describe(machine):
    """The facts as lines for a person."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    lines = [f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']:g} GiB; Linux {machine['kernel']}; {versions}",
             f"load average {machine['load_average_1m']} at {machine['time']}"]
    if machine["busy"]:
        lines.append(f"warning: more than {BUSY_SHARE:g} × {machine['cores']} cores are at work already: the figures are for a look, not for the record")
    return lines


def _answer(command):
    if not shutil.which(str(command[0])):
        return ""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False).stdout


def _version(path):
    return version_in(_answer([path, "--version"]))


def _commit(source):
    return _answer(["git", "-C", source, "describe", "--always", "--dirty"]).strip() or "unknown"
