"""One function a goal of the goals page: runs ours and the peer in turn (A B A B …) and gives medians.

Each gives {"ours", "peer", "ratio", "unit", "errors", "runs", "note"}. An audit of the rows belongs to each durable goal: what was
acknowledged must be there, or the goal counts an error.
"""
import subprocess
import time

from harness.load import floor_a, load, median
from harness.servers import BIN, Servers, rss_mib, wait_until


def _plan(quick, seconds=10):
    return (1, 3) if quick else (5, seconds)


def _bare_echo(servers):
    bare = servers.start([BIN / "bench-bare-echo"], "bare-echo", stdout=subprocess.PIPE)
    return int(bare.stdout.readline())


def _intake(servers):
    """PostgreSQL, Redis and intake alone; gives its port, process and a token."""
    servers.keys()
    env = {"REDRESS_PG_CONNECTION": servers.postgres(), "REDRESS_REDIS_ADDRESS": servers.redis()}
    process, port, _ = servers.service("redress-intake", env)
    token = servers.token("backends/bench", "BACKEND")
    wait_until(lambda: _serves(port, token), "intake's readiness")
    load(port, "submit", token, seconds=0.5, warm_up=1)
    return port, process, token


def _serves(port, token):
    try:
        return load(port, "submit", token, seconds=0.2, warm_up=0, channels=1, in_flight=1)["errors"] == 0
    except RuntimeError:
        return False


def _stored(servers):
    return int(servers.psql("SELECT count(*) FROM intake.complaint"))


def _audit(servers, before, acknowledged):
    """Errors: acknowledged complaints that are not there, or events that are not one a complaint."""
    stored = _stored(servers) - before
    events = int(servers.psql("SELECT count(*) FROM intake.event WHERE type = 'redress.intake.v1.ComplaintReceived'"))
    return abs(stored - acknowledged) + abs(events - _stored(servers))


def g1(quick):
    runs, seconds = _plan(quick)
    with Servers() as servers:
        servers.keys()
        bare = _bare_echo(servers)
        _, kit, _ = servers.service("bench-kit-echo", {})
        token = servers.token("backends/bench", "BACKEND")
        floor, later, sync, errors = [], [], [], 0
        for _ in range(runs):
            floor.append(load(bare, "echo-later", seconds=seconds))
            later.append(load(kit, "echo-later", token, seconds=seconds))
            sync.append(load(kit, "echo", token, seconds=seconds))
        errors = sum(run["errors"] for run in floor + later + sync)
        peer = median([run["per_second"] for run in floor])
        ours = [median([run["per_second"] for run in kind]) for kind in (later, sync)]
    return {"ours": ours, "peer": peer, "ratio": [figure / peer for figure in ours], "unit": "req/s", "errors": errors, "runs": runs,
            "note": "callback / synchronous, token and role checked, against a bare callback echo"}


def g2(quick):
    runs, seconds = _plan(quick, 20)
    with Servers() as servers:
        port, _, token = _intake(servers)
        ours, floor, errors, p99 = [], [], 0, []
        for _ in range(runs):
            before = _stored(servers)
            run = load(port, "submit", token, seconds=seconds)
            errors += run["errors"] + _audit(servers, before, run["acknowledged"])
            ours.append(run["per_second"])
            p99.append(run["p99_ms"])
            floor.append(floor_a(servers, seconds)[0])
    return {"ours": median(ours), "peer": median(floor), "ratio": median(ours) / median(floor), "unit": "acked/s", "errors": errors, "runs": runs,
            "note": f"encrypted, idempotent, with its event; p99 {median(p99):.1f} ms; peer: floor A"}


def g2b(quick):
    runs, seconds = _plan(quick)
    with Servers() as servers:
        port, _, token = _intake(servers)
        bare = _bare_echo(servers)
        ours, floor, errors = [], [], 0
        for _ in range(runs):
            before = _stored(servers)
            run = load(port, "submit", token, seconds=seconds, warm_up=1, channels=1, in_flight=1)
            errors += run["errors"] + _audit(servers, before, run["acknowledged"])
            ours.append(run["p50_ms"])
            echo = load(bare, "echo-later", seconds=seconds / 2, warm_up=1, channels=1, in_flight=1)
            floor.append(echo["p50_ms"] + floor_a(servers, seconds, clients=1)[1])
    return {"ours": median(ours), "peer": median(floor), "ratio": median(ours) / median(floor), "unit": "p50 ms", "errors": errors, "runs": runs,
            "note": "one client; peer: echo p50 + floor A's latency with one client (lower is better)"}


def g14(quick):
    runs, seconds = (1, 5) if quick else (1, 60)
    held = 20 if quick else 600
    with Servers() as servers:
        port, _, token = _intake(servers)
        before = _stored(servers)
        calm = load(port, "submit", token, seconds=seconds)
        snapshot = servers.start(["psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(servers.pg_port), "-U", "redress", "-d", "redress", "-c",
                                  "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM intake.complaint; "
                                  f"SELECT pg_sleep({held + 60})"], "snapshot")
        wait_until(lambda: servers.psql("SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND query LIKE '%pg_sleep%' "
                                        "AND pid <> pg_backend_pid()") != "0", "the snapshot")
        third = held / 3
        parts = [load(port, "submit", token, seconds=third, warm_up=0) for _ in range(3)]
        snapshot.terminate()
        everything = [calm, *parts]
        errors = sum(run["errors"] for run in everything) + _audit(servers, before, sum(run["acknowledged"] for run in everything))
        ours = median([run["per_second"] for run in parts])
    flat = parts[2]["per_second"] / parts[0]["per_second"]
    return {"ours": ours, "peer": calm["per_second"], "ratio": ours / calm["per_second"], "unit": "acked/s", "errors": errors, "runs": runs,
            "note": f"a snapshot held for {held} s; last third ÷ first third {flat:.2f}; peer: ourselves undisturbed"}


def _suite(servers):
    """All processes of the suite; gives {name: (process, seconds to serve)} and the intake port."""
    servers.keys()
    env = {"REDRESS_PG_CONNECTION": servers.postgres(), "REDRESS_REDIS_ADDRESS": servers.redis()}
    started = {}
    ports = {}
    for name in ("intake", "classification", "routing"):
        begin = time.monotonic()
        process, ports[name], metrics = servers.service(f"redress-{name}", {
            **env, **{f"REDRESS_PEERS_{other.upper()}": f"127.0.0.1:{port}" for other, port in ports.items()}})
        started[name] = (process, time.monotonic() - begin, metrics)
    return started, ports


def start(quick):
    """Start-up time and resident memory of each process, idle."""
    del quick
    with Servers() as servers:
        started, _ = _suite(servers)
        seconds = [round(took, 3) for _, took, _ in started.values()]
        memory = [round(rss_mib(process.pid), 1) for process, _, _ in started.values()]
    return {"ours": [*seconds, *memory], "peer": None, "ratio": None, "unit": "s, MiB", "errors": 0, "runs": 1,
            "note": "seconds until it serves, then MiB resident: " + ", ".join(started)}


ALL = {"G1": g1, "G2": g2, "G2b": g2b, "G14": g14, "start": start}
