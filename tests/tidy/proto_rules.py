"""Rules about the contracts. A rule takes a Tree and yields (file, line, message)."""

import re

_IN_FORCE = re.compile(r"proto/.*/v\d+/[^/]+\.proto")  # v1alpha is a draft
_STRING = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
_LINE = re.compile(rf"((?:{_STRING}|[^\"'/]|/(?!/))*)(?://(.*))?")
_BLOCK = re.compile(r"\s*(message|enum|service|oneof|extend|rpc)\s+([\w.]+)")
_FIELD = re.compile(r"\s*(?:optional\s+|repeated\s+)?(?:map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+")
_VALUE = re.compile(r"\s*(\w+)\s*=\s*-?(?:0x)?[0-9a-fA-F]+")
_OTHER = re.compile(r"\s*(?:option|reserved|extensions|import|package|syntax)\b")
_EMPTY_WORDS = {"a", "an", "its", "of", "the", "this"}


def _declared(code, block):
    """What a line declares inside a block of that kind, as (kind, name); None for anything else."""
    if _OTHER.match(code):
        return None
    start = _BLOCK.match(code)
    if start:
        return None if start[1] == "extend" else (start[1], start[2])
    if block in ("message", "oneof", "extend"):
        field = _FIELD.match(code)
        return ("field", field[1]) if field else None
    value = _VALUE.match(code) if block == "enum" else None
    return ("value", value[1]) if value else None


def _declarations(text):
    """(line number, kind, name, comment) of everything that a contract declares. The comment: lines directly above, and behind."""
    blocks, above = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        code, behind = re.sub(_STRING, '""', match[1]), match[2] or ""
        declared = _declared(code, blocks[-1] if blocks else "file")
        if declared:
            yield number, *declared, f"{above} {behind}"
        above = "" if code.strip() or match[2] is None else f"{above} {behind}"
        start = _BLOCK.match(code)
        for brace in re.findall(r"[{}]", code):
            if brace == "}":
                blocks = blocks[:-1]
            else:
                blocks.append(start[1] if start else "option")
                start = None


def _words(text):
    """`WorkItem.offer_time` → {work, item, offer, time}."""
    return set(re.findall(r"\w+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", text).lower()))


def proto_comments(tree):
    """What a contract in force declares says its unit, its form, what empty means and who may see it; a draft may wait."""
    for name in filter(_IN_FORCE.fullmatch, tree.named(".proto", under="proto/")):
        for number, kind, declared, comment in _declarations(tree.text(name)):
            said = _words(comment)
            if not said:
                yield name, number, f"{kind} {declared} has no comment directly above or behind it"
            elif said <= _words(declared) | _EMPTY_WORDS:
                yield name, number, f"the comment of {kind} {declared} only repeats its name"


RULES = (proto_comments,)
