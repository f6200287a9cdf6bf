"""The goals that measure one process: runs ours and the peer in turn (A B A B …); what they mean is in docs/benchmarks.md.

An audit of the rows belongs to each durable goal: what was acknowledged must be there, or the goal counts an error.
"""
import subprocess
import time

from harness.load import costed, floor_a, load
from harness.plan import outcome
from harness.servers import BIN, Servers, free_port, rss_mib, wait_until
from harness.stats import errors_of, median


def bare_echo(servers):
    """The echo with nothing around it; gives (process, port)."""
    bare = servers.start([BIN / "bench-bare-echo"], "bare-echo", stdout=subprocess.PIPE)
    return bare, int(bare.stdout.readline())


def kit_echo(servers):
    """The echo in the server kit; gives (process, port, token). RuntimeError where it lets in whoever has no token."""
    kit, port = servers.service("bench-kit-echo", {})
    refused_without_token(port)
    return kit, port, servers.token("backends/bench", "BACKEND")


def refused_without_token(port):
    """What lets everybody in is not what is to be measured."""
    stranger = load(port, "echo-later", seconds=0.2, warm_up=0, channels=1, in_flight=1)
    if stranger["acknowledged"] or not stranger["errors"] or any(not kind.startswith("16 ") for kind in stranger["failures"]):
        raise RuntimeError(f"a call without a token is not refused as such: {stranger}")


def medians(runs, key):
    return median([run[key] for run in runs])


def store_env(servers):
    return {"REDRESS_PG_CONNECTION": servers.postgres(), "REDRESS_REDIS_ADDRESS": servers.redis()}


def _intake(servers):
    """PostgreSQL, Redis and intake alone; gives its port, process and a token."""
    servers.keys()
    process, port = servers.service("redress-intake", store_env(servers))
    token = servers.token("backends/bench", "BACKEND")
    load(port, "submit", token, seconds=0.5, warm_up=1)
    return port, process, token


def _stored(servers):
    return int(servers.psql("SELECT count(*) FROM intake.complaint"))


def _audit(servers, before, acknowledged):
    """Errors: acknowledged complaints that are not there, or events and requests that are not one a complaint."""
    stored = _stored(servers)
    events = int(servers.psql("SELECT count(*) FROM intake.event WHERE type = 'redress.intake.v1.ComplaintReceived'"))
    requests = int(servers.psql("SELECT count(*) FROM intake.request"))
    return abs(stored - before - acknowledged) + abs(events - stored) + abs(requests - stored)


def g1(plan):
    seconds = plan.seconds(10)
    floor, later, sync = [], [], []
    with Servers() as servers:
        servers.keys()
        bare, bare_port = bare_echo(servers)
        kit, kit_port, token = kit_echo(servers)
        for _ in plan.repeats("bare echo, kit callback, kit synchronous"):
            floor.append(costed([bare], bare_port, "echo-later", seconds=seconds))
            later.append(costed([kit], kit_port, "echo-later", token, seconds=seconds))
            sync.append(costed([kit], kit_port, "echo", token, seconds=seconds))
    costs = " / ".join(f"{medians(runs, 'cpu_us'):.1f}" for runs in (later, sync, floor))
    return outcome([[run["per_second"] for run in runs] for runs in (later, sync)], [run["per_second"] for run in floor], "req/s",
                   sum(map(errors_of, floor + later + sync)), runs=plan.runs,
                   note=f"callback / synchronous, token and role checked; server's CPU µs a call: {costs} (bare)")


def g2(plan):
    seconds = plan.seconds(20)
    ours, floor, errors = [], [], 0
    with Servers() as servers:
        port, process, token = _intake(servers)
        for _ in plan.repeats("submit, floor A"):
            before = _stored(servers)
            servers.checkpoint()
            run = costed([process], port, "submit", token, seconds=seconds)
            errors += errors_of(run) + _audit(servers, before, run["acknowledged"])
            ours.append(run)
            servers.checkpoint()
            floor.append(floor_a(servers, seconds)[0])
    return outcome([run["per_second"] for run in ours], floor, "acked/s", errors, runs=plan.runs,
                   note=f"encrypted, idempotent, with its event; p50 / p99 {medians(ours, 'p50_ms'):.1f} / {medians(ours, 'p99_ms'):.1f} ms, "
                        f"intake's CPU {medians(ours, 'cpu_us'):.0f} µs a complaint; peer: floor A")


