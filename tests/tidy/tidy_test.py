#!/usr/bin/env python3
"""Each rule of tidy finds its violation in a tree of a few files, and lets the proper form pass."""

import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tidy  # noqa: E402

_HEADER = "// What this is.\n// Why it is so.\n#pragma once\n"
_CONTRACT = """// What A does.
service A {
  // Reads "one // thing".
  rpc Get(GetRequest) returns (Thing) {
    option (redress.auth.v1.allow) = {roles: [ROLE_ADMIN]};
    option (google.api.http) = {get: "/v1/{name=things/*}"};
  }
}

// Something.
message Thing {
  reserved 4;
  // `things/{thing}`; required,
  // never changes.
  string name = 1;
  repeated string owners = 2 [deprecated = true]; // It's `https://…`.
  map<string, int64> sizes = 3; // In bytes.
  // One of the two.
  oneof place {
    string city = 5; // "Shanghai"
    string url = 6; // Nothing personal.
  }
  // Its life.
  enum State {
    STATE_UNSPECIFIED = 0; // Never answered.
    STATE_OPEN = 1; // Still there.
  }
}

// Which to read.
message GetRequest {}

extend google.protobuf.MethodOptions {
  Allow allow = 50101; // Who may call it.
}
"""
_BASE = {"README.md": "# A\n## B\n", "README.zh-CN.md": "# 甲\n## 乙\n"}


