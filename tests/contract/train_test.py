#!/usr/bin/env python3
"""The rules of tools/train that need no running suite: what gets into a corpus and what never does, models that appear whole, and
which tags of the demo are corrections."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from trainkit import corpus, demo, loop  # noqa: E402


def correction(text, l1="A", l2="X", held_out=False):
    return {"text": text, "l1": l1, "l2": l2, "held_out": held_out}


class TrainTest(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name) / "corpus"
        (self.folder / "A").mkdir(parents=True)
        (self.folder / "A/X.txt").write_text("one\ntwo", encoding="utf-8")
        (self.folder / "A.txt").write_text("first level\n", encoding="utf-8")
        (self.folder / "concepts.yaml").write_text("{}\n", encoding="utf-8")

    def test_corrections_stand_in_the_file_of_their_class(self):
        added = corpus.add(self.folder, [correction("three\n  lines"), correction("level", l2=""), correction("four")])
        self.assertEqual(added.added, 3)
        self.assertEqual((self.folder / "A/X.txt").read_text(encoding="utf-8"), "one\ntwo\nthree lines\nfour\n")
        self.assertEqual((self.folder / "A.txt").read_text(encoding="utf-8"), "first level\nlevel\n")

    def test_what_is_held_out_known_or_of_no_class_is_counted_and_not_learned(self):
        before = list(corpus.texts(self.folder))
        wrong = [correction("secret", held_out=True), correction("one"), correction("x", l1="B"), correction("x", l2="Y"), correction("  ")]
        added = corpus.add(self.folder, wrong)
        self.assertEqual(added.as_json(), {"added": 0, "held_out": 1, "unknown_class": 2, "known_text": 1, "empty": 1})
        self.assertEqual(list(corpus.texts(self.folder)), before)

    def test_the_same_text_twice_is_learned_once(self):
        self.assertEqual(corpus.add(self.folder, [correction("new"), correction("new", l2="")]).added, 1)

    def test_a_copy_lacks_what_is_withheld_and_nothing_else(self):
        target = self.folder.parent / "copy"
        corpus.copy_without(self.folder, target, frozenset(["two"]))
        self.assertEqual([text for _, _, text in corpus.texts(target)], ["one", "first level"])
        self.assertTrue((target / "concepts.yaml").exists())

    def test_a_model_is_shelved_whole_and_once(self):
        model = self.folder.parent / "model"
        model.mkdir()
        for name in ("model.bin", "model.json"):
            (model / name).write_text(name, encoding="utf-8")
        shelf = self.folder.parent / "shelf"
        loop.shelve(model, shelf, "0123456789abcdef")
        (model / "model.bin").write_text("another", encoding="utf-8")
        loop.shelve(model, shelf, "0123456789abcdef")
        self.assertEqual([path.name for path in shelf.iterdir()], ["0123456789abcdef"])
        self.assertEqual((shelf / "0123456789abcdef/model.bin").read_text(encoding="utf-8"), "model.bin")

    def test_the_demo_counts_corrections_as_the_service_does(self):
        sure = {"tag": {"l1": "A", "l2": "X"}}
        self.assertFalse(demo.is_correction(sure, "A", "X"))
        self.assertFalse(demo.is_correction(sure, "A", ""))
        self.assertTrue(demo.is_correction(sure, "A", "Y"))
        self.assertTrue(demo.is_correction(sure, "B", ""))
        self.assertTrue(demo.is_correction({**sure, "abstained": True}, "A", "X"))

    def test_the_demo_has_enough_to_say_that_is_new(self):
        rows = demo.withheld_texts(ROOT / "services/classification/corpus")
        self.assertGreater(len(rows), demo.CORRECTIONS)
        self.assertEqual(len({text for _, _, text in rows}), len(rows))


if __name__ == "__main__":
    unittest.main()