def g2b(plan):
    seconds = plan.seconds(10)
    one = {"warm_up": 1, "channels": 1, "in_flight": 1}
    ours, floor, parts, errors = [], [], [], 0
    with Servers() as servers:
        port, _, token = _intake(servers)
        _, bare_port = bare_echo(servers)
        for _ in plan.repeats("one client: submit, echo, floor A"):
            before = _stored(servers)
            servers.checkpoint()
            run = load(port, "submit", token, seconds=seconds, **one)
            errors += errors_of(run) + _audit(servers, before, run["acknowledged"])
            ours.append(run["p50_ms"])
            echo = load(bare_port, "echo-later", seconds=seconds / 2, **one)
            errors += errors_of(echo)
            servers.checkpoint()
            parts.append((echo["p50_ms"], floor_a(servers, seconds, clients=1)[1]))
            floor.append(sum(parts[-1]))
    echo_ms, floor_ms = (median(column) for column in zip(*parts))
    return outcome(ours, floor, "p50 ms", errors, runs=plan.runs, smaller_is_better=True,
                   note=f"one client; peer: echo's p50 {echo_ms:.3f} + floor A's p50 with one client {floor_ms:.3f}; lower is better")


def g14(plan):
    seconds, held = plan.seconds(60, 5), plan.seconds(600, 20)
    with Servers() as servers:
        port, _, token = _intake(servers)
        before = _stored(servers)
        plan.say(f"{seconds} s undisturbed")
        calm = load(port, "submit", token, seconds=seconds)
        snapshot = servers.start(["psql", "-X", "-q", "-h", "127.0.0.1", "-p", servers.pg_port, "-U", "redress", "-d", "redress", "-c",
                                  "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM intake.complaint; "
                                  f"SELECT pg_sleep({held + 120})"], "snapshot")

        def holds():
            return servers.psql("SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND query LIKE '%pg_sleep%' "
                                "AND pid <> pg_backend_pid()") == "1"
        wait_until(holds, "the snapshot")
        parts = []
        for third in (1, 2, 3):
            plan.say(f"a snapshot is held, third {third} of {held} s")
            parts.append(load(port, "submit", token, seconds=held / 3, warm_up=0))
        lost = 0 if holds() else 1  # a snapshot that went away has proved nothing
        servers.stop(snapshot)
        everything = [calm, *parts]
        errors = lost + sum(map(errors_of, everything)) + _audit(servers, before, sum(run["acknowledged"] for run in everything))
    rates = [run["per_second"] for run in parts]
    answer = outcome(rates, [calm["per_second"]], "acked/s", errors, runs=1,
                     note=f"a snapshot held for {held} s; last third ÷ first third {rates[2] / max(rates[0], 1e-9):.2f}; peer: ourselves undisturbed")
    return {**answer, "spread": None}


SERVICES = ("intake", "classification", "routing", "casework", "compensation", "sla", "outreach", "analytics")


def suite(servers, env, names=SERVICES):
    """The processes of the suite, all of them or these; gives {name: (process, port, seconds from start to serving)}.

    Keys and `env` are there already. They follow each other's events in circles, so that each is told the ports of all.
    """
    ports = {name: free_port() for name in SERVICES}
    peers = {f"REDRESS_PEERS_{name.upper()}": f"127.0.0.1:{port}" for name, port in ports.items()}
    started = {}
    for name in names:
        own = ports[name]
        begin = time.monotonic()
        process, port = servers.service(f"redress-{name}", {**env, **peers}, own)
        started[name] = (process, port, time.monotonic() - begin)
    return started


def start(plan):
    """From start to serving, as health says it, first on an empty database and then again; and resident memory, idle."""
    figures = []
    for _ in plan.repeats("each process twice"):
        with Servers() as servers:
            servers.keys()
            env = store_env(servers)
            first = suite(servers, env)
            for process, _, _ in first.values():
                servers.stop(process)
            again = suite(servers, env)
            figures.append([took for _, _, took in again.values()] + [rss_mib(process.pid) for process, _, _ in again.values()]
                           + [took for _, _, took in first.values()])
    return outcome([list(column) for column in zip(*figures)], None, "s, MiB, s", 0, runs=plan.runs, smaller_is_better=True,
                   note=f"{', '.join(again)}: seconds from start to serving; MiB resident when idle; seconds of the first start, which makes the tables")
