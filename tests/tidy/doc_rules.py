"""Rules about what people read. A rule takes a Tree and yields (file, line, message)."""

import posixpath
import re

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
# `libs/base/` in a README; not patterns such as `services/<svc>/`.
_FOLDER = re.compile(r"`((?:[A-Za-z0-9_.-]+/)+)`")
_UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|\bnot implemen" r"ted\b|\bfor no" r"w\b")
_MACHINE_PATH = re.compile(r"(?<![\w.$}~])/(work|root|home/[a-z]+|Users/[a-z]+|tmp/redress)/")
_REASON = re.compile(r'\bError\(\s*absl::StatusCode::k\w+,\s*"([A-Z][A-Z0-9_]+)"')
_BINARY = (".png", ".jpg", ".gz", ".bin", ".pb", ".ico")
_DATA = re.compile(r"(^|/)(data|corpus|testdata)/")


def links(tree):
    """Links between documents resolve."""
    for name in tree.named(".md"):
        for number, line in tree.lines(name):
            for target in _LINK.findall(re.sub(r"`[^`]*`", "", line)):
                path = target.split("#")[0]
                if re.match(r"[a-z]+:", target) or not path:
                    continue
                resolved = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
                if not tree.exists(resolved):
                    yield name, number, f"link to {target}, which does not exist"


def folders(tree):
    """A folder that a README names exists, from the root or from the README."""
    for name in tree.named("README.md", "README.zh-CN.md"):
        for number, line in tree.lines(name):
            for folder in _FOLDER.findall(line):
                beside = posixpath.join(posixpath.dirname(name), folder)
                if not folder.startswith("build/") and not tree.exists(folder) and not tree.exists(beside):
                    yield name, number, f"folder {folder} does not exist"


def readmes(tree):
    """The two READMEs have the same headings, level by level."""
    pair = ("README.md", "README.zh-CN.md")
    if not all(tree.exists(name) for name in pair):
        yield pair[0], 1, "README.md and README.zh-CN.md both exist"
        return
    levels = [_heading_levels(tree.text(name)) for name in pair]
    if levels[0] != levels[1]:
        yield pair[1], 1, f"heading levels {levels[1]} differ from those of README.md {levels[0]}"


def _heading_levels(text):
    without_code = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [len(match) for match in re.findall(r"^(#+) ", without_code, re.MULTILINE)]


def reasons(tree):
    """Every reason that a service's errors carry stands in its README: callers branch on them."""
    for name in tree.named(".cc", under="services/"):
        readme = "/".join(name.split("/")[:2]) + "/README.md"
        if name.endswith("_test.cc") or not tree.exists(readme):
            continue
        text = tree.text(name)
        for match in _REASON.finditer(text):
            if f"`{match[1]}`" not in tree.text(readme):
                yield name, text.count("\n", 0, match.start(1)) + 1, f"reason {match[1]} is not in {readme}"


def unfinished_words(tree):
    """What is not finished is not said in a comment but finished, or stated in docs/status.md."""
    yield from _search(tree, _UNFINISHED, "unfinished word")


def machine_paths(tree):
    """No path of somebody's machine."""
    yield from _search(tree, _MACHINE_PATH, "path of a machine")


def _search(tree, pattern, message):
    for name in tree.files:
        if name.endswith(_BINARY) or _DATA.search(name):
            continue
        for number, line in tree.lines(name):
            match = pattern.search(line)
            if match:
                yield name, number, f"{message}: {match[0]}"


RULES = (links, folders, readmes, reasons, unfinished_words, machine_paths)
