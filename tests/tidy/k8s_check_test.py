#!/usr/bin/env python3
"""tools/k8s-check finds what it is for: each case spoils one line of the real manifests."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# file, what is replaced, by what, a word of the complaint
SPOILED = (
    ("base/intake.yaml", "replicas: 2", "replicas: two", "schema"),
    ("base/intake.yaml", "serviceAccountName:", "servicAccountName:", "schema"),
    ("base/routing.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem"),
    ("base/routing.yaml", "capabilities: {drop: [ALL]}", "capabilities: {drop: [CHOWN]}", "capabilities"),
    ("base/gateway.yaml", "limits: {memory: 512Mi}", "limits: {cpu: 2}", "memory limit"),
    ("base/routing.yaml", "kind: PodDisruptionBudget", "kind: PodDisruptor", "has no policy/v1 PodDisruptor"),
    ("base/routing.yaml", "kind: ServiceAccount\nmetadata:\n  name: redress-routing", "kind: ServiceAccount\nmetadata:\n  name: routing", "has no ServiceAccount"),
    ("base/classification.yaml", "{name: redress-suite}", "{name: redress-suit}", "redress-suit,"),
    ("base/network-policies.yaml", "name: deny-all\nspec:\n  podSelector: {}", "name: x\nspec:\n  podSelector: {matchLabels: {a: b}}", "denies"),
    ("base/kustomization.yaml", "  - routing.yaml\n", "", "service routing is missing"),
    ("base/kustomization.yaml", "  - routing.yaml\n", "  - rooting.yaml\n", "rooting.yaml"),
)


def check(folder):
    done = subprocess.run([str(ROOT / "tools/k8s-check"), str(folder)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class K8sCheckTest(unittest.TestCase):
    def test_each_fault_is_found(self):
        for file, old, new, word in SPOILED:
            with self.subTest(file=file, new=new), tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder) / "k8s"
                shutil.copytree(ROOT / "k8s", copy, ignore=shutil.ignore_patterns("overlays"))
                text = (copy / file).read_text()
                self.assertIn(old, text)
                (copy / file).write_text(text.replace(old, new, 1))
                code, said = check(copy)
                self.assertEqual(code, 1, said)
                self.assertIn(word, said)


if __name__ == "__main__":
    unittest.main()
