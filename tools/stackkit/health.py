"""Asks each process of a stack whether it serves, in the way that it is meant to be asked."""

import http.client
import socket
import ssl
import subprocess

from stackkit import setup

_SERVING = b"\x08\x01"  # grpc.health.v1.HealthCheckResponse{status: SERVING}


def ask(program):
    """None if the program serves, else a few words on what is wrong. Takes two seconds at most."""
    kind, _, where = program.health.partition(" ")
    try:
        return _ASK[kind](where)
    except (OSError, http.client.HTTPException, subprocess.SubprocessError) as fault:
        return _short(fault)


def _http(where):
    address, _, path = where.partition("/")
    return _get(http.client.HTTPConnection(address, timeout=2), path)


def _https(where):
    address, _, path = where.partition("/")
    # The question is whether it serves, not whether its name is right.
    return _get(http.client.HTTPSConnection(address, timeout=2, context=ssl._create_unverified_context()), path)


def _get(connection, path):
    try:
        connection.request("GET", "/" + path)
        status = connection.getresponse().status
        return None if status == 200 else f"HTTP {status}"
    finally:
        connection.close()


def _grpc(where):
    """One unary call of grpc.health.v1.Health/Check for the whole server: an empty message in, two bytes out."""
    command = ["curl", "-sS", "--max-time", "2", "--http2-prior-knowledge", "-H", "content-type: application/grpc", "-H", "te: trailers"]
    command += ["--data-binary", "@-", f"http://{where}/grpc.health.v1.Health/Check"]
    done = subprocess.run(command, input=b"\0\0\0\0\0", capture_output=True, check=False, timeout=5)
    if done.returncode != 0:
        return "no connection" if done.returncode == 7 else f"no answer ({done.returncode})"
    return None if done.stdout[5:] == _SERVING else "not serving yet"


def _redis(where):
    host, _, port = where.partition(":")
    with socket.create_connection((host, int(port)), timeout=2) as connection:
        connection.sendall(b"PING\r\n")
        answer = connection.recv(64)
        return None if answer.startswith(b"+PONG") else answer.decode(errors="replace").strip()


def _postgresql(where):
    host, _, port = where.partition(":")
    command = [str(setup.PG_BIN / "pg_isready"), "-q", "-h", host, "-p", port, "-d", "redress", "-t", "2"]
    code = subprocess.run(command, check=False, timeout=5).returncode
    return {0: None, 1: "starting", 2: "no answer"}.get(code, f"pg_isready {code}")


def _short(fault):
    if isinstance(fault, ConnectionRefusedError):
        return "no connection"
    return (str(fault) or type(fault).__name__)[:60]


_ASK = {"http": _http, "https": _https, "grpc": _grpc, "redis": _redis, "postgresql": _postgresql}
