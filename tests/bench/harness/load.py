"""The load client and floor A."""
import json
import re
import statistics
import subprocess

from harness.servers import BIN, PG_BIN

FLOOR_A_TABLE = """
CREATE TABLE IF NOT EXISTS floor_a (id uuid PRIMARY KEY, key uuid NOT NULL UNIQUE, customer text NOT NULL, body text NOT NULL,
                                    created_time timestamptz NOT NULL DEFAULT now());
CREATE INDEX IF NOT EXISTS floor_a_customer ON floor_a (customer, created_time);
"""
FLOOR_A_STATEMENT = ("INSERT INTO floor_a (id, key, customer, body) VALUES (gen_random_uuid(), gen_random_uuid(), "
                     "'c' || (random()*1000000)::int, repeat('投诉', 34));\n")


def load(port, method, token=None, seconds=10, warm_up=2, channels=4, in_flight=64, rate=0):
    command = [BIN / "bench-load", "--target", f"127.0.0.1:{port}", "--method", method, "--seconds", str(seconds), "--warm-up", str(warm_up),
               "--channels", str(channels), "--in-flight", str(in_flight), "--rate", str(rate)]
    if token:
        command += ["--token-file", token]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"bench-load failed: {done.stderr or done.stdout}")
    return json.loads(done.stdout)


def floor_a(servers, seconds=20, clients=32):
    """pgbench as goals.md says it; gives (transactions a second, mean latency in ms)."""
    servers.psql(FLOOR_A_TABLE)
    script = servers.folder / "floor_a.sql"
    script.write_text(FLOOR_A_STATEMENT)
    done = subprocess.run([str(PG_BIN / "pgbench"), "-n", "-c", str(clients), "-j", "2" if clients > 1 else "1", "-M", "prepared", "-T", str(seconds), "-f",
                           str(script), "-h", "127.0.0.1", "-p", str(servers.pg_port), "-U", "redress", "redress"],
                          check=True, capture_output=True, text=True).stdout
    tps = float(re.search(r"tps = ([\d.]+)", done).group(1))
    latency = float(re.search(r"latency average = ([\d.]+)", done).group(1))
    if "number of failed transactions: 0 " not in done:
        raise RuntimeError("floor A had failures")
    return tps, latency


def median(values):
    return statistics.median(values)
