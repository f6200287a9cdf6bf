"""tools/classify-eval FILE.jsonl --baselines: ours beside what one could have without it, on the same texts.

* keyword rules, made from the words that classification ships (corpus/concepts.yaml), at their best: each word votes for the first
  level in whose corpus texts it is most at home, as strongly as it is at home there; a text without any is no complaint.
* the `fasttext` program (Debian: apt-get install fasttext) on the same corpus without our pipeline: the texts as they are, and with a blank
  around each Chinese character; several settings, of which the best on these very texts is shown, which flatters it.
"""
import collections
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from trainkit import corpus  # noqa: E402

SERVICE = ROOT / "services" / "classification"
# name, options, whether Chinese characters are set apart
SETTINGS = (("raw text, defaults", ("-epoch", "25"), False),
            ("raw text, pieces of words", ("-minn", "1", "-maxn", "4", "-epoch", "25", "-lr", "0.5"), False),
            ("characters, pairs", ("-wordNgrams", "2", "-epoch", "25", "-lr", "0.5"), True),
            ("characters, triples", ("-wordNgrams", "3", "-epoch", "50", "-lr", "0.5"), True),
            ("characters, pairs and pieces", ("-wordNgrams", "2", "-minn", "3", "-maxn", "5", "-epoch", "25", "-lr", "0.5"), True))


def words():
    """The words of the concepts, in lower case."""
    found = set()
    for line in (SERVICE / "corpus" / "concepts.yaml").read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"  \w+: \[(.*)\]", line):
            found.update(word.strip().strip("'\"").lower() for word in match.group(1).split(","))
    return sorted(found - {""})


class Rules:
    """Keyword rules. `power` is how much a word that stands in few other classes counts more than others."""

    def __init__(self, texts, power):
        self.latin = re.compile(r"[a-z0-9']+")
        self.known = {word: None for word in words()}
        self.longest = max(map(len, self.known))
        totals = collections.Counter(label for label, _ in texts)
        counts = {word: collections.Counter() for word in self.known}
        for label, text in texts:
            for word in set(self.found(text)):
                counts[word][label] += 1
        for word, by_label in counts.items():
            rates = {label: count / totals[label] for label, count in by_label.items()}
            if rates:
                best = max(sorted(rates), key=rates.get)
                self.known[word] = (best, (rates[best] / sum(rates.values())) ** power)

    def found(self, text):
        """The words of the list in a text; those of scripts with spaces as whole words, of overlapping ones the longest."""
        text, at, hits = text.lower(), 0, []
        while at < len(text):
            size = next((size for size in range(min(self.longest, len(text) - at), 0, -1) if self.fits(text, at, size)), 0)
            if size:
                hits.append(text[at:at + size])
            at += size or 1
        return hits

    def fits(self, text, at, size):
        word = text[at:at + size]
        return word in self.known and not (self.latin.fullmatch(word[0]) and at and self.latin.fullmatch(text[at - 1])) and not (
            self.latin.fullmatch(word[-1]) and at + size < len(text) and self.latin.fullmatch(text[at + size]))

    def say(self, text):
        votes = collections.Counter()
        for word in self.found(text):
            if self.known[word]:
                label, weight = self.known[word]
                votes[label] += weight
        return max(sorted(votes), key=votes.get) if votes else "OTHER"


def fasttext(texts, gold):
    """{setting: what the program says of each text}."""
    program = shutil.which("fasttext")
    if program is None:
        return {}
    said = {}
    with tempfile.TemporaryDirectory(prefix="redress-baselines-") as temporary:
        folder = pathlib.Path(temporary)
        for name, options, apart in SETTINGS:
            form = corpus.apart if apart else lambda text: " ".join(text.split())
            (folder / "train").write_text("".join(f"__label__{label} {form(text)}\n" for label, text in texts), encoding="utf-8")
            (folder / "test").write_text("".join(form(one["text"]) + "\n" for one in gold), encoding="utf-8")
            subprocess.run([program, "supervised", "-input", folder / "train", "-output", folder / "model", "-thread", "1", "-verbose", "0", *options],
                           check=True, capture_output=True)
            done = subprocess.run([program, "predict", folder / "model.bin", folder / "test"], check=True, capture_output=True, text=True)
            said[name] = [line.removeprefix("__label__") for line in done.stdout.splitlines()]
    return said


def scores(gold, said):
    """(macro-F1, lenient, strict) of the first level."""
    labels = {one["l1"] for one in gold}
    f1 = [2 * sum(s == label == one["l1"] for one, s in zip(gold, said))
          / max(1, sum(s == label for s in said) + sum(one["l1"] == label for one in gold)) for label in labels]
    strict = sum(s == one["l1"] for one, s in zip(gold, said))
    lenient = sum(s == one["l1"] or s in {also.split("/")[0] for also in one.get("also", [])} for one, s in zip(gold, said))
    return sum(f1) / len(f1), lenient / len(gold), strict / len(gold)


def ours(command, path):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as predictions:
        subprocess.run([*command, path, "--predictions", predictions.name], check=True, stdout=subprocess.DEVNULL)
        return [json.loads(line)["l1"] for line in pathlib.Path(predictions.name).read_text(encoding="utf-8").splitlines()]


def best(candidates, gold):
    return max(candidates, key=lambda name: (scores(gold, candidates[name])[0], name))


def main(path, *command):
    gold = [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [(l1, text) for l1, _, text in corpus.texts(SERVICE / "corpus")]
    rules = {f"keyword rules (power {power})": [each.say(one["text"]) for one in gold] for power in (0.5, 1, 2, 4) for each in [Rules(texts, power)]}
    rows = {"ours": ours(command, path)}
    name = best(rules, gold)
    rows[name] = rules[name]
    if peers := fasttext(texts, gold):
        name = best(peers, gold)
        rows[f"fasttext, {name}"] = peers[name]
    print(f"{'first level, percent':44} {'texts':>6} {'macroF':>7} {'L1 len':>7} {'L1 str':>7}")
    for language in ["", *sorted({one.get("lang") or "" for one in gold} - {""})]:
        places = [at for at, one in enumerate(gold) if language in ("", one.get("lang"))]
        for name, said in rows.items():
            figures = scores([gold[at] for at in places], [said[at] for at in places])
            print(f"{name + (', ' + language if language else ''):44} {len(places):6d} " + " ".join(f"{100 * one:7.1f}" for one in figures))
    if not peers:
        print("the fasttext program is not there: apt-get install fasttext")
    return 0 if all(map(math.isfinite, scores(gold, rows["ours"]))) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
