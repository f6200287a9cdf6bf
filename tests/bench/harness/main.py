"""The command line of tools/bench: which goals, in turn, then a table and a file."""
import argparse
import json
import sys
import time

from harness import casework, compensation, decisions, goals, machine, pipeline, quotes, report, texts, ways
from harness.gateway import DESCRIPTORS
from harness.plan import Plan
from harness.servers import BIN, PG_BIN, SOURCE
from stackkit import setup
from stackkit.layout import StackError

# In the order in which they are run: name, function, what it is.
GOALS = {
    "G1": (goals.g1, "server kit, callback and synchronous ÷ bare callback echo"),
    "G2": (goals.g2, "durable submit, acknowledged/s ÷ floor A"),
    "G2b": (goals.g2b, "the same, one client: p50 ÷ (echo's p50 + floor A's)"),
    "G4": (pipeline.g4, "classify, whole pipeline, one thread, texts/s ÷ the fasttext program on texts already segmented"),
    "G4c": (texts.g4c, "BatchClassify with texts over gRPC, texts/s ÷ one thread without gRPC"),
    "G7b": (decisions.g7b, "decisions/s with the explanation on, 10 / 100 / 1,000 rules ÷ the best of Drools, zen, json-logic"),
    "G7c": (decisions.g7c, "random tables and inputs: answers that differ from Drools's"),
    "G9": (ways.g9, "submit → classified → offered → clocks armed, complaints/s ÷ floor A"),
    "G9c": (ways.g9c, "the same at 70 % of its own maximum: p50 / p95 / p99"),
    "G10": (ways.g10, "through the gateway with JWT ÷ echo through the same Envoy"),
    "G14": (goals.g14, "submit while an idle snapshot is held ÷ undisturbed (11 min)"),
    "cases": (casework.advance, "AdvanceCase, changes/s ÷ floor A; p99 at half the rate"),
    "grants": (compensation.grants, "CommitGrant, grants/s ÷ the same rows by pgbench; p99 at half the rate"),
    "quote": (quotes.quote, "Quote, and EvaluatePolicy, at fixed rates up to 5,000 a second: p99 at the highest at which all are answered ÷ an echo's of as many bytes"),
    "simulate": (quotes.simulate, "SimulatePolicy over 1,000,000 quotations of the past, s"),
    "offered": (ways.offered, "submit → offered at 200 complaints a second: p50 / p95 / p99"),
    "start": (goals.start, "start-up time and memory of each process"),
}
# Those that need no servers, only the program that they measure.
ALONE = {"G4": "bench-classify-texts", "G7b": "bench-dmn", "G7c": "bench-dmn"}
# The goals of parts that do not exist yet.
NOT_BUILT = ("G2c G3 G3b G4b G5 G5b G5c G5d G5e G6 G6b G6c G7 G8 G11 G11b G11c G12 G13 G13b").split()
PROGRAMS = ("bench-load", "bench-bare-echo", "bench-kit-echo", "bench-offered", "redress-intake", "redress-classification",
            "redress-routing", "redress-casework", "redress-compensation", "redress-sla", "redress-outreach", "redress-analytics", "redress-platform", "redressctl")


def chosen(names):
    """The goals of these names, whatever their case; all for none. ValueError says which are unknown or not built yet."""
    known = {name.lower(): name for name in GOALS}
    unbuilt = [name for name in NOT_BUILT if name.lower() in {given.lower() for given in names}]
    unknown = [name for name in names if name.lower() not in known and name.lower() not in {one.lower() for one in NOT_BUILT}]
    if unbuilt:
        raise ValueError("not built yet: " + " ".join(unbuilt))
    if unknown:
        raise ValueError(f"no such goal: {' '.join(unknown)}; there are: {' '.join(GOALS)}")
    return list(dict.fromkeys(known[name.lower()] for name in names)) or list(GOALS)


def needs_servers(names):
    """False where all of these goals measure a program alone."""
    return any(name not in ALONE for name in names)


def missing_parts(names):
    """What must be there before the first measurement begins."""
    wanted = [BIN / ALONE[name] for name in names if name in ALONE]
    if needs_servers(names):
        wanted += [BIN / name for name in PROGRAMS] + ([*DESCRIPTORS] if "G10" in names else []) + ([BIN / "bench-classify"] if "G4c" in names else []) + [PG_BIN / "pgbench"]
    return [str(path) for path in wanted if not path.exists()]


def arguments(given):
    parser = argparse.ArgumentParser(
        prog="tools/bench", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures the suite against its peers and floors: in turn, in one run, on servers of its own.\n\n"
                    + "\n".join(f"  {name:8} {what}" for name, (_, what) in GOALS.items()),
        epilog="Exit status: 0 measured; 1 a goal had errors or a failed audit, its figures do not count; 2 a goal that is unknown\n"
               "or not built yet, or something to measure with is missing. Environment: REDRESS_BIN_DIR, REDRESS_PG_BIN.")
    parser.add_argument("goals", nargs="*", metavar="GOAL", help="default: all of them, in this order")
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE, after each goal")
    parser.add_argument("--quick", action="store_true", help="one short run each: for a look, not for the record")
    return parser.parse_args(given)


def measure(name, quick, facts):
    """Runs one goal. What goes wrong is told as a result with an error, so that the others are still measured."""
    began = time.monotonic()

    def say(words):
        print(f"tools/bench: {name}: {words} ({time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True)
    say("begins")
    try:
        result = GOALS[name][0](Plan(quick, say))
    except Exception as fault:  # whatever it is, it belongs to this goal
        say(f"failed: {fault}")
        result = {"ours": None, "peer": None, "ratio": None, "unit": "–", "errors": 1, "runs": 0, "note": f"failed: {fault}"}
    return {"goal": name, **result, "quick": quick, "seconds": round(time.monotonic() - began, 1), "machine": facts}


def write(path, results):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(results, file, ensure_ascii=False, indent=1)
        file.write("\n")


def main(given):
    options = arguments(given)
    try:
        names = chosen(options.goals)
        if options.json:
            write(options.json, [])
        missing = missing_parts(names)
        if missing:
            raise ValueError("missing: " + ", ".join(missing) + "\n  tools/install build stack bench && cmake --preset release && cmake --build --preset release")
        programs = {}
        if needs_servers(names):
            programs = {"PostgreSQL": PG_BIN / "postgres", "Redis": "redis-server", "Envoy": setup.envoy_program()}
    except (ValueError, OSError, StackError) as fault:
        print(f"tools/bench: {fault}", file=sys.stderr)
        return 2
    facts = machine.facts(programs, SOURCE)
    print("\n".join(f"tools/bench: {line}" for line in machine.describe(facts)), file=sys.stderr, flush=True)
    results = []
    for name in names:
        results.append(measure(name, options.quick, {**facts, **machine.load_now()}))
        if options.json:
            write(options.json, results)
    print(report.table(results), end="")
    if options.quick:
        print("One short run each: for a look, not for the record.")
    return 0 if all(map(report.counts, results)) else 1
