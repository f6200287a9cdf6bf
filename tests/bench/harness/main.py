"""Runs goals, prints them as a table and writes them as JSON."""
import argparse
import json
import sys

from harness import goals
from harness.servers import BIN


def render(figure):
    if isinstance(figure, list):
        return " / ".join(render(one) for one in figure)
    if figure is None:
        return "-"
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.3g}"


def main(arguments):
    parser = argparse.ArgumentParser(prog="tools/bench", description="Measures the suite against its peers and floors in the same run.")
    parser.add_argument("goals", nargs="*", metavar="GOAL", help="of " + " ".join(goals.ALL) + "; default: all of them")
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--quick", action="store_true", help="one short run each: for a look, not for the record")
    options = parser.parse_args(arguments)
    wanted = options.goals or list(goals.ALL)
    unbuilt = [goal for goal in wanted if goal not in goals.ALL]
    if unbuilt:
        print("tools/bench: not built yet: " + " ".join(unbuilt), file=sys.stderr)
        return 2
    if not (BIN / "bench-load").exists():
        print("tools/bench: build first: cmake --preset release && cmake --build --preset release", file=sys.stderr)
        return 2
    results = []
    for goal in wanted:
        print(f"{goal} … ", end="", flush=True, file=sys.stderr)
        result = {"goal": goal, **goals.ALL[goal](options.quick)}
        results.append(result)
        print("done", file=sys.stderr)
        print(f"{goal:8} ours {render(result['ours']):>18}  peer {render(result['peer']):>18}  ratio {render(result['ratio']):>12}  "
              f"{result['unit']:12} errors {result['errors']}  runs {result['runs']}  {result['note']}", flush=True)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, ensure_ascii=False, indent=1)
            file.write("\n")
    return 1 if any(result["errors"] for result in results) else 0
