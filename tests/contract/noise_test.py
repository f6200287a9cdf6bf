#!/usr/bin/env python3
"""The ways in which tools/classify-eval --noise spoils texts: each changes what it should, nothing else, and the same way every time."""

import pathlib
import random
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from classify_eval import noise, noise_words  # noqa: E402

CHINESE = "客服态度太差，退款等了一个月都没有收到，快递也不送上门！"
ENGLISH = "My parcel never arrived and the refund was declined twice"


class NoiseTest(unittest.TestCase):
    def test_every_way_gives_the_same_for_the_same_draw_and_changes_something(self):
        for language, text in (("zh", CHINESE), ("en", ENGLISH)):
            for name, function in noise.ways()[language].items():
                with self.subTest(way=name):
                    spoilt = [function(text, random.Random(number)) for number in range(20)]
                    self.assertEqual(spoilt, [function(text, random.Random(number)) for number in range(20)])
                    self.assertNotEqual(spoilt, [text] * 20)

    def test_slang_replaces_words_of_the_list_the_longest_first(self):
        draw = random.Random(1)
        draw.random = lambda: 0.0
        self.assertIn(noise.slang("快递员", draw), noise_words.SLANG["快递员"])
        self.assertEqual(noise.slang("无关", draw), "无关")

    def test_wrong_characters_are_partners_one_for_one(self):
        for number in range(50):
            spoilt = noise.alike(CHINESE, random.Random(number))
            self.assertEqual(len(spoilt), len(CHINESE))
            for one, other in zip(CHINESE, spoilt):
                self.assertTrue(one == other or other in noise.ALIKE[one])

    def test_english_words_keep_their_first_and_last_letter_place(self):
        for number in range(50):
            for one, other in zip(ENGLISH.split(), noise.misspelt(ENGLISH, random.Random(number)).split()):
                self.assertEqual(one[0], other[0])
                self.assertLessEqual(abs(len(one) - len(other)), 1)
                if len(one) < 4:
                    self.assertEqual(one, other)

    def test_each_text_is_spoilt_as_often_as_it_is_drawn_and_keeps_its_labels(self):
        gold = [{"id": "1", "text": CHINESE, "l1": "A", "lang": "zh", "source": "x"}, {"id": "2", "text": ENGLISH, "l1": "B", "lang": "en"}]
        rows = list(noise.spoil(gold, "zh", "emoji", noise.emoji))
        self.assertEqual([(row["id"], row["l1"], row["source"]) for row in rows], [("1", "A", "zh emoji")] * noise.DRAWS)
        self.assertEqual(len({row["text"] for row in rows}), noise.DRAWS)


if __name__ == "__main__":
    unittest.main()
