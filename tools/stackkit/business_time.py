"""The business time of a stack, from `REDRESS_BUSINESS_TIME`: the system's clock, or a file that is stepped (µs since 1970)."""

import pathlib
import struct
import time


def stepped(where):
    """Seconds since 1970 where the time is stepped; None where it is the clock's."""
    path = _file(where)
    return struct.unpack("=q", path.read_bytes())[0] / 1e6 if path else None


def now(where):
    """Seconds since 1970."""
    seconds = stepped(where)
    return time.time() if seconds is None else seconds


def advance(where, seconds):
    """Steps it on; nothing where it is the clock's. In place, as every service has the file open."""
    path = _file(where)
    if path:
        with open(path, "r+b") as file:
            file.write(struct.pack("=q", round((stepped(where) + seconds) * 1e6)))


def _file(where):
    kind, _, path = where.partition(":")
    return pathlib.Path(path) if kind == "file" else None
