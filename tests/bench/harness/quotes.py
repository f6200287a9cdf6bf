"""What asking costs: Quote and EvaluatePolicy at fixed rates beside echoes of the same size, and a simulation of a policy over a million quotations of the past."""
import time

from harness.goals import bare_echo, store_env
from harness.load import costed
from harness.plan import outcome
from harness.servers import Servers, free_port, wait_until
from harness.stats import errors_of, median

RATES = (500, 1000, 2000, 3000, 4000, 5000)
ORDERS = 20_000
TRIALS = 20_000  # as bench-load has them (tests/bench/calls.cc)
P99_MS = 2.0

# Orders of the shop as PutOrder would have made them: two pieces for ¥80, delivered a day ago, four days late.
ORDERS_OF_THE_SHOP = """
INSERT INTO platform.product VALUES ('p-bench', '', 4000, 'CNY', true, 1000000) ON CONFLICT DO NOTHING;
INSERT INTO platform.customer_order (order_id, customer, cancelled, create_us, pay_us, currency, paid_minor)
  SELECT 'q' || n, 'customers/c' || n, false, {now} - 9 * {day}, {now} - 9 * {day}, 'CNY', 8000 FROM generate_series(1, {count}) n;
INSERT INTO platform.order_line (order_id, line, position, product, title, seller, category, perishable, quantity, paid_minor, gift_minor)
  SELECT 'q' || n, '1', 1, 'p-bench', 'tea', '', 'FOOD', false, 2, 8000, 0 FROM generate_series(1, {count}) n;
INSERT INTO platform.delivery (order_id, delivery, position, lines, carrier, waybill, warehouse, state, ship_us, promised_us, deliver_us)
  SELECT 'q' || n, 'd1', 0, '{{1}}', 'sf', 'w' || n, 'w1', 'DELIVERED', {now} - 8 * {day}, {now} - 5 * {day}, {now} - {day}
  FROM generate_series(1, {count}) n;
ANALYZE platform.customer_order, platform.order_line, platform.delivery;
SELECT 'orders/q' || n FROM generate_series(1, {count}) n;
"""
DAY_US = 86_400_000_000
# One quotation, a million times over the past thirty days: of other cases, paid and late otherwise each; without the options and the
# explanations, which a simulation makes again.
PAST = """
INSERT INTO compensation.quotation (quotation, case_number, customer, l1, l2, policy_version, hash, create_us, expire_us, fact_names, fact_values)
  SELECT gen_random_uuid(), 's-' || n, '', q.l1, q.l2, q.policy_version, q.hash, {now} - (n % 2592000) * 1000000::bigint, {now}, q.fact_names,
         ARRAY(SELECT CASE WHEN f.name ~ ':hours_late$' THEN (n % 200)::text ELSE f.value END
               FROM unnest(q.fact_names, q.fact_values) WITH ORDINALITY f (name, value, place) ORDER BY f.place)
  FROM generate_series(1, {count}) n, (SELECT * FROM compensation.quotation LIMIT 1) q;
INSERT INTO compensation.policy_version
  SELECT 2, repeat('2', 64), 'agents/bench', 'coupons of 12 % for delays', {now};
INSERT INTO compensation.policy_file
  SELECT 2, name, replace(body, 'order_paid * 10 / 100', 'order_paid * 12 / 100') FROM compensation.policy_file WHERE version = 1;
ANALYZE compensation.quotation;
"""


def _start(servers):
    """PostgreSQL, Redis, compensation and the reference platform; gives compensation's process and port, and the platform's process."""
    servers.keys()
    port, shop_port = free_port(), free_port()
    env = {**store_env(servers), "REDRESS_PEERS_COMPENSATION": f"127.0.0.1:{port}", "REDRESS_PEERS_PLATFORM": f"127.0.0.1:{shop_port}"}
    shop, _ = servers.service("redress-platform", env, shop_port)
    process, _ = servers.service("redress-compensation", env, port)
    return process, port, shop


