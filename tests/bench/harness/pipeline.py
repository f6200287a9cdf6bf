"""G4: the classifier's whole pipeline beside the fasttext program, one thread each, CPU time. The texts are those of the corpus, over and
over: how many texts a second does not depend on whether a model has seen them."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from harness.plan import outcome
from harness.servers import BIN, SOURCE

sys.path.insert(0, str(SOURCE / "tools"))

from trainkit import corpus  # noqa: E402

SERVICE = SOURCE / "services" / "classification"
MODEL = BIN.parent / "model"
# More words than the program needs to lose its start in the noise.
LINES = 200_000


def texts():
    """(first level, text) of every text of the corpus, in the order of its files."""
    return [(l1, text) for l1, _, text in corpus.texts(SERVICE / "corpus")]


def segmented(text):
    """What the peer gets is cut already."""
    return corpus.apart(text.lower())


def cpu_seconds(command):
    """User and system time of a program."""
    before = os.times()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _peer(folder):
    """The fasttext program with a model of the same corpus; gives a function that measures lines a second, or None."""
    program = shutil.which("fasttext")
    if program is None:
        return None
    labelled = texts()
    (folder / "train").write_text("".join(f"__label__{label} {segmented(text)}\n" for label, text in labelled), encoding="utf-8")
    lines = [segmented(text) + "\n" for _, text in labelled]
    (folder / "one").write_text(lines[0], encoding="utf-8")
    (folder / "many").write_text("".join(lines[at % len(lines)] for at in range(LINES)), encoding="utf-8")
    subprocess.run([program, "supervised", "-input", folder / "train", "-output", folder / "model", "-wordNgrams", "2", "-epoch", "25", "-lr", "0.5",
                    "-thread", "1", "-verbose", "0"], check=True, capture_output=True)
    predict = [program, "predict", folder / "model.bin"]
    return lambda: (LINES - 1) / max(cpu_seconds([*predict, folder / "many"]) - cpu_seconds([*predict, folder / "one"]), 1e-3)


def _ours(path, seconds):
    done = subprocess.run([str(part) for part in (BIN / "bench-classify-texts", SERVICE / "data", MODEL, path, seconds)], capture_output=True,
                          text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    return float(done.stdout.split()[0])


def g4(plan):
    ours, peer = [], []
    with tempfile.TemporaryDirectory(prefix="redress-g4-") as temporary:
        folder = pathlib.Path(temporary)
        path = folder / "texts"
        path.write_text("".join(text + "\n" for _, text in texts()), encoding="utf-8")
        plan.say("trains the peer")
        measure = _peer(folder)
        for _ in plan.repeats("whole pipeline, fasttext"):
            ours.append(_ours(path, plan.seconds(10, 2)))
            if measure is not None:
                peer.append(measure())
    note = "one thread, CPU time, texts of the corpus; ours with signals, fields and deciding words, the peer predicts one label"
    return outcome(ours, peer or None, "texts/s", sum(rate <= 0 for rate in ours + peer), runs=plan.runs,
                   note=note if peer else note + "; fasttext could not be had (apt-get install fasttext)")
