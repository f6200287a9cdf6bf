#!/usr/bin/env python3
"""From a figure to the person on call: Prometheus scrapes, a rule of alerts.yml is true, Alertmanager tells the receiver.

Real programs with the files of deploy/; the figure is one that a process of the suite would show.
"""

import http.client
import http.server
import json
import os
import pathlib
import string
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from stackkit.layout import free_port  # noqa: E402

PATIENCE_S = 90


class Figures(http.server.BaseHTTPRequestHandler):
    """/metrics of a process of which two partitions stand still, until `mended`."""

    mended = threading.Event()

    def log_message(self, *_):
        pass

    def do_GET(self):
        count = 0 if self.mended.is_set() else 2
        body = f'redress_consumer_stopped_partitions{{consumer="assign"}} {count}\n'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class AlertingTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "secret").write_text("a secret of the test")
        self.ports = {name: free_port() for name in ("receiver", "smtp", "alertmanager", "prometheus")}
        figures = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Figures)
        thread = threading.Thread(target=figures.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(figures.server_close)
        self.addCleanup(figures.shutdown)
        self.figures = f"127.0.0.1:{figures.server_address[1]}"

    def at(self, name):
        return f"127.0.0.1:{self.ports[name]}"

    def run_program(self, name, *command):
        log = open(self.folder / f"{name}.log", "w")
        self.addCleanup(log.close)
        program = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd=self.folder, env=dict(os.environ))
        self.addCleanup(program.wait, 30)
        self.addCleanup(program.terminate)
        return program

    def wait(self, what, ask):
        deadline = time.monotonic() + PATIENCE_S
        while not (found := ask()):
            if time.monotonic() > deadline:
                logs = "\n".join(f"{file.name}: {file.read_text()[-1500:]}" for file in self.folder.glob("*.log"))
                self.fail(f"{what} did not come in {PATIENCE_S} s\n{logs}")
            threading.Event().wait(0.1)
        return found

    def serves(self, name, path):
        connection = http.client.HTTPConnection(self.at(name), timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def told(self, status):
        file = self.folder / "received/messages/alerts.jsonl"
        lines = file.read_text().splitlines() if file.exists() else []
        notices = [json.loads(line)["message"] for line in lines]
        return [alert for notice in notices for alert in notice["alerts"] if alert["status"] == status]

    def test_a_true_rule_is_told_and_its_end_too(self):
        self.start()
        (alert,) = self.wait("the alert", lambda: self.told("firing"))
        self.assertEqual(
            {name: alert["labels"][name] for name in ("alertname", "consumer", "process", "severity")},
            {"alertname": "PartitionStopped", "consumer": "assign", "process": "routing", "severity": "critical"},
        )
        self.assertEqual(alert["annotations"]["summary"], "assign stands still in 2 partitions")
        self.assertIn("roll back", alert["annotations"]["action"])
        Figures.mended.set()
        (ended,) = self.wait("the alert's end", lambda: self.told("resolved"))
        self.assertEqual(ended["fingerprint"], alert["fingerprint"])

    def start(self):
        deploy, folder = ROOT / "deploy", self.folder
        receiver = ("--http", self.at("receiver"), "--smtp", self.at("smtp"), "--folder", folder / "received")
        self.run_program("receiver", ROOT / "tools/receiver", *receiver, "--secret-file", folder / "secret")
        template = string.Template((deploy / "alertmanager/alertmanager.yml.template").read_text())
        values = {"receiver": f"http://{self.at('receiver')}/alerts", "credentials_file": folder / "secret"}
        # The end of an alert is told with its group's next notice, a minute later.
        (folder / "alertmanager.yml").write_text(template.substitute(values).replace("group_interval: 1m", "group_interval: 1s"))
        for name in ("prometheus.yml", "alerts.yml"):
            (folder / name).write_text((deploy / "prometheus" / name).read_text())
        for where, target, labels in (
            ("alertmanagers", self.at("alertmanager"), {}),
            ("targets", self.figures, {"process": "routing"}),
        ):
            (folder / where).mkdir()
            (folder / where / "test.json").write_text(json.dumps([{"targets": [target], "labels": labels}]))
        self.wait("the receiver", lambda: self.serves("receiver", "/healthz"))
        listen = ("--cluster.listen-address=", f"--web.listen-address={self.at('alertmanager')}", f"--storage.path={folder}/am")
        self.run_program("alertmanager", "prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml", *listen)
        self.wait("Alertmanager", lambda: self.serves("alertmanager", "/-/ready"))
        listen = (f"--web.listen-address={self.at('prometheus')}", f"--storage.tsdb.path={folder}/tsdb")
        self.run_program("prometheus", "prometheus", f"--config.file={folder}/prometheus.yml", *listen)


if __name__ == "__main__":
    unittest.main()
