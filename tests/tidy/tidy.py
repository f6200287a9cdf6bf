#!/usr/bin/env python3
"""Checks the habits of this code base that neither compiler nor linker sees (CONTRIBUTING.md). Exit status 1 if any is broken.

Usage: tidy.py [ROOT]. Needs nothing but python3; each rule's docstring says what it is for.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import code_rules  # noqa: E402
import doc_rules  # noqa: E402
import policy_rules  # noqa: E402
import proto_rules  # noqa: E402
from tree import Tree  # noqa: E402


def check(root):
    """All violations as (file, line, rule, message)."""
    tree = Tree(root)
    rules = code_rules.RULES + proto_rules.RULES + policy_rules.RULES + doc_rules.RULES
    return [(name, line, rule.__name__, message) for rule in rules for name, line, message in rule(tree)]


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent.parent
    found = check(root)
    for name, line, rule, message in found:
        print(f"{name}:{line}: {message} [{rule}]")
    print(f"tidy: {len(found)} violations" if found else "tidy: clean", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
