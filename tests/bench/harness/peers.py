"""The engines that G7b and G7c are measured against. They are fetched from Maven and npm into a cache of their own, at the first run that
wants them; nothing else needs them. An engine that cannot be had is told, and the others are measured."""
import os
import pathlib
import shutil
import subprocess

from harness.servers import BIN, SOURCE

PEERS = SOURCE / "tests" / "bench" / "peers"
CACHE = pathlib.Path(os.environ.get("REDRESS_BENCH_PEERS", SOURCE / ".cache" / "bench-peers"))
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def ours():
    return [BIN / "bench-dmn"]


def _fetched(source, command, mark):
    """The folder in the cache where `command` put its things; it runs only where `source` is another than at its last success."""
    folder = CACHE / mark
    stamp = folder / "stamp"
    text = source.read_text()
    if not stamp.exists() or stamp.read_text() != text:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(source, folder)
        subprocess.run([str(part) for part in command], cwd=folder, check=True, capture_output=True, timeout=550)
        stamp.write_text(text)
    return folder


def drools():
    folder = _fetched(PEERS / "pom.xml", ["mvn", "-B", "-q", COPY, "-DoutputDirectory=lib"], "drools")
    return ["java", "-XX:+UseSerialGC", "-cp", f"{folder / 'lib'}/*", PEERS / "DroolsBench.java"]


def _npm():
    return _fetched(PEERS / "package.json", ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], "npm")


def zen():
    return ["node", PEERS / "bench.mjs", "zen"]


def logic():
    return ["node", PEERS / "bench.mjs", "logic"]


def available(names, say):
    """{name: command of (folder, seconds)} of those that can be had, and a list of what could not, with why."""
    found, missing = {}, []
    for name in names:
        try:
            say(f"fetches {name}, if it is not there yet")
            if name == "drools":
                start, rest = drools(), []
            else:
                start, rest = {"zen": zen, "logic": logic}[name](), [_npm()]
            found[name] = (start, rest)
        except (OSError, subprocess.SubprocessError) as fault:
            missing.append(f"{name} could not be had ({type(fault).__name__})")
    return found, missing


def run(command, folder, seconds):
    """Runs one engine over a folder: {model: decisions a second}, empty without a measurement."""
    start, rest = command
    done = subprocess.run([str(part) for part in [*start, folder, seconds, *rest]], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{start[0]}: {done.stderr.strip()[-500:]}")
    return {name: float(rate) for name, rate in (line.split() for line in done.stdout.splitlines())}