def _now(servers):
    return int(servers.psql("SELECT (extract(epoch FROM now()) * 1000000)::bigint"))


def _orders(servers, count):
    path = servers.folder / "orders"
    path.write_text(servers.psql(ORDERS_OF_THE_SHOP.format(now=_now(servers), day=DAY_US, count=count)) + "\n")
    return path


def _kept(servers):
    """Quotations, those of them that have an option, and request ids."""
    counts = ("SELECT (SELECT count(*) FROM quotation), (SELECT count(DISTINCT quotation) FROM quotation_option), (SELECT count(*) FROM request)")
    return [int(count) for count in servers.psql(f"SET search_path = compensation; {counts}").split("|")]


def _asker(servers, process, port, method, token, costing, more=()):
    """Runs one of the two methods at a rate: `lost` is what was kept and should not be, or should be and is not; `wrong` counts answers."""
    keeps = method == "quote"

    def run_at(rate, seconds, warm_up=2):
        servers.checkpoint()
        before = _kept(servers)
        run = costed([process, *costing], port, method, token, seconds=seconds, warm_up=warm_up, more=[*more, "--rate", rate])
        run["lost"] = sum(abs(after - then - (run["acknowledged"] if keeps else 0)) for after, then in zip(_kept(servers), before))
        run["wrong"] = 0 if keeps else run["errors"]
        run["whole"] = not errors_of(run) and run["answered"] == rate * seconds
        return run
    return run_at


def _floor(bare, seconds, token, size):
    """Runs an echo without anything of ours: the same client, token, bytes there and back; at a rate, or as many as it can."""
    process, port = bare
    same = ["--text", "x" * size["request_bytes"], "--answer-bytes", size["answer_bytes"]]

    def run(*rate):
        return costed([process], port, "echo-later", token, seconds=seconds, warm_up=1, more=[*same, *rate])
    return run


def _figures(runs):
    """By rate: p50, p99, CPU µs a call and calls a second, the medians of the repeats."""
    return {rate: tuple(median([run[key] for run in repeats]) for key in ("p50_ms", "p99_ms", "cpu_us", "per_second")) for rate, repeats in runs.items()}


class Side:
    """One method at every rate, each time beside an echo of as many bytes."""

    def __init__(self, ask, bare, seconds, token):
        self.ask, self.seconds = ask, seconds
        self.size = ask(RATES[0], 1, 1)
        self.floor = _floor(bare, seconds / 2, token, self.size)
        self.runs, self.echoes = {rate: [] for rate in RATES}, {rate: [] for rate in RATES}

    def measure(self, rate):
        self.runs[rate].append(self.ask(rate, self.seconds))
        self.echoes[rate].append(self.floor("--rate", rate))

    def whole(self):
        """The rates at which all were answered, in every repeat."""
        return [rate for rate in RATES if all(run["whole"] for run in self.runs[rate])]

    def best(self):
        return max(self.whole(), default=RATES[0])

    def p99s(self):
        return [run["p99_ms"] for run in self.runs[self.best()]]

    def errors(self):
        asked, echoed = sum(self.runs.values(), []), sum(self.echoes.values(), [])
        return (0 if self.whole() else 1) + sum(run["lost"] + run["wrong"] for run in asked) + sum(map(errors_of, echoed))

    def words(self):
        figures, floors, whole = _figures(self.runs), _figures(self.echoes), self.whole()
        rates = "; ".join(f"{rate:,}/s {figures[rate][0]:.2f} / {figures[rate][1]:.2f} ({floors[rate][0]:.2f} / {floors[rate][1]:.2f})"
                          + ("" if rate in whole else f" (of {figures[rate][3]:,.0f}/s; others refused)") for rate in RATES)
        good = max((rate for rate in whole if figures[rate][1] < P99_MS), default=0)
        return (f"{self.size['request_bytes']} bytes there, {self.size['answer_bytes']:,} back: {rates}; highest rate with p99 below {P99_MS:g} ms: "
                f"{good:,}/s (goal: 5,000); CPU of the servers {figures[self.best()][2]:.0f} µs a call at {self.best():,}/s, of the echo's {floors[self.best()][2]:.0f}")


