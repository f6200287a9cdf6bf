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


# The rows that one grant leaves behind, as compensation stores them, in tables of their own with the same columns, checks, indexes and
# foreign keys (of ten thousand quotations, so that no two clients meet at one).
SAME_ROWS_TABLES = """
DROP SCHEMA IF EXISTS floor_grants CASCADE; CREATE SCHEMA floor_grants; CREATE SEQUENCE floor_grants.log;
""" + "".join(f"CREATE TABLE floor_grants.{table} (LIKE compensation.{table} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS INCLUDING INDEXES);\n"
              for table in ("quotation_option", "request", "remedy_grant", "budget_entry", "ledger_entry", "effect", "event")) + """
INSERT INTO floor_grants.quotation_option
  SELECT lpad(to_hex(n), 32, '0')::uuid, '1', 'REFUND', 'orders/' || n, '1', 'CNY', 100, 0, 'SPECIALIST', 86400000, '{bench}', 'x', 'x', '', 8000, 2, 8000
  FROM generate_series(0, 9999) n;
ALTER TABLE floor_grants.remedy_grant ADD FOREIGN KEY (quotation, option_id) REFERENCES floor_grants.quotation_option;
ALTER TABLE floor_grants.budget_entry ADD FOREIGN KEY (grant_id) REFERENCES floor_grants.remedy_grant;
ALTER TABLE floor_grants.ledger_entry ADD FOREIGN KEY (grant_id) REFERENCES floor_grants.remedy_grant;
ANALYZE floor_grants.quotation_option;
"""
SAME_ROWS_TRANSACTION = """
\\set n random(1, 9000000000000000000)
BEGIN;
INSERT INTO floor_grants.request (caller, request_id, method, body_hash, answer_name, answer_etag) VALUES ('services/casework', gen_random_uuid(),
  'redress.compensation.v1.CommitGrantRequest', decode(md5(:n::text), 'hex'), 'grants/' || gen_random_uuid(), '1');
INSERT INTO floor_grants.remedy_grant (id, partition, case_number, customer, quotation, option_id, kind, entitlement, order_name, line, l1, l2, occurrence,
  currency, amount_minor, quantity, category, budget, state, proposer, plan_hash, alone, day, commit_us, version)
  VALUES (lpad(to_hex(:n::bigint), 32, '0')::uuid, :n::bigint % 64, 'c-' || :n::bigint, '', lpad(to_hex(:n::bigint % 10000), 32, '0')::uuid, '1', 'REFUND',
  'MAKE_GOOD', 'orders/' || :n::bigint, '1', 'LOGISTICS', 'LOST', 1, 'CNY', 100, 0, 'refund', '2026-11-refund', 'COMMITTED', 'a-' || :n::bigint % 10000,
  repeat('0', 64), true, '2026-11-22', (extract(epoch FROM now()) * 1000000)::bigint, 1);
INSERT INTO floor_grants.budget_entry (budget, slice, amount_minor, grant_id)
  VALUES ('2026-11-refund', :n::bigint % 32, 100, lpad(to_hex(:n::bigint), 32, '0')::uuid);
INSERT INTO floor_grants.ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)
  VALUES (lpad(to_hex(:n::bigint), 32, '0')::uuid, 'COMMITTED', 'expense-refund', 'liability', 'CNY', 100, (extract(epoch FROM now()) * 1000000)::bigint);
INSERT INTO floor_grants.effect (kind, subject, occurrence, useless_after, payload)
  VALUES ('platform.operation', 'orders/' || :n::bigint || '/lines/1/causes/LOGISTICS.LOST/MAKE_GOOD', '1', now(), decode(repeat('6f', 47), 'hex'));
INSERT INTO floor_grants.event (partition, sequence, type, subject, time, traceparent, after, data) VALUES (:n::bigint % 64, nextval('floor_grants.log'),
  'redress.compensation.v1.GrantCommitted', 'cases/c-' || :n::bigint, now(), '00-00000000000000000000000000000001-0000000000000001-00', '', decode(repeat('00', 120), 'hex'));
COMMIT;
"""


def same_rows(servers, seconds=20, clients=32):
    """pgbench with one transaction a grant that writes the same rows, one statement each, with no check, lock or sum before them; transactions a
    second. Compensation's tables must be there."""
    servers.psql(SAME_ROWS_TABLES)
    script = servers.folder / "same_rows.sql"
    script.write_text(SAME_ROWS_TRANSACTION)
    command = [PG_BIN / "pgbench", "-n", "-c", clients, "-j", 2, "-M", "prepared", "-f", script, "-h", "127.0.0.1", "-p", servers.pg_port, "-U", "redress"]
    _pgbench([*command, "-T", 2, "redress"], servers.folder)
    return _pgbench([*command, "-T", seconds, "redress"], servers.folder)


def _pgbench(command, folder):
    return parse_pgbench(subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, cwd=folder).stdout)
