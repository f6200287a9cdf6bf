#!/usr/bin/env python3
"""Dashboards: the JSON is what its description makes and what Grafana takes; figures and targets exist; the checker sees what it must."""

import http.server
import json
import os
import pathlib
import re
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
try:
    import yaml
except ModuleNotFoundError:
    home = pathlib.Path(os.environ.get("REDRESS_TOOLS_HOME") or pathlib.Path.home() / ".cache/redress/tools")
    python = str(home / "venv/bin/python3")
    os.execv(python, [python, __file__, *sys.argv[1:]])
from dashboardkit import asks, description, grafana  # noqa: E402

GRAFANA = ROOT / "deploy/grafana"
BOARDS = {path.stem: description.read(path) for path in sorted((GRAFANA / "boards").glob("*.yaml"))}
MADE = {name: json.loads(grafana.text(board)) for name, board in BOARDS.items()}
SPAN = asks.Span(1_000_000, 1_003_600)


def targets(made):
    return [(panel, target) for panel in made["panels"] for target in panel.get("targets", ())]


class JsonTest(unittest.TestCase):
    def test_the_files_are_what_the_descriptions_make(self):
        there = {path.stem: path.read_text() for path in (GRAFANA / "dashboards").glob("*.json")}
        self.assertEqual(sorted(there), sorted(BOARDS))
        for name, board in BOARDS.items():
            self.assertEqual(there[name], grafana.text(board), f"{name} is stale: tools/dashboards make")

    def test_panels_have_their_own_place_and_number(self):
        for name, made in MADE.items():
            numbers = [panel["id"] for panel in made["panels"]]
            self.assertEqual(len(numbers), len(set(numbers)), name)
            taken = set()
            for panel in made["panels"]:
                place = panel["gridPos"]
                self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
                self.assertFalse(cells & taken, panel["title"])
                taken |= cells

    def test_sources_are_those_that_are_provisioned(self):
        provisioned = yaml.safe_load((GRAFANA / "provisioning/datasources/redress.yaml").read_text())["datasources"]
        known = {source["uid"]: source["type"] for source in provisioned}
        for made in MADE.values():
            self.assertRegex(made["uid"], r"^redress-[a-z]+$")
            for panel, target in targets(made):
                self.assertEqual(known[target["datasource"]["uid"]], target["datasource"]["type"], panel["title"])

    def test_a_first_threshold_has_no_bound_and_a_panel_says_what_to_do(self):
        for made in MADE.values():
            for panel in made["panels"]:
                if panel["type"] != "row":
                    self.assertIsNone(panel["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["value"])
                    self.assertTrue(panel["description"])


class FiguresTest(unittest.TestCase):
    def test_our_metrics_are_named_in_the_code(self):
        sources = [path for folder in ("libs", "services") for path in (ROOT / folder).rglob("*") if path.suffix in (".cc", ".h")]
        code = "\n".join(path.read_text() for path in sources if not path.name.endswith("_test.cc"))
        named = set(re.findall(r'"((?:redress|process)_[a-z_]+)"', code))
        texts = [target["expr"] for made in MADE.values() for _, target in targets(made) if "expr" in target]
        texts += re.findall(r"expr: (.*(?:\n {12}.*)*)", (ROOT / "deploy/prometheus/alerts.yml").read_text())
        for metric in set(re.findall(r"\b(?:redress|process)_[a-z_]+", "\n".join(texts))):
            self.assertIn(re.sub(r"_(bucket|sum|count)$", "", metric), named)

    def test_sql_reads_the_views_that_are_granted_and_nothing_else(self):
        for made in MADE.values():
            for panel, target in targets(made):
                for table in re.findall(r"\b(?:FROM|JOIN)\s+(\S+)", target.get("rawSql", "")):
                    self.assertRegex(table, r"^analytics\.grafana_(kpi|kpi_by|volume|backlog|clock|grant)$", panel["title"])

    def test_thresholds_are_the_targets(self):
        policy = yaml.safe_load((ROOT / "services/analytics/data/kpis.yaml").read_text())
        targets_of = {kpi["id"]: kpi.get("target_percent") for kpi in policy["kpis"]}
        shown = {panel.kpi: panel for panel in BOARDS["kpis"].panels() if panel.kpi}
        for kpi, panel in shown.items():
            self.assertIn(kpi, targets_of)
            if targets_of[kpi] is not None:
                self.assertIn(targets_of[kpi] / 100, [value for _, value in panel.thresholds], kpi)
        self.assertEqual({kpi for kpi, target in targets_of.items() if target} - set(shown), set(), "a KPI with a target is not shown")


class DescriptionTest(unittest.TestCase):
    def test_every_fault_is_named_at_once(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bad.yaml"
            panel = {"title": "No question", "kind": "pie", "unit": "miles", "width": 25, "thresholds": {"pink": 1}, "colour": 1}
            board = {"uid": "u", "title": "t", "description": "d", "tags": [], "refresh": "1m", "from": "now-1h", "source": "mysql"}
            path.write_text(yaml.safe_dump({**board, "rows": [{"title": "r", "panels": [panel, panel]}]}))
            with self.assertRaises(description.DescriptionError) as caught:
                description.read(path)
        for word in ("question", "kind", "unit", "width", "colours", "ascend", "colour: no such", "text", "queries", "source", "twice"):
            self.assertIn(word, str(caught.exception))


class FillTest(unittest.TestCase):
    def test_promql(self):
        text = 'rate(a{p=~"$service"}[$__rate_interval]) + increase(b[$__range])'
        self.assertEqual(asks.promql(text, {"service": [".*"]}, SPAN), 'rate(a{p=~".*"}[1m]) + increase(b[3600s])')

    def test_sql(self):
        text = "SELECT 1 WHERE c IN (${channel:sqlstring}) AND $__timeFilter(day) AND k = ${kpi:sqlstring} -- $kpi"
        filled = asks.sql(text, {"channel": ["APP", "O'Neil"], "kpi": ["resolved"]}, SPAN)
        wanted = "c IN ('APP','O''Neil') AND day BETWEEN '1970-01-12T13:46:40Z' AND '1970-01-12T14:46:40Z' AND k = 'resolved' -- resolved"
        self.assertEqual(filled, "SELECT 1 WHERE " + wanted)
        self.assertIn("IN ('')", asks.sql("IN (${channel:sqlstring})", {"channel": []}, SPAN))

    def test_a_filter_takes_an_expression_with_a_variable(self):
        filled = asks.sql("$__timeFilter(day::timestamp AT TIME ZONE ${zone:sqlstring})", {"zone": ["Asia/Shanghai"]}, SPAN)
        self.assertTrue(filled.startswith("day::timestamp AT TIME ZONE 'Asia/Shanghai' BETWEEN '1970-01-12T13:46:40Z' AND "))

    def test_a_row_without_its_figure_is_no_data(self):
        for names, line, wanted in (
            (["value"], ["0.5"], True),
            (["value"], [""], False),
            (["value"], [], False),  # psql's line of one NULL
            (["time", "metric", "value"], ["2026-11-27", "resolved", ""], False),
            (["kind", "running"], ["REFUND", ""], True),
            (["kind", "running"], ["", ""], False),
        ):
            with self.subTest(line):
                self.assertEqual(asks._has_figure(names, line), wanted)

    def test_what_nobody_knows_is_refused(self):
        for text in ("$team", "${team:sqlstring}", "$__timeGroup(day)"):
            with self.subTest(text), self.assertRaises(asks.AskError):
                asks.sql(text, {}, SPAN)

    def test_stepped_time_is_within_the_range(self):
        self.assertEqual(asks.Span.of("now-1h", 10_000), asks.Span(6_400, 10_000))
        self.assertEqual(asks.Span.of("now-1h", 10_000, 90_000), asks.Span(6_400, 90_000))
        self.assertEqual(asks.Span.of("now-2m", 10_000, 5_000), asks.Span(4_880, 10_000))


class OnePrometheus(http.server.BaseHTTPRequestHandler):
    """Answers as Prometheus does: a figure, only NaN, nothing, or a refusal, by the query."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        values = {"good": [[1, "NaN"], [2, "3"]], "nan": [[1, "NaN"]]}
        if "label/" in self.path:
            return self.answer(200, {"data": ["intake"]})
        if "bad" in self.path:
            return self.answer(400, {"status": "error", "error": "parse error"})
        found = [values[name] for name in values if name in self.path]
        series = [{"values": found[0], "value": found[0][-1]}] if found else []
        return self.answer(200, {"data": {"result": series}})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class AskTest(unittest.TestCase):
    def setUp(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnePrometheus)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.source = asks.Prometheus(f"http://127.0.0.1:{server.server_address[1]}")

    def found(self, *texts, kind="time"):
        queries = tuple(description.Query(text) for text in texts)
        panel = description.Panel("?", kind, "", queries)
        variable = description.Variable("service", "", "label_values(up, process)")
        board = description.Board("u", "t", "", (), "", "now-1h", "prometheus", (variable,), (("r", (panel,)),))
        ((_, found),) = asks.ask(board, self.source, SPAN)
        return found

    def test_a_series_without_a_number_is_no_data(self):
        for kind in ("time", "stat"):
            self.assertEqual(self.found("good", kind=kind), asks.Found(rows=1))
            self.assertEqual(self.found("nan", kind=kind), asks.Found(silent=1))
            self.assertEqual(self.found("none", kind=kind), asks.Found(silent=1))
        self.assertEqual(self.found("good", "none", "good"), asks.Found(rows=2, silent=1))

    def test_a_refused_query_is_a_fault_with_its_reason(self):
        self.assertEqual(self.found("good", "bad").fault, "parse error")
        self.assertIn("$other", self.found("$other").fault)

    def test_nobody_there_is_a_fault_of_every_panel(self):
        self.source = asks.Prometheus("http://127.0.0.1:1")
        self.assertIn("Prometheus", self.found("good").fault)


if __name__ == "__main__":
    unittest.main()