def quote(plan):
    """The goal is 5,000 a second with a p99 below 2 ms. Two methods: Quote reads the order and keeps what it promised; EvaluatePolicy takes the
    facts from its caller and keeps nothing. Beyond what it can do the service refuses, which is said: the figure is of the highest rate at which
    it refused nobody, in no repeat. The peer is an echo of as many bytes at the same rate, which says what the machine and the client give."""
    seconds, most = plan.seconds(6), []
    with Servers() as servers:
        process, port, shop = _start(servers)
        bare = bare_echo(servers)
        casework, backend = servers.token("services/casework", "SERVICE"), servers.token("backends/platform", "BACKEND")
        kept = Side(_asker(servers, process, port, "quote", casework, [shop], ["--names-file", _orders(servers, ORDERS)]), bare, seconds, casework)
        stated = Side(_asker(servers, process, port, "evaluate", backend, []), bare, seconds, backend)
        servers.psql("ANALYZE compensation.quotation, compensation.quotation_option, compensation.request")
        for _ in plan.repeats("EvaluatePolicy, Quote and echoes at " + ", ".join(map(str, RATES)) + " a second"):
            for side in (stated, kept):  # what keeps nothing leaves nothing to write for the other
                for rate in RATES:
                    side.measure(rate)
            most.append(kept.floor())
    return outcome([kept.p99s(), stated.p99s()], [run["p99_ms"] for run in stated.echoes[stated.best()]],
                   f"p99 ms: Quote at {kept.best():,}/s, EvaluatePolicy at {stated.best():,}/s",
                   kept.errors() + stated.errors() + sum(map(errors_of, most)), runs=plan.runs, smaller_is_better=True,
                   note="two methods, each at the highest rate at which all are answered; open loop, p50 / p99 ms, in brackets a bare echo of as many bytes. "
                        f"Quote (the order read from the reference platform, the quotation kept with an fsync), {kept.words()}. EvaluatePolicy (facts of "
                        f"{TRIALS:,} different cases stated by the caller, nothing read and nothing kept, every answer held against the policy's), "
                        f"{stated.words()}. Peer: EvaluatePolicy's echo; the echo's most, in a closed loop: {median([run['per_second'] for run in most]):,.0f}/s")


def simulate(plan):
    count = plan.seconds(1_000_000, 100_000)
    took, errors = [], 0
    with Servers() as servers:
        process, port, _ = _start(servers)
        token, owner = servers.token("services/casework", "SERVICE"), servers.token("agents/bench", "POLICY_OWNER")
        costed([process], port, "quote", token, seconds=0.1, warm_up=0, channels=1, more=["--names-file", _orders(servers, 1), "--rate", 100])
        plan.say(f"{count:,} quotations of the past are made")
        servers.psql(PAST.format(now=_now(servers), count=count))
        total = int(servers.psql("SELECT count(*) FROM compensation.quotation"))
        for _ in plan.repeats(f"a simulation over {count:,} quotations"):
            servers.checkpoint()
            begin = time.monotonic()
            servers.ctl("compensation", port, owner, "policy", "simulate", "2", "--days", "31")
            left = "SELECT count(*) FROM compensation.policy_simulation WHERE state = 'RUNNING'"
            wait_until(lambda: servers.psql(left) == "0", "the end of the simulation", seconds=900)
            took.append(time.monotonic() - begin)
            ended = servers.psql("SELECT state, total_count FROM compensation.policy_simulation ORDER BY create_us DESC LIMIT 1")
            errors += ended != f"DONE|{total}"
    return outcome(took, None, "s", errors, runs=plan.runs, smaller_is_better=True,
                   note=f"{total:,} quotations by two versions of the policy, options and explanations made again by both; "
                        f"{total / max(median(took), 1e-9):,.0f} a second")
