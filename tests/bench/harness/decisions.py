"""G7b and G7c: the decision engine beside others, on the same tables and the same inputs; answers compared one by one."""
import pathlib
import tempfile

from harness import peers
from harness.plan import outcome
from harness.stats import median, ratio
from harness.tables import Offers, random_table, rows

SIZES = (10, 100, 1000)
RECORDS = 1000


# What DMN leaves open and two engines see differently: (ours, Drools's). A table that collects and where no rule matches.
CHOICES = {("null", "[]")}


def differing(folder, name, peer):
    """The lines in which an engine's answers differ from ours: [(row, ours, theirs)]. Another number of lines is a difference too."""
    mine, theirs = ((pathlib.Path(folder) / f"{name}.{kind}").read_text().splitlines() for kind in ("redress", peer))
    different = [(at, one, other) for at, (one, other) in enumerate(zip(mine, theirs), 1) if one != other and (one, other) not in CHOICES]
    return different + [(0, str(len(mine)), str(len(theirs)))] * (len(mine) != len(theirs))


def _offers(folder):
    for size in SIZES:
        table = Offers(size)
        for ending, text in (("dmn", table.dmn()), ("zen.json", table.zen()), ("logic.json", table.logic()), ("tsv", rows(table.NAMES, table.records(RECORDS)))):
            (folder / f"offers{size:04}.{ending}").write_text(text)
    return [f"offers{size:04}" for size in SIZES]


def g7b(plan):
    engines, missing = peers.available(("drools", "zen", "logic"), plan.say)
    rates, errors = {name: [] for name in ("redress", *engines)}, 0
    with tempfile.TemporaryDirectory(prefix="redress-g7b-") as temporary:
        folder = pathlib.Path(temporary)
        names = _offers(folder)
        for _ in plan.repeats("tables of 10, 100 and 1,000 rules, each engine"):
            for engine, command in (("redress", (peers.ours(), [])), *engines.items()):
                told = peers.run(command, folder, plan.seconds(5, 2))
                rates[engine].append([told[name] for name in names])
        errors += sum(len(differing(folder, name, engine)) for name in names for engine in engines)
    columns = {engine: [list(column) for column in zip(*runs)] for engine, runs in rates.items()}
    errors += sum(rate <= 0 for sizes in columns.values() for size in sizes for rate in size)
    best = [max((median(columns[engine][at]) for engine in engines), default=None) for at in range(len(SIZES))] if engines else None
    answer = outcome(columns["redress"], None, "decisions/s", errors, runs=plan.runs,
                     note="; ".join([f"{engine} {' / '.join(f'{median(size):,.0f}' for size in columns[engine])}" for engine in engines]
                                    + missing + ["tables of 10 / 100 / 1,000 rules, one thread, explanation on; peer: the best of them at each size"]))
    against = None if best is None else [ratio(one, other) for one, other in zip(answer["ours"], best)]
    return {**answer, "peer": best, "ratio": against, "samples": columns}


def g7c(plan):
    tables, count = (40, 500) if plan.quick else (400, 5000)
    engines, missing = peers.available(("drools",), plan.say)
    if not engines:
        raise RuntimeError("; ".join(missing))
    different = []
    with tempfile.TemporaryDirectory(prefix="redress-g7c-") as temporary:
        folder = pathlib.Path(temporary)
        for seed in range(tables):
            dmn, tsv = random_table(seed, count)
            (folder / f"t{seed:04}.dmn").write_text(dmn)
            (folder / f"t{seed:04}.tsv").write_text(tsv)
        plan.say(f"{tables} random tables, {count} inputs each")
        for command in ((peers.ours(), []), engines["drools"]):
            peers.run(command, folder, 0)
        for seed in range(tables):
            different += [(seed, *one) for one in differing(folder, f"t{seed:04}", "drools")]
    for seed, row, mine, theirs in different[:5]:
        plan.say(f"table {seed}, row {row}: ours {mine}, Drools {theirs}")
    return {**outcome([len(different)], None, "mismatches", 0, runs=1,
                      note=f"{tables} random tables of every hit policy, {count} random inputs each, {tables * count:,} decisions compared with Drools 10.2.0"),
            "spread": None}
