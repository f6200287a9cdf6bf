"""Rules about C++, protocol buffers and scripts. A rule takes a Tree and yields (file, line, message)."""

import re

_CPP = (".h", ".cc")
_HEADER_COMMENT_LINES = (1, 12)
_LINES_MAX = 400
# Texts and tables that people write as data, and what a tool writes.
_DATA = re.compile(r"(^|/)(data|corpus|testdata|openapi)/|\.(md|json|jsonl|txt|csv|lock|svg)$|^LICENSE$|^\.git")

# Business time and machine time, randomness and waiting have one home each, so that tests can hold them.
_FORBIDDEN = {
    r"\babsl::Now\s*\(": "absl::Now: take a TimeSource or MachineClock",
    r"\bsystem_clock\b": "system_clock: take a TimeSource",
    r"\b(std::)?s?rand\s*\(": "rand: take the value as an argument, or libs/base/random.h",
    r"\brandom_device\b": "random_device: libs/base/random.h",
    r"\b(absl::SleepFor|sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.:>])sleep\s*\(": "sleep: wait for the event (Stopper::WaitFor)",
}
_NOT_IN_DOMAIN = re.compile(r'#include\s*[<"]((pqxx|grpc|hiredis|prometheus|spdlog)[^>"]*|[^>"]*\.pb\.h|libs/(pg|rpc|events|obs|config)/[^>"]*)[>"]')
_INCLUDE = re.compile(r'\s*#include\s*"([^"]+)"')
_COMMENT = re.compile(r'//.*|"(?:[^"\\\n]|\\.)*"')


def header_comments(tree):
    """A header starts with a few lines on what it is and why it is so."""
    low, high = _HEADER_COMMENT_LINES
    for name in tree.named(".h"):
        count = 0
        for line in tree.text(name).splitlines():
            if not line.startswith("//"):
                break
            count += 1
        if not low <= count <= high:
            yield name, 1, f"a header starts with {low} to {high} lines of comment, not {count}"


def forbidden_calls(tree):
    """Time, randomness and sleep only in libs/base; a load generator keeps its pace by waiting."""
    for name in tree.named(*_CPP):
        if name.startswith(("libs/base/", "tests/bench/")):
            continue
        for number, line in tree.lines(name):
            code = _COMMENT.sub("", line)
            for pattern, message in _FORBIDDEN.items():
                if re.search(pattern, code):
                    yield name, number, message
    for name in tree.named(".py", under="tests/"):
        if name.startswith("tests/bench/"):
            continue
        for number, line in tree.lines(name):
            if re.search(r"\btime\.sleep\(", _COMMENT.sub("", line)):
                yield name, number, "sleep: wait for the event"


def includes(tree):
    """domain is pure; a service includes no other; libs know no service."""
    for name in tree.named(*_CPP):
        room = re.match(r"services/([^/]+)/", name)
        for number, line in tree.lines(name):
            if re.match(r"services/[^/]+/domain/", name) and _NOT_IN_DOMAIN.match(line.strip()):
                yield name, number, "domain includes neither storage, transport nor messages"
            other = _INCLUDE.match(line)
            other = re.match(r"services/([^/]+)/", other[1]) if other else None
            if not other:
                continue
            if name.startswith("libs/"):
                yield name, number, "libs know nothing of services"
            elif room and room[1] not in (other[1], "allinone") and not name.endswith("_test.cc"):
                yield name, number, f"{room[1]} includes {other[1]}: services are coupled by proto only"


def domain_tests(tree):
    """Every domain/x.cc has x_test.cc beside it."""
    files = set(tree.files)
    for name in tree.files:
        if re.fullmatch(r"services/[^/]+/domain/[^/]+\.cc", name) and not name.endswith("_test.cc"):
            if name.removesuffix(".cc") + "_test.cc" not in files:
                yield name, 1, "a domain file has a test beside it"


def lengths(tree):
    """No file of code is longer than a person reads."""
    for name in tree.files:
        if not _DATA.search(name):
            count = tree.text(name).count("\n")
            if count > _LINES_MAX:
                yield name, count, f"{count} lines; at most {_LINES_MAX}"


def proto_methods(tree):
    """Who may call is written on the method."""
    for name in tree.named(".proto", under="proto/"):
        text = tree.text(name)
        for match in re.finditer(r"^\s*rpc\s+(\w+)\s*\([^)]*\)\s*returns\s*\([^)]*\)\s*(;|\{)", text, re.MULTILINE):
            body = text[match.end() : text.find("\n  }", match.end())] if match[2] == "{" else ""
            if "(redress.auth.v1.allow)" not in body:
                yield name, text.count("\n", 0, match.start(1)) + 1, f"{match[1]} has no option (redress.auth.v1.allow)"


def scripts(tree):
    """A bash script stops at the first fault."""
    for name in tree.files:
        text = tree.text(name) if not _DATA.search(name) else ""
        if re.match(r"#!.*\bbash\b", text) and not re.search(r"^set -euo pipefail$", text, re.MULTILINE):
            yield name, 1, "a script begins with `set -euo pipefail`"


RULES = (header_comments, forbidden_calls, includes, domain_tests, lengths, proto_methods, scripts)
