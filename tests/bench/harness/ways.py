"""The goals that measure a way through several processes: G10 (the gateway), G9 and G9c (the whole pipeline) and the time to an offer."""
from harness.gateway import gateway, plain
from harness.goals import SERVICES, bare_echo, kit_echo, medians, refused_without_token, store_env, suite
from harness.load import costed, floor_a, run_json
from harness.plan import outcome
from harness.servers import BIN, SOURCE, Servers
from harness.stats import errors_of, median

AGENTS = 1000
RATE = 200
# Who takes a complaint from its submission to an agent's list and to its clocks; the others hear of it meanwhile.
ON_THE_WAY = ("intake", "classification", "routing", "sla")
# A second: more than the machine brings through, or that is all that is measured; less than intake refuses.
RUSH = {ON_THE_WAY: 4000, SERVICES: 1500}
# Nobody accepts: an offer must stand until the audit.
OFFERS_STAND = {"REDRESS_ROUTING_OFFER_TTL": "1h", "REDRESS_ROUTING_CHAT_OFFER_TTL": "1h"}


def g10(plan):
    """The same Envoy, two ways: token and role checked, then the server kit; or a public route to the bare echo."""
    seconds = plan.seconds(10)
    ours, floor, router = [], [], []
    with Servers() as servers:
        servers.keys()
        bare, bare_port = bare_echo(servers)
        kit, kit_port, token = kit_echo(servers)
        nobody = {name: 1 for name in ("intake", "classification", "routing")}  # their routes belong to the table
        envoy, port = gateway(servers, {**nobody, "bench": kit_port, "floor": bare_port})
        refused_without_token(port)
        simple, simple_port = plain(servers, bare_port)
        for _ in plan.repeats("echo through the gateway, ours through the gateway, echo through a bare Envoy"):
            floor.append(costed([envoy, bare], port, "floor-echo", seconds=seconds))
            ours.append(costed([envoy, kit], port, "echo-later", token, seconds=seconds))
            router.append(costed([simple, bare], simple_port, "floor-echo", seconds=seconds))
    costs = " / ".join(f"{medians(runs, 'cpu_us'):.0f}" for runs in (ours, floor, router))
    rates = medians(router, "per_second")
    answer = outcome([run["per_second"] for run in ours], [run["per_second"] for run in floor], "req/s",
                     sum(map(errors_of, ours + floor + router)), runs=plan.runs,
                     note=f"ES256 and role checked by the gateway and again by the server kit; peer: a public echo through the same Envoy; an Envoy "
                          f"with nothing but a router: {rates:,.0f}/s; CPU µs a call of Envoy and server: {costs}")
    answer["router_only"] = rates
    return answer


def _offered_once(servers, acknowledged):
    """Errors: complaints without exactly one work item, items that were not offered exactly once, and what was not acknowledged."""
    count = lambda sql: int(servers.psql("SELECT count(*) FROM " + sql))  # noqa: E731
    wrong = count("intake.complaint c LEFT JOIN (SELECT complaint, count(*) FROM routing.work_item GROUP BY 1) w ON w.complaint = "
                  "intake.number_text(c.number) WHERE w.count IS DISTINCT FROM 1")
    wrong += count("routing.work_item w LEFT JOIN (SELECT item, count(*) FROM routing.assignment GROUP BY 1) a USING (item) "
                   "WHERE w.state <> 'OFFERED' OR a.count IS DISTINCT FROM 1")
    offers = count("routing.event WHERE type = 'redress.routing.v1.WorkItemOffered'")
    stored, items = count("intake.complaint"), count("routing.work_item")
    return wrong + sum(abs(acknowledged - other) for other in (offers, stored, items))


def _stages(servers):
    """Medians in ms by the business times in the rows (the same machine's clock): received → item made → offer decided."""
    halves = ("create_us - received_us", "offer_us - create_us")
    columns = ", ".join(f"round(percentile_cont(0.5) WITHIN GROUP (ORDER BY {half})::numeric / 1000, 1)" for half in halves)
    return [float(half) for half in servers.psql(f"SELECT {columns} FROM routing.work_item").split("|")]


def _way(servers, rate, seconds, *more, names=SERVICES):
    """Submits at this rate for so long, to a suite of its own, and audits the rows. Gives (run, errors)."""
    servers.keys()
    started = suite(servers, {**store_env(servers), **OFFERS_STAND}, names)
    ports = {name: port for name, (_, port, _) in started.items()}
    servers.checkpoint()
    epoch = lambda service: servers.psql(f"SELECT epoch FROM {service}.log_epoch WHERE present")  # noqa: E731
    run = run_json([BIN / "bench-offered", "--intake", f"127.0.0.1:{ports['intake']}", "--routing", f"127.0.0.1:{ports['routing']}",
                    "--redis", servers.redis_address, "--epoch", epoch("routing"),
                    "--token-file", servers.token("backends/bench", "BACKEND"), "--admin-token-file", servers.token("agents/bench", "ADMIN"),
                    "--complaints", SOURCE / "tests/data/complaints.jsonl", "--agents", AGENTS, "--rate", rate, "--seconds", seconds,
                    *(["--sla-epoch", epoch("sla"), "--case-limit", 1000, "--warm-up", 0, "--patience", 120] if "clocks" in more else [])])
    run["stages_ms"] = _stages(servers)
    errors = errors_of(run) + run["missing"] + run["offered_again"] + int(run["watch_failed"])
    return run, errors + _offered_once(servers, run["acknowledged"])


