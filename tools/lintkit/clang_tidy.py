#!/usr/bin/env python3
"""Runs clang-tidy over libs, domain, app and the other files without gRPC headers, two at a time; remembers what was clean.

Usage: clang_tidy.py BUILD [FILE…]. BUILD is a configured pure build (preset asan) whose headers were generated. A file is asked
again when it, a header of the tree that it includes, its command line or .clang-tidy has changed.
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
_INCLUDE = re.compile(rb'^\s*#include\s*"([^"]+)"', re.MULTILINE)
# gcc warns with options that clang does not know, and clang's sanitizer headers are not installed.
_EXTRA = ("--extra-arg=-fno-sanitize=all", "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", "--extra-arg=-Wno-everything")


def units(build):
    """The compile commands of the tree's own sources, tests apart."""
    for unit in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(unit["file"])
        if path.is_relative_to(ROOT / "libs") or path.is_relative_to(ROOT / "services"):
            if not path.name.endswith("_test.cc") and "/testing/" not in str(path):
                yield path, unit["command"]


def closure(path):
    """Every file of the tree that `path` includes, itself too."""
    seen, todo = set(), [path]
    while todo:
        part = todo.pop()
        if part not in seen:
            seen.add(part)
            todo += [ROOT / name for name in included(part) if (ROOT / name).is_file()]
    return seen


@functools.lru_cache(maxsize=None)
def included(path):
    """What a file includes, from the root of the tree."""
    return [name.decode() for name in _INCLUDE.findall(path.read_bytes())]


def stamp(path, command):
    """Changes with everything that clang-tidy reads of this tree, wherever the tree lies."""
    digest = hashlib.sha256(command.replace(str(ROOT), "").encode() + (ROOT / ".clang-tidy").read_bytes())
    for part in sorted(closure(path)):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def examine(build, cache, path, command):
    """None if clean, else what clang-tidy says."""
    mark = cache / stamp(path, command)
    if mark.exists():
        return None
    run = ["nice", "clang-tidy-14", "--quiet", "-p", str(build), *_EXTRA, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        mark.touch()
        return None
    said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if "warnings generated" not in line and "warnings treated" not in line)
    return said.replace(str(ROOT) + "/", "").strip()


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    only = {pathlib.Path(name).resolve() for name in sys.argv[2:]}
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "redress/clang-tidy"
    cache.mkdir(parents=True, exist_ok=True)
    todo = [(path, command) for path, command in units(build) if not only or path in only]
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for said in pool.map(lambda unit: examine(build, cache, *unit), todo):
            if said:
                bad += 1
                print(said + "\n", flush=True)
    print(f"clang-tidy: {len(todo)} files, {bad} with findings", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