class TidyTest(unittest.TestCase):
    def found(self, **files):
        """(file, rule) of every violation in a tree with these files beside two proper READMEs."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**_BASE, **files.get("tree", {})}.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return {(name, rule) for name, _, rule, _ in tidy.check(folder)}

    def assert_found(self, name, text, rule, **more):
        self.assertIn((name, rule), self.found(tree={name: text, **more.get("beside", {})}))

    def assert_clean(self, tree):
        self.assertEqual(self.found(tree=tree), set())

    def test_a_proper_tree_is_clean(self):
        self.assert_clean(
            {
                "libs/base/time.cc": "auto t = absl::Now();\n",
                "services/sla/domain/clock.h": _HEADER,
                "services/sla/domain/clock.cc": '#include "services/sla/domain/clock.h"\n// absl::Now() is not called here\n',
                "services/sla/domain/clock_test.cc": "\n",
                "services/allinone/main.cc": '#include "services/sla/bind.h"\n',
                "proto/redress/a/v1/a.proto": _CONTRACT,
                "tools/run": "#!/usr/bin/env bash\nset -euo pipefail\n",
                "docs/a.md": "[b](../README.md#b) [web](https://example.org) `[x](none)`\n",
            }
        )

    def test_a_header_without_comment(self):
        self.assert_found("libs/a/a.h", "#pragma once\n", "header_comments")

    def test_time_randomness_and_sleep_outside_base(self):
        calls = ("absl::Now()", "std::chrono::system_clock::now()", "rand()", "absl::SleepFor(d)", "std::this_thread::sleep_for(d)", "sleep(1)")
        for call in calls + ("std::random_device d", "srand(1)"):
            with self.subTest(call):
                self.assert_found("services/sla/app/a.cc", f"auto x = {call};\n", "forbidden_calls")
        self.assert_found("tests/e2e/a.py", "time.sleep" + "(1)\n", "forbidden_calls")

    def test_a_word_that_only_contains_a_forbidden_one(self):
        self.assert_clean({"libs/a/a.cc": "operand(1); x.sleep(1); brand(2);\n"})

    def test_storage_transport_and_messages_in_domain(self):
        for header in ("<pqxx/pqxx>", "<grpcpp/grpcpp.h>", '"redress/sla/v1/sla.pb.h"', '"libs/pg/pool.h"'):
            with self.subTest(header):
                self.assert_found("services/sla/domain/a.cc", f"#include {header}\n", "includes")

    def test_one_service_includes_another_and_libs_a_service(self):
        self.assert_found("services/sla/app/a.cc", '#include "services/routing/domain/b.h"\n', "includes")
        self.assert_found("libs/events/a.cc", '#include "services/routing/domain/b.h"\n', "includes")

    def test_a_domain_file_without_test(self):
        self.assert_found("services/sla/domain/clock.cc", "\n", "domain_tests")

    def test_a_policy_that_an_editor_cannot_draw(self):
        head = '<definitions><decision id="d"><informationRequirement id="r"/></decision><inputData id="i"/><DMNDI><DMNDiagram>'
        tail = "</DMNDiagram></DMNDI></definitions>"
        place, edge = "<Bounds/>", "<waypoint/><waypoint/>"
        shapes = {
            "d": f'<DMNShape id="s1" dmnElementRef="d">{place}</DMNShape>',
            "i": f'<DMNShape id="s2" dmnElementRef="i">{place}</DMNShape>',
            "r": f'<DMNEdge id="e1" dmnElementRef="r">{edge}</DMNEdge>',
        }
        file = "services/a/policies/a.dmn"
        self.assert_clean({file: head + "".join(shapes.values()) + tail})
        for id in shapes:
            self.assert_found(file, head + "".join(s for i, s in shapes.items() if i != id) + tail, "drawn_requirements")
        for fault in (shapes["d"], shapes["d"].replace('"d"', '"x"')):
            self.assert_found(file, head + "".join(shapes.values()) + fault + tail, "drawn_requirements")
        bare = "".join(shapes.values()).replace(edge, "<waypoint/>")
        self.assert_found(file, head + bare + tail, "drawn_requirements")

    def test_a_long_file(self):
        self.assert_found("libs/a/a.cc", "\n" * 401, "lengths")
        self.assert_clean({"libs/a/a.cc": "\n" * 400, "services/a/data/words.yaml": "\n" * 900})

    def test_a_method_without_rule(self):
        for method in ("  rpc Get(B) returns (C);\n", "  rpc Get(B) returns (C) {\n    option (google.api.http) = {get: '/v1'};\n  }\n"):
            self.assert_found("proto/redress/a/v1/a.proto", "service A {\n" + method + "}\n", "proto_methods")

    def test_a_declaration_without_comment(self):
        above = ("service A", "  rpc Get", "message Thing", "  string name", "  oneof place", "  enum State", "message GetRequest")
        behind = ("  repeated string", "  map<string", "    string city", "    STATE_OPEN", "  Allow allow")
        for start in above + behind:
            with self.subTest(start):
                lines = _CONTRACT.splitlines()
                at = next(i for i, line in enumerate(lines) if line.startswith(start))
                lines[at] = re.sub(r"\s*//.*", "", lines[at])
                if start in above:
                    lines[at - 1] = ""
                text = "\n".join(lines) + "\n"
                self.assert_found("proto/redress/a/v1/a.proto", text, "proto_comments")
                self.assert_clean({"proto/redress/a/v1alpha/a.proto": text})

    def test_a_comment_that_belongs_to_something_else(self):
        for text in ("message A {\n  string b = 1; // Of b.\n  string c = 2;\n}\n", "message A {\n  // Far away.\n\n  string c = 2;\n}\n"):
            self.assert_found("proto/redress/a/v1/a.proto", "// What it is.\n" + text, "proto_comments")

    def test_a_comment_that_only_repeats_the_name(self):
        for comment in ("The page token.", "Page_token", "//", "…"):
            with self.subTest(comment):
                text = "// What it is.\nmessage A {\n  string page_token = 1; // %s\n}\n" % comment
                self.assert_found("proto/redress/a/v1/a.proto", text, "proto_comments")

    def test_a_script_that_goes_on_after_a_fault(self):
        self.assert_found("tools/run", "#!/usr/bin/env bash\nset -e\n", "scripts")

    def test_a_dead_link_and_a_folder_that_is_not_there(self):
        self.assert_found("docs/a.md", "[b](b.md)\n", "links")
        self.assert_found("libs/README.md", "see `libs/nothing/`\n", "folders")

    def test_readmes_that_drift_apart(self):
        self.assertIn(("README.zh-CN.md", "readmes"), self.found(tree={"README.md": "# A\n"}))

    def test_a_reason_that_the_readme_does_not_know(self):
        code = 'return Error(absl::StatusCode::kAborted,\n    "TOO_LATE", "it is too late");\n'
        self.assert_found("services/sla/app/a.cc", code, "reasons", beside={"services/sla/README.md": "`TOO_EARLY`\n"})
        self.assert_clean({"services/sla/app/a.cc": code, "services/sla/README.md": "`TOO_LATE`\n"})

    def test_unfinished_words_and_machine_paths(self):
        self.assert_found("libs/a/a.cc", "// TO" + "DO: later\n", "unfinished_words")
        self.assert_found("libs/a/a.cc", 'Open("/ro' + 'ot/x");\n', "machine_paths")
        self.assert_clean({"libs/a/a.cc": 'Open("/v1/wo' + 'rk/x"); Open("$HOME/ro' + 'ot/x");\n'})


if __name__ == "__main__":
    unittest.main()
