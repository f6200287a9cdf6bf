"""What a change of a case costs: AdvanceCase beside floor A, and how long it takes at half of that load."""
from harness.goals import medians, store_env, suite
from harness.load import costed, floor_a, load
from harness.plan import outcome
from harness.servers import Servers, wait_until
from harness.stats import errors_of, median

CASES = 2000
# Above the number of calls in flight, so that no two calls of one case meet.
assert CASES > 4 * 64


def _advanced(servers):
    """Changes that are in the trail, and that were said."""
    trail = int(servers.psql("SELECT count(*) FROM casework.audit WHERE what = 'STATE_CHANGED'"))
    said = int(servers.psql("SELECT count(*) FROM casework.event WHERE type = 'redress.casework.v1.CaseStateChanged'"))
    return trail, said


def _cases(servers, started):
    """Complaints through intake until casework has opened enough cases; gives the file with their names, a batch for each run."""
    _, intake, _ = started["intake"]
    backend = servers.token("backends/bench", "BACKEND")
    opened = lambda: int(servers.psql("SELECT count(*) FROM casework.case_file"))  # noqa: E731
    while int(servers.psql("SELECT count(*) FROM intake.complaint")) < CASES:
        load(intake, "submit", backend, seconds=0.5, warm_up=0)
    wait_until(lambda: opened() == int(servers.psql("SELECT count(*) FROM intake.complaint")), "the opening of every case", seconds=300)
    path = servers.folder / "cases"
    path.write_text(servers.psql(f"SELECT 'cases/' || case_number FROM casework.case_file ORDER BY 1 LIMIT {CASES}") + "\n")
    return path


def _reset(servers):
    """Every case where the first call of a run expects it."""
    servers.psql("UPDATE casework.case_file SET state = 'OPEN' WHERE state IN ('VERIFYING', 'INVESTIGATING')")


def advance(plan):
    seconds = plan.seconds(20)
    ours, half, floor, errors = [], [], [], 0
    with Servers() as servers:
        servers.keys()
        started = suite(servers, store_env(servers))
        process, port, _ = started["casework"]
        flags = ["--names-file", _cases(servers, started)]
        token = servers.token("agents/a-bench", "SUPERVISOR")
        for _ in plan.repeats("AdvanceCase, the same at half the rate, floor A"):
            for runs, more in ((ours, []), (half, ["--rate", None])):
                if more:
                    more = ["--rate", max(1, int(ours[-1]["per_second"] / 2))]
                _reset(servers)
                before = _advanced(servers)
                servers.checkpoint()
                run = costed([process], port, "advance", token, seconds=seconds, more=flags + more)
                errors += errors_of(run) + sum(abs(after - then - run["acknowledged"]) for after, then in zip(_advanced(servers), before))
                runs.append(run)
            servers.checkpoint()
            floor.append(floor_a(servers, seconds)[0])
    return outcome([run["per_second"] for run in ours], floor, "changes/s", errors, runs=plan.runs,
                   note=f"lock, read, decide, audit trail, event, request id; p50 / p99 {medians(ours, 'p50_ms'):.1f} / {medians(ours, 'p99_ms'):.1f} ms, "
                        f"at half the rate ({median([run['per_second'] for run in half]):,.0f}/s) {medians(half, 'p50_ms'):.1f} / {medians(half, 'p99_ms'):.1f} ms; "
                        f"casework's CPU {medians(ours, 'cpu_us'):.0f} µs a change; peer: floor A")
