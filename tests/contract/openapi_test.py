#!/usr/bin/env python3
"""docs/openapi/redress.json says what the contracts say, and holds together."""

import json
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "docs/openapi/redress.json"


class OpenApiTest(unittest.TestCase):
    def setUp(self):
        self.document = json.loads(DOCUMENT.read_text())
        self.operations = [
            (verb, path, operation) for path, verbs in self.document["paths"].items() for verb, operation in verbs.items()
        ]

    def test_it_is_what_the_contracts_say(self):
        done = subprocess.run([str(ROOT / "tools/openapi"), "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_reference_resolves(self):
        def walk(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    target = self.document
                    for step in node["$ref"].removeprefix("#/").split("/"):
                        target = target[step]
                    self.assertTrue(target, node["$ref"])
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)

        walk(self.document)

    def test_every_variable_of_a_path_is_a_parameter_and_names_are_unique(self):
        ids = [operation["operationId"] for _, _, operation in self.operations]
        self.assertEqual(len(ids), len(set(ids)))
        for _, path, operation in self.operations:
            names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            for name in names:
                self.assertIn("{" + name + "}", path)
            self.assertEqual(len(names), path.count("{"), path)

    def test_every_operation_says_who_may_call_it(self):
        for _, path, operation in self.operations:
            self.assertRegex(operation["description"], r"Roles: |Anybody may call it\.", path)


if __name__ == "__main__":
    unittest.main()
