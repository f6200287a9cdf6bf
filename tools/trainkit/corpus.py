"""A corpus with what people corrected added to it: folders of texts, one a line, as redress-train reads them."""

import pathlib
import shutil


class Added:
    """What became of the corrections: how many were added, and why the others were not."""

    def __init__(self):
        self.added = self.held_out = self.unknown_class = self.known_text = self.empty = 0

    def as_json(self):
        return dict(vars(self))

    def __str__(self):
        return (
            f"{self.added} corrections are learned from; {self.held_out} are held out, {self.known_text} stand in the corpus already, "
            f"{self.unknown_class} name a class that the corpus does not have, {self.empty} have no text"
        )


def one_line(text):
    """The text as a line of a corpus."""
    return " ".join(text.split())


def file_of(folder, l1, l2):
    """Where texts of a class stand; None where the corpus has no such class."""
    if not (folder / l1).is_dir():
        return None
    if not l2:
        return folder / f"{l1}.txt"
    path = folder / l1 / f"{l2}.txt"
    return path if path.exists() else None


def texts(folder):
    """Every text of a corpus with its class: (l1, l2, text); `l2` may be empty."""
    for path in sorted(folder.rglob("*.txt")):
        l1, l2 = (path.stem, "") if path.parent == folder else (path.parent.name, path.stem)
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield l1, l2, line.strip()


def apart(text):
    """A blank around each Chinese character, for programs that know words by their blanks."""
    return " ".join("".join(f" {c} " if "\u3400" <= c <= "\u9fff" else c for c in text).split())


def copy_without(source, target, withheld):
    """A copy of a corpus without the texts of `withheld`."""
    shutil.copytree(source, target, symlinks=False)
    for path in target.rglob("*.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() not in withheld]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add(folder, corrections):
    """Adds corrections to a copy of a corpus; says what became of them. Those that are held out never get in."""
    result = Added()
    known = {text for _, _, text in texts(folder)}
    new = {}
    for one in corrections:
        text = one_line(one["text"])
        path = file_of(pathlib.Path(folder), one["l1"], one["l2"])
        if one["held_out"]:
            result.held_out += 1
        elif not text:
            result.empty += 1
        elif path is None:
            result.unknown_class += 1
        elif text in known:
            result.known_text += 1
        else:
            known.add(text)
            new.setdefault(path, []).append(text)
            result.added += 1
    for path, lines in new.items():
        former = path.read_text(encoding="utf-8") if path.exists() else ""
        joined = former + ("" if not former or former.endswith("\n") else "\n") + "\n".join(lines) + "\n"
        path.write_text(joined, encoding="utf-8")
    return result
