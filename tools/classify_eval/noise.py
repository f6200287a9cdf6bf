"""tools/classify-eval FILE.jsonl --noise [--most POINTS]: what spoilt writing costs, on the same texts.

Each text is spoilt in each way of its language, several times over with another draw, and judged beside itself as received. What it costs is
the share of first levels that a reader accepts (lenient) as received less the same of the spoilt texts, in points. With --most, exit status 1
where a way costs more than that.

Chinese: traditional characters (OpenCC's own tables), slang (initials, half words spelt out, characters of the same sound, in four of five
places where a word of the list stands), alike (one of ten characters is one that sounds alike), slips (of a hundred characters three change
places, three are left out, three look alike), emoji (behind every other mark of punctuation and at the end).
English: misspelt (15 % of the words of four letters or more: two letters change places, one is left out, doubled, or its neighbour on
the keyboard), emoji.
"""
import argparse
import collections
import ctypes
import ctypes.util
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from classify_eval import noise_words as words  # noqa: E402

DRAWS = 5
LONGEST = max(map(len, words.SLANG))


def _partners(groups):
    """Character → those that stand in a group with it."""
    found = collections.defaultdict(set)
    for group in groups.split():
        for one in group:
            found[one] |= set(group) - {one}
    return {one: sorted(others) for one, others in found.items() if others}


ALIKE = _partners(words.ALIKE)
LOOK_ALIKE = _partners(words.LOOK_ALIKE)


class OpenCC:
    """Simplified → traditional."""

    def __init__(self):
        name = ctypes.util.find_library("opencc")
        self.library = ctypes.CDLL(name) if name else None
        self.handle = None
        if self.library:
            self.library.opencc_open.restype = self.library.opencc_convert_utf8.restype = ctypes.c_void_p
            self.library.opencc_convert_utf8.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
            self.library.opencc_convert_utf8_free.argtypes = [ctypes.c_void_p]
            self.handle = self.library.opencc_open(b"s2t.json")

    def convert(self, text, _):
        received = text.encode()
        made = self.library.opencc_convert_utf8(self.handle, received, len(received))
        try:
            return ctypes.string_at(made).decode()
        finally:
            self.library.opencc_convert_utf8_free(made)


def slang(text, draw):
    made, at = [], 0
    while at < len(text):
        size = next((size for size in range(min(LONGEST, len(text) - at), 0, -1) if text[at:at + size] in words.SLANG), 0)
        word = text[at:at + max(size, 1)]
        made.append(draw.choice(words.SLANG[word]) if size and draw.random() < 0.8 else word)
        at += len(word)
    return "".join(made)


def alike(text, draw):
    """One of ten characters that could be: a text has characters that nobody mistakes."""
    return "".join(draw.choice(ALIKE[c]) if c in ALIKE and draw.random() < 0.15 else c for c in text)


def slips(text, draw):
    made = list(text)
    for at, one in enumerate(made):
        if not "一" <= one <= "鿿":
            continue
        kind = draw.random()
        if kind < 0.03 and at + 1 < len(made) and "一" <= made[at + 1] <= "鿿":
            made[at], made[at + 1] = made[at + 1], one
        elif kind < 0.06:
            made[at] = ""
        elif kind < 0.18 and one in LOOK_ALIKE:
            made[at] = draw.choice(LOOK_ALIKE[one])
    return "".join(made)


def emoji(text, draw):
    made = [one + (draw.choice(words.EMOJI) * draw.choice((1, 1, 2)) if one in "，。！？,.!?" and draw.random() < 0.5 else "") for one in text]
    return "".join(made) + draw.choice(words.EMOJI) * draw.choice((1, 2, 3))


def _misspelt_word(word, draw):
    at, kind = draw.randrange(1, len(word) - 1), draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 1:
        return word[:at] + word[at + 1:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    row = next(row for row in words.KEYBOARD if word[at].lower() in row)
    place = row.index(word[at].lower())
    return word[:at] + draw.choice([row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)]) + word[at + 1:]


def misspelt(text, draw):
    made = []
    for word in text.split(" "):
        long = len(word) > 3 and word.isascii() and word.isalpha()
        made.append(_misspelt_word(word, draw) if long and draw.random() < 0.15 else word)
    return " ".join(made)


def ways():
    """Language → name → function of text and draw."""
    opencc = OpenCC()
    chinese = {"slang": slang, "alike": alike, "slips": slips, "emoji": emoji}
    if opencc.handle:
        chinese = {"traditional": opencc.convert, **chinese}
    return {"zh": chinese, "en": {"misspelt": misspelt, "emoji": emoji}}


def spoil(gold, language, name, function):
    """Every text of a language as often as it is drawn; `name` says which way, as its source."""
    for number in range(DRAWS):
        draw = random.Random(f"{name} {number}")
        for one in gold:
            if one.get("lang") == language:
                yield {**one, "text": function(one["text"], draw), "source": f"{language} {name}", "selection": None}


def main(arguments):
    parser = argparse.ArgumentParser(prog="tools/classify-eval FILE.jsonl --noise", description=__doc__.split("\n\n")[0])
    parser.add_argument("file")
    parser.add_argument("--most", type=float, metavar="POINTS", help="exit status 1 where a way costs more")
    options, command = parser.parse_known_args(arguments)
    gold = [json.loads(line) for line in pathlib.Path(options.file).read_text(encoding="utf-8").splitlines() if line.strip()]
    rows, changed = [], {}
    for language, functions in ways().items():
        received = [one["text"] for one in gold if one.get("lang") == language] * DRAWS
        for name, function in {"as received": lambda text, _: text, **functions}.items():
            spoilt = list(spoil(gold, language, name, function))
            changed[f"{language} {name}"] = sum(one["text"] != text for one, text in zip(spoilt, received)) / max(1, len(received))
            rows += spoilt
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)
        file.flush()
        done = subprocess.run([*command, file.name, "--json", "--worst", "0"], check=True, capture_output=True, text=True)
    slices = json.loads(done.stdout)["slices"]
    print(f"{'first level, percent':22} {'changed':>8} {'lenient':>8} {'costs':>6} {'strict':>7} {'decided':>8} {'right':>6}")
    worst = 0.0
    for name, share in changed.items():
        if not (figures := slices.get(f"source:{name}")):
            continue
        costs = slices[f"source:{name.split()[0]} as received"]["l1_lenient"] - figures["l1_lenient"]
        worst = max(worst, 100 * costs)
        print(f"{name:22} {100 * share:8.1f} {100 * figures['l1_lenient']:8.1f} {100 * costs:6.1f} {100 * figures['l1_strict']:7.1f} "
              f"{100 * figures['coverage']:8.1f} {100 * figures['precision_decided']:6.1f}")
    if "zh traditional" not in changed:
        print("OpenCC is not there: traditional characters were not tried")
    return 1 if options.most is not None and worst > options.most else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