def _offered(servers, seconds):
    run, errors = _way(servers, RATE, seconds)
    return run, errors + abs(run["counted"] - RATE * seconds)  # an open loop that made fewer calls was none


def _armed(rate, seconds, names):
    """One rush on servers of its own. Gives (run, errors)."""
    with Servers() as servers:
        run, errors = _way(servers, rate, seconds, "clocks", names=names)
        complaints = "(SELECT intake.number_text(number) FROM intake.complaint)"
        armed = int(servers.psql(f"SELECT count(*) FROM sla.clock WHERE case_number IN {complaints}"))
        told = int(servers.psql("SELECT count(*) FROM sla.event WHERE type = 'redress.sla.v1.ClocksStarted' AND substr(subject, 7) IN " + complaints))
    # First response, acceptance, first feedback and resolution of each, told at once.
    return run, errors + abs(armed - 4 * run["acknowledged"]) + abs(told - run["acknowledged"])


def _through(run):
    return run["acknowledged"] / run["through_seconds"] if run["through_seconds"] else 0.0


def g9(plan):
    """More than can come through, for a while: all of it, until the last is offered and has its clocks, beside floor A."""
    seconds = plan.seconds(10, 5)
    runs, floor, errors = {names: [] for names in RUSH}, [], 0
    for _ in plan.repeats(f"{' and '.join(map(str, RUSH.values()))} complaints a second for {seconds} s, then floor A"):
        for names, rate in RUSH.items():
            run, wrong = _armed(rate, seconds, names)
            runs[names].append(run)
            errors += wrong
        with Servers() as servers:
            servers.postgres()
            floor.append(floor_a(servers, plan.seconds(20, 10))[0])
    way, all_of_them = runs[ON_THE_WAY], [_through(run) for run in runs[SERVICES]]
    return outcome([_through(run) for run in way], floor, "complaints/s", errors, runs=plan.runs,
                   note=f"{', '.join(ON_THE_WAY)}; from the first call until the last complaint is classified, offered to a named agent and has "
                        f"its clocks, by the streams; {RUSH[ON_THE_WAY]}/s submitted for {seconds} s, {AGENTS} agents without limits, all processes "
                        f"and the load on one machine; last one through after {medians(way, 'through_seconds'):.1f} s. With all eight services at "
                        f"work on the same two cores, {RUSH[SERVICES]}/s submitted: {median(all_of_them):.0f}/s, {median(all_of_them) / median(floor):.3f} of the peer")


def g9c(plan):
    """The same at 70 % of its own maximum, which is measured first."""
    seconds = plan.seconds(20, 10)
    runs, rates, errors = {names: [] for names in RUSH}, {names: [] for names in RUSH}, 0
    for _ in plan.repeats("the maximum, then 70 % of it; then both with all eight services"):
        for names, rush in RUSH.items():
            most, wrong = _armed(rush, 5, names)
            rates[names].append(max(1, int(0.7 * _through(most))))
            run, also_wrong = _armed(rates[names][-1], seconds, names)
            runs[names].append(run)
            errors += wrong + also_wrong
    shares = ("p50_ms", "p95_ms", "p99_ms")
    every = " / ".join(f"{medians([run['from_due'] for run in runs[SERVICES]], share):.0f}" for share in shares)
    return outcome([[run["from_due"][share] for run in runs[ON_THE_WAY]] for share in shares], None, "p50/95/99 ms", errors, runs=plan.runs,
                   smaller_is_better=True,
                   note=f"{', '.join(ON_THE_WAY)}; open loop at {median(rates[ON_THE_WAY]):.0f}/s for {seconds} s; from the moment it was to be sent "
                        f"until offer and clocks are in the streams. With all eight services, at {median(rates[SERVICES]):.0f}/s: {every}")


def offered(plan):
    """Submit → offered at 200 a second, everything durable, each repeat on servers of its own."""
    seconds = plan.seconds(30, 10)
    runs, errors = [], 0
    for _ in plan.repeats(f"{RATE} complaints a second for {seconds} s"):
        with Servers() as servers:
            run, wrong = _offered(servers, seconds)
        runs.append(run)
        errors += wrong
    shares = ("p50_ms", "p95_ms", "p99_ms")
    later = " / ".join(f"{medians([run['from_acknowledged'] for run in runs], share):.1f}" for share in shares)
    stages = " + ".join(f"{median(column):.0f}" for column in zip(*(run["stages_ms"] for run in runs)))
    acked = " / ".join(f"{medians(runs, share):.1f}" for share in shares)
    return outcome([[run["from_due"][share] for run in runs] for share in shares], None, "p50/95/99 ms", errors, runs=plan.runs,
                   smaller_is_better=True,
                   note=f"open loop, {RATE}/s for {seconds} s, {AGENTS} agents; from the moment it was to be sent until a reader of routing's streams has the "
                        f"offer; from the acknowledgement {later}; to the acknowledgement {acked}; by the rows, median, received → "
                        f"item made → offer decided {stages}; lost {sum(run['missing'] for run in runs)}")
