"""The load clients and floor A."""
import json
import pathlib
import subprocess

from harness.servers import BIN, PG_BIN
from harness.stats import cpu_ticks, parse_pgbench, parse_pgbench_log, percentile

FLOOR_A_TABLE = """
DROP TABLE IF EXISTS floor_a;
CREATE TABLE floor_a (id uuid PRIMARY KEY, key uuid NOT NULL UNIQUE, customer text NOT NULL, body text NOT NULL,
                      created_time timestamptz NOT NULL DEFAULT now());
CREATE INDEX floor_a_customer ON floor_a (customer, created_time);
"""
FLOOR_A_STATEMENT = ("INSERT INTO floor_a (id, key, customer, body) VALUES (gen_random_uuid(), gen_random_uuid(), "
                     "'c' || (random()*1000000)::int, repeat('投诉', 34));\n")


def run_json(command):
    """Runs a program of ours that prints one line of JSON. RuntimeError with its last words otherwise."""
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{pathlib.Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-1000:]}")
    return json.loads(done.stdout)


def load(port, method, token=None, seconds=10, warm_up=2, channels=4, in_flight=64, more=()):
    """Runs bench-load, a closed loop unless `more` flags say otherwise; gives what it prints."""
    command = [BIN / "bench-load", "--target", f"127.0.0.1:{port}", "--method", method, "--seconds", seconds, "--warm-up", warm_up,
               "--channels", channels, "--in-flight", in_flight, *more]
    return run_json(command + (["--token-file", token] if token else []))


def costed(processes, *arguments, **options):
    """load(), and under `cpu_us` the CPU time that these processes took for each call, warm-up included."""
    before = _cpu_us(processes)
    run = load(*arguments, **options)
    run["cpu_us"] = (_cpu_us(processes) - before) / max(run["acknowledged"], 1)
    return run


def _cpu_us(processes):
    # A tick is 10 ms on every Linux that has not been built otherwise (sysconf(_SC_CLK_TCK) = 100).
    return sum(cpu_ticks(pathlib.Path(f"/proc/{process.pid}/stat").read_text()) for process in processes) * 10_000


def floor_a(servers, seconds=20, clients=32):
    """pgbench as docs/benchmarks.md says it, into an empty table, after a warm-up as ours has; gives (transactions a second, median latency in ms).

    The median is taken from pgbench's log, which one client alone can afford to write; with more it is None.
    """
    servers.psql(FLOOR_A_TABLE)
    script = servers.folder / "floor_a.sql"
    script.write_text(FLOOR_A_STATEMENT)
    command = [PG_BIN / "pgbench", "-n", "-c", clients, "-j", 2 if clients > 1 else 1, "-M", "prepared", "-f", script, "-h", "127.0.0.1",
               "-p", servers.pg_port, "-U", "redress"]
    _pgbench([*command, "-T", 2, "redress"], servers.folder)
    if clients > 1:
        return _pgbench([*command, "-T", seconds, "redress"], servers.folder), None
    for old in servers.folder.glob("pgbench_log.*"):
        old.unlink()
    tps = _pgbench([*command, "-T", seconds, "--log", "redress"], servers.folder)
    latencies = [one for path in servers.folder.glob("pgbench_log.*") for one in parse_pgbench_log(path.read_text())]
    return tps, percentile(latencies, 0.5)


def _pgbench(command, folder):
    return parse_pgbench(subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, cwd=folder).stdout)
