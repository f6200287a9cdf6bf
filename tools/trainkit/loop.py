"""Corrections and corpus in, a model on the shelf and its comparison with the one that serves out."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from trainkit import corpus

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class CannotTrain(Exception):
    """What stands in the way, in words."""


class Suite:
    """The running suite, as redressctl reaches it."""

    def __init__(self, redressctl, stack=None):
        self.command = [str(redressctl), "--timeout", "120s"] + (["--stack", str(stack)] if stack else [])

    def run(self, *words):
        done = subprocess.run([*self.command, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CannotTrain(f"redressctl {' '.join(words)}: {done.stderr.strip()[-800:]}")
        return done.stdout

    def ask(self, *words):
        return json.loads(self.run("--json", *words))

    def corrections(self):
        """Every correction whose text can still be read, read as the service itself, so that intake records it."""
        answer = self.run("--as", "services/classification", "--role", "SERVICE", "models", "corrections", "--texts", "--limit", "100000")
        return [json.loads(line) for line in answer.splitlines()]


def private_folder():
    """A folder that only its owner may enter, in memory where there is such a place: texts of customers are in it for a while."""
    memory = pathlib.Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="redress-train-", dir=memory if os.access(memory, os.W_OK) else None)


def train(program, corpus_folder, data, out):
    """The model's card and the seconds that it took."""
    began = time.monotonic()
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    command = [str(program), "--corpus", str(corpus_folder), "--data", str(data), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotTrain(done.stderr.strip()[-800:])
    return json.loads((pathlib.Path(out) / "model.json").read_text(encoding="utf-8")), time.monotonic() - began


def shelve(model, models_dir, version):
    """Puts a model on the shelf, whole or not at all; one that is there already stays."""
    models_dir = pathlib.Path(models_dir)
    models_dir.mkdir(parents=True, exist_ok=True)
    models_dir.chmod(0o755)
    target = models_dir / version
    if target.exists():
        return
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=models_dir) as incoming:
        fresh = pathlib.Path(incoming) / version
        fresh.mkdir(mode=0o755)
        fresh.chmod(0o755)
        for name in ("model.bin", "model.json"):
            shutil.copyfile(pathlib.Path(model) / name, fresh / name)
            (fresh / name).chmod(0o644)
        fresh.rename(target)


def run(suite, options, say):
    """One turn of the loop; gives everything that is to be told."""
    say("reading corrections")
    corrections = suite.corrections()
    with private_folder() as folder:
        learned = pathlib.Path(folder) / "corpus"
        corpus.copy_without(options.corpus, learned, frozenset())
        added = corpus.add(learned, corrections)
        say(f"{added}; training")
        card, seconds = train(options.redress_train, learned, options.data, pathlib.Path(folder) / "out")
        say(f"model {card['version']} in {seconds:.0f} s; comparing")
        shelve(pathlib.Path(folder) / "out", options.models_dir, card["version"])
    evaluation = suite.ask("models", "evaluate", card["version"])
    result = {"corrections": added.as_json(), "card": card, "train_seconds": round(seconds, 1), "evaluation": evaluation, "promoted": False}
    if options.promote and evaluation.get("promotable"):
        suite.ask("models", "promote", card["version"], "--reason", options.reason)
        result["promoted"] = True
    return result
