"""What giving costs: CommitGrant beside the same rows written by pgbench, and beside floor A, while what was given is paid through the reference platform beside it."""
from harness.goals import medians, store_env
from harness.load import costed, floor_a, same_rows
from harness.plan import outcome
from harness.servers import Servers, free_port, wait_until
from harness.stats import errors_of, median

# Above what this machine could give; a call without a quotation is an error, so that too few of them are noticed.
GRANTS_A_SECOND_MAX = 6000
WARM_UP_S = 2

# Orders of the shop and quotations of them, as PutOrder and Quote would have made them: a line of two pieces for ¥80, of which ¥1 is
# given back.
FILL = """
INSERT INTO platform.product VALUES ('p-bench', '', 4000, 'CNY', true, 1000000) ON CONFLICT DO NOTHING;
CREATE TEMPORARY TABLE fresh AS SELECT gen_random_uuid() AS id, '{batch}-' || n AS name FROM generate_series(1, {count}) n;
INSERT INTO platform.customer_order (order_id, customer, cancelled, create_us, pay_us, currency, paid_minor)
  SELECT name, 'customers/c-' || name, false, {now}, {now}, 'CNY', 8000 FROM fresh;
INSERT INTO platform.order_line (order_id, line, position, product, title, seller, category, perishable, quantity, paid_minor, gift_minor)
  SELECT name, '1', 1, 'p-bench', 'tea', '', 'FOOD', false, 2, 8000, 0 FROM fresh;
INSERT INTO compensation.quotation SELECT id, name, '', 'LOGISTICS', 'LOST', 'bench', repeat('0', 64), {now}, {now} + 86400000000, '{{}}', '{{}}' FROM fresh;
INSERT INTO compensation.quotation_option
  SELECT id, '1', 'REFUND', 'orders/' || name, '1', 'CNY', 100, 0, 'SPECIALIST', 86400000, '{{bench}}', 'x', 'x', '', 8000, 2, 8000 FROM fresh;
SELECT 'quotations/' || id FROM fresh;
"""
COUNTS = ("SELECT (SELECT count(*) FROM remedy_grant), (SELECT count(*) FROM ledger_entry WHERE reason = 'COMMITTED'), "
          "(SELECT count(*) FROM budget_entry), (SELECT count(*) FROM effect), (SELECT count(*) FROM request), "
          "(SELECT count(*) FROM event WHERE type = 'redress.compensation.v1.GrantCommitted')")


def _given(servers):
    """What a grant leaves behind: its row, its entry, its share of the budget, its effect, its request id, its event."""
    return [int(count) for count in servers.psql(f"SET search_path = compensation; {COUNTS}").split("|")]


def _paid(servers):
    return int(servers.psql("SELECT count(*) FROM compensation.remedy_grant WHERE state = 'PAID'"))


def _quotations(servers, batch, seconds):
    path = servers.folder / "quotations"
    count = int((seconds + WARM_UP_S) * GRANTS_A_SECOND_MAX)
    now = servers.psql("SELECT (extract(epoch FROM now()) * 1000000)::bigint")
    path.write_text(servers.psql(FILL.format(batch=batch, count=count, now=now)) + "\n")
    return path


def _settled(servers):
    """Waits until everything that was given is paid, which belongs to none of the figures; errors: what was not, or not once."""
    open_ = "SELECT count(*) FROM compensation.remedy_grant WHERE state IN ('COMMITTED', 'PAYING')"
    wait_until(lambda: servers.psql(open_) == "0", "the payment of every grant", seconds=900)
    done = int(servers.psql("SELECT count(*) FROM platform.operation WHERE state = 'SUCCEEDED'"))
    return abs(_paid(servers) - done) + abs(_paid(servers) - _given(servers)[0])


def grants(plan):
    seconds = plan.seconds(20)
    ours, half, paid, rows, floor, errors = [], [], [], [], [], 0
    with Servers() as servers:
        servers.keys()
        port, shop_port = free_port(), free_port()
        env = {**store_env(servers), "REDRESS_PEERS_COMPENSATION": f"127.0.0.1:{port}", "REDRESS_PEERS_PLATFORM": f"127.0.0.1:{shop_port}",
               "REDRESS_PLATFORM_REPORT_TO": "compensation"}
        servers.service("redress-platform", env, shop_port)
        process, _ = servers.service("redress-compensation", env, port)
        token = servers.token("services/casework", "SERVICE")
        for number in plan.repeats("CommitGrant, the same at half the rate, the same rows, floor A"):
            for runs in (ours, half):
                rate = [] if runs is ours else ["--rate", max(1, int(ours[-1]["per_second"] / 2))]
                names = _quotations(servers, f"{number}-{len(rate)}", seconds)
                servers.psql("ANALYZE compensation.quotation, compensation.quotation_option, platform.customer_order, platform.order_line")
                servers.checkpoint()
                before, paid_before = _given(servers), _paid(servers)
                run = costed([process], port, "grant", token, seconds=seconds, warm_up=WARM_UP_S, more=["--names-file", names, *rate])
                if runs is ours:
                    paid.append((_paid(servers) - paid_before) / (seconds + WARM_UP_S))
                errors += errors_of(run) + sum(abs(after - then - run["acknowledged"]) for after, then in zip(_given(servers), before))
                errors += _settled(servers)
                runs.append(run)
            servers.checkpoint()
            rows.append(same_rows(servers, seconds))
            servers.checkpoint()
            floor.append(floor_a(servers, seconds)[0])
    return outcome([run["per_second"] for run in ours], rows, "grants/s", errors, runs=plan.runs,
                   note=f"all of one budget; limits, books, effect, event, request id; p50 / p99 {medians(ours, 'p50_ms'):.1f} / {medians(ours, 'p99_ms'):.1f} ms, "
                        f"at half the rate ({median([run['per_second'] for run in half]):,.0f}/s) {medians(half, 'p50_ms'):.1f} / {medians(half, 'p99_ms'):.1f} ms; "
                        f"{median(paid):,.0f}/s were paid through the reference platform meanwhile; compensation's CPU {medians(ours, 'cpu_us'):.0f} µs a grant, "
                        f"payment included; floor A: {median(floor):,.0f}; peer: pgbench writing the same rows, a transaction a grant")
