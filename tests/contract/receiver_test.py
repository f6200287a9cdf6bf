#!/usr/bin/env python3
"""What tools/receiver promises to those who send: signatures, one message a key, an answer that may get lost, mail in a Maildir."""

import http.client
import http.server
import json
import mailbox
import os
import pathlib
import queue
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from receiverkit import http_side, signature  # noqa: E402
from receiverkit.faults import Fault, FaultBoard, FaultError  # noqa: E402
from receiverkit.inbox import Inbox  # noqa: E402
from receiverkit.receipts import Receipts  # noqa: E402
from stackkit.layout import free_port  # noqa: E402

SECRET = b"a secret of the test"


class SignatureTest(unittest.TestCase):
    def test_only_the_right_one_of_this_body_and_of_now_is_good(self):
        good = signature.sign(SECRET, b"{}", 1000)
        self.assertIsNone(signature.fault(SECRET, good, b"{}", 1000))
        self.assertIsNone(signature.fault(SECRET, good, b"{}", 1000 + signature.AGE_MAX_S))
        for name, value, body, now in (
            ("another body", good, b"{ }", 1000),
            ("another secret", signature.sign(b"x", b"{}", 1000), b"{}", 1000),
            ("another time", good.replace("t=1000", "t=1001"), b"{}", 1000),
            ("old", good, b"{}", 1001 + signature.AGE_MAX_S),
            ("of the future", good, b"{}", 999 - signature.AGE_MAX_S),
            ("absent", None, b"{}", 1000),
            ("no form", "v1=" + "0" * 64, b"{}", 1000),
            ("upper case", good.upper(), b"{}", 1000),
        ):
            with self.subTest(name):
                self.assertIsNotNone(signature.fault(SECRET, value, body, now))

    def test_the_form_is_what_the_contract_says(self):
        # echo -n '1000.{}' | openssl dgst -sha256 -hmac k
        done = subprocess.run(["openssl", "dgst", "-sha256", "-hmac", "k"], input=b"1000.{}", capture_output=True, check=True)
        self.assertEqual(signature.sign(b"k", b"{}", 1000.9), "t=1000,v1=" + done.stdout.decode().split()[-1])


class FaultTest(unittest.TestCase):
    def test_every_bad_field_is_named_at_once(self):
        with self.assertRaises(FaultError) as caught:
            Fault.of({"kind": "BROKEN", "way": "fax", "count": 0, "probability": 2, "delay_ms": 5, "hits": 1})
        for field in ("kind", "way", "count", "probability", "delay_ms", "hits"):
            self.assertIn(field + ":", str(caught.exception))
        for fields in ([], {}, {"kind": "SLOW"}, {"kind": "DOWN", "count": True}, {"kind": "DOWN", "probability": 0}):
            with self.subTest(fields), self.assertRaises(FaultError):
                Fault.of(fields)

    def test_it_strikes_its_way_so_often_and_no_more(self):
        board = FaultBoard()
        board.set(Fault.of({"kind": "DOWN", "way": "sms", "count": 2}))
        self.assertIsNone(board.strike("DOWN", "push"))
        self.assertIsNone(board.strike("SLOW", "sms"))
        self.assertEqual([board.strike("DOWN", "sms") is not None for _ in range(4)], [True, True, False, False])
        self.assertEqual(board.list()[0]["hits"], 2)
        board.set(Fault.of({"kind": "DOWN"}))
        self.assertIsNotNone(board.strike("DOWN", "sms"))  # that of all ways, after its own is used up
        board.clear()
        self.assertIsNone(board.strike("DOWN", "sms"))

    def test_chance_decides_where_a_probability_is_given(self):
        chances = iter([0.29, 0.3, 0.9, 0.0])
        board = FaultBoard(lambda: next(chances))
        board.set(Fault.of({"kind": "REFUSE", "probability": 0.3}))
        self.assertEqual([board.strike("REFUSE", "push") is not None for _ in range(4)], [True, False, False, True])


class InboxTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def lines(self, way="sms"):
        file = self.folder / f"{way}.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def test_the_same_key_gives_the_first_answer_and_is_stored_once(self):
        inbox = Inbox(self.folder)
        first = inbox.take("sms", "k", b'{"to": "1"}')
        self.assertEqual(inbox.take("sms", "k", b'{"to": "1"}'), first)
        self.assertEqual(inbox.take("sms", "k", b'{"to": "2"}').status, 409)
        self.assertEqual(inbox.take("push", "k", b'{"to": "2"}').status, 200)  # each way has keys of its own
        self.assertEqual([line["message"] for line in self.lines()], [{"to": "1"}])

    def test_a_key_is_known_after_a_restart_and_half_a_line_is_not(self):
        first = Inbox(self.folder).take("sms", "k", b"{}")
        with open(self.folder / "sms.jsonl", "ab") as file:
            file.write(b'{"id": "sms-2", "way"')
        again = Inbox(self.folder)
        self.assertEqual(again.take("sms", "k", b"{}"), first)
        self.assertEqual(again.take("sms", "l", b"{}").body["id"], "sms-2")
        self.assertEqual([line["id"] for line in self.lines()], ["sms-1", "sms-2"])

    def test_a_refusal_is_an_answer_too(self):
        inbox = Inbox(self.folder)
        self.assertEqual(inbox.refuse("sms", "k", b"{}").status, 422)
        self.assertEqual(inbox.take("sms", "k", b"{}").status, 422)
        self.assertEqual(self.lines(), [])

    def test_fifty_at_once_with_one_key_are_one(self):
        inbox, answers = Inbox(self.folder), []
        threads = [threading.Thread(target=lambda: answers.append(inbox.take("sms", "k", b"{}"))) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(self.lines()), 1)
        self.assertEqual({answer.body["id"] for answer in answers}, {"sms-1"})


class Told:
    """What would be reported."""

    def __init__(self):
        self.told = []

    def taken(self, way, key):
        self.told.append((way, key))


class HttpTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.board = FaultBoard()
        self.server = http_side.Server(("127.0.0.1", 0), Inbox(self.folder), self.board, SECRET, Told())
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def call(self, verb, path, body=b"", headers=()):
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=30)
        try:
            connection.request(verb, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def send(self, key="k", body=b'{"to": "+86", "text": "x"}', way="sms"):
        headers = {"Idempotency-Key": key, signature.HEADER: signature.sign(SECRET, body, time.time())}
        return self.call("POST", f"/v1/{way}", body, headers)

    def stored(self, way="sms"):
        file = self.folder / f"{way}.jsonl"
        return file.read_text().splitlines() if file.exists() else []

    def test_a_signed_message_is_taken_and_others_are_not(self):
        self.assertEqual(self.send(), (200, {"id": "sms-1"}))
        self.assertEqual(self.send(), (200, {"id": "sms-1"}))
        self.assertEqual(self.send(way="push"), (200, {"id": "push-1"}))
        self.assertEqual(self.server.receipts.told, [("sms", "k"), ("push", "k")])  # once for each
        self.assertEqual(self.call("POST", "/v1/sms", b"{}", {"Idempotency-Key": "l"})[0], 401)
        self.assertEqual(self.send(key="")[0], 400)
        self.assertEqual(self.send(key="m", body=b"[]")[0], 400)
        self.assertEqual(self.send(key="m", body=b"\xff")[0], 400)
        self.assertEqual(self.call("POST", "/v1/fax", b"{}")[0], 404)
        self.assertEqual(len(self.stored()), 1)

    def test_alertmanager_brings_the_secret_itself(self):
        body = json.dumps({"alerts": [{"status": "firing"}]}).encode()
        self.assertEqual(self.call("POST", "/alerts", body, {"Authorization": "Bearer nonsense"})[0], 401)
        self.assertEqual(self.call("POST", "/alerts", body, {"Authorization": "Bearer " + SECRET.decode()})[0], 200)
        self.assertEqual(json.loads(self.stored("alerts")[0])["message"]["alerts"][0]["status"], "firing")

    def test_a_lost_answer_is_found_again_by_its_key(self):
        self.call("PUT", "/faults", b'{"kind": "ERROR_AFTER", "way": "sms", "count": 1}')
        with self.assertRaises(http.client.RemoteDisconnected):
            self.send()
        self.assertEqual(self.send(), (200, {"id": "sms-1"}))
        self.assertEqual(len(self.stored()), 1)

    def test_errors_before_leave_nothing_and_refusals_stay(self):
        for kind, status in (("DOWN", 503), ("ERROR_BEFORE", 503), ("REFUSE", 422)):
            self.assertEqual(self.call("PUT", "/faults", json.dumps({"kind": kind, "count": 1}).encode())[0], 200)
            self.assertEqual(self.send(key=kind)[0], status)
        self.assertEqual(self.send(key="REFUSE")[0], 422)
        self.assertEqual(self.send(key="DOWN")[0], 200)
        self.assertEqual([fault["hits"] for fault in self.call("GET", "/faults")[1]["faults"]], [1, 1, 1])
        self.assertEqual(self.call("DELETE", "/faults"), (200, {"faults": []}))
        self.assertEqual(self.call("PUT", "/faults", b"{}")[0], 400)

    def test_a_slow_one_takes_the_message_though_nobody_waits(self):
        self.call("PUT", "/faults", b'{"kind": "SLOW", "delay_ms": 600000, "count": 1}')
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=0.2)
        body = b"{}"
        headers = {"Idempotency-Key": "k", signature.HEADER: signature.sign(SECRET, body, time.time())}
        connection.request("POST", "/v1/push", body, headers)
        with self.assertRaises(TimeoutError):
            connection.getresponse()
        connection.close()
        self.server.stopped.set()  # what waits goes on
        while not self.stored("push"):
            threading.Event().wait(0.02)
        self.assertEqual(self.send(way="push", body=body), (200, {"id": "push-1"}))


class Suite(http.server.BaseHTTPRequestHandler):
    """Takes receipts; is away at first."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
        self.server.receipts.put((status, self.headers["Authorization"], body))


class ReceiptTest(unittest.TestCase):
    def setUp(self):
        self.suite = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Suite)
        self.suite.statuses, self.suite.receipts = [], queue.Queue()
        thread = threading.Thread(target=self.suite.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.suite.server_close)
        self.addCleanup(self.suite.shutdown)
        self.board = FaultBoard()
        url = f"http://127.0.0.1:{self.suite.server_address[1]}/v1/notices:reportReceipt"
        self.receipts = Receipts(url, "a token", self.board, wait_s=lambda _: 0.01)
        self.addCleanup(self.receipts.stop)

    def reported(self):
        return self.suite.receipts.get(timeout=30)

    def test_a_message_that_was_taken_has_arrived(self):
        self.receipts.taken("sms", "k")
        self.assertEqual(self.reported(), (200, "Bearer a token", {"messageId": "k", "outcome": "OUTCOME_DELIVERED"}))

    def test_it_is_told_until_it_is_taken_and_a_refusal_ends_it(self):
        self.suite.statuses[:] = [503, 404, 200, 400]
        for key in ("k", "l", "m"):
            self.receipts.taken("sms", key)
        self.assertEqual([self.reported()[0] for _ in range(5)], [503, 404, 200, 400, 200])

    def test_faults(self):
        for kind in ("RECEIPT_LOST", "RECEIPT_FAILED", "RECEIPT_TWICE"):
            self.board.set(Fault.of({"kind": kind, "way": "push", "count": 1}))
        self.receipts.taken("push", "lost")
        self.receipts.taken("push", "failed")  # and twice
        self.receipts.taken("push", "arrived")
        told = [self.reported()[2] for _ in range(3)]
        failed = {"messageId": "failed", "outcome": "OUTCOME_FAILED", "reason": "UNREACHABLE"}
        self.assertEqual(told, [failed, failed, {"messageId": "arrived", "outcome": "OUTCOME_DELIVERED"}])


class MailTest(unittest.TestCase):
    """The program as the stack starts it."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "secret").write_bytes(SECRET)
        self.smtp_port, self.http_port = free_port(), free_port()
        command = [ROOT / "tools/receiver", "--http", f"127.0.0.1:{self.http_port}", "--smtp", f"127.0.0.1:{self.smtp_port}"]
        command += ["--folder", self.folder / "in", "--secret-file", self.folder / "secret"]
        program = subprocess.Popen([str(part) for part in command], env={**os.environ, "PYTHONUNBUFFERED": "1"})
        self.addCleanup(program.wait, 20)
        self.addCleanup(program.terminate)
        deadline = time.monotonic() + 30
        while not self.serves():
            self.assertIsNone(program.poll(), "the receiver ended")
            self.assertLess(time.monotonic(), deadline, "the receiver does not serve")
            threading.Event().wait(0.05)

    def serves(self):
        try:
            return self.call("GET", "/healthz") == 200
        except OSError:
            return False

    def call(self, verb, path, body=b""):
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=10)
        try:
            connection.request(verb, path, body)
            return connection.getresponse().status
        finally:
            connection.close()

    def send(self, to="kunde@example.com"):
        text = "From: redress@example.com\r\nSubject: =?utf-8?b?5bey5pS25Yiw?=\r\nMessage-ID: <k@redress>\r\n\r\nN\r\n"
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as client:
            client.sendmail("redress@example.com", [to], text.encode())

    def mails(self):
        return list(mailbox.Maildir(self.folder / "in/mail"))

    def test_mail_lies_in_the_maildir_with_its_envelope(self):
        self.send()
        (mail,) = self.mails()
        self.assertEqual((mail["Message-ID"], mail["X-RcptTo"]), ("<k@redress>", "kunde@example.com"))

    def test_faults_are_those_of_a_mail_server(self):
        for kind, wrong in (("DOWN", 421), ("ERROR_BEFORE", 451)):
            self.call("PUT", "/faults", json.dumps({"kind": kind, "way": "email", "count": 1}).encode())
            with self.assertRaises(smtplib.SMTPResponseException) as caught:
                self.send()
            self.assertEqual(caught.exception.smtp_code, wrong)
        self.call("PUT", "/faults", b'{"kind": "REFUSE", "way": "email", "count": 1}')
        with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
            self.send()
        self.assertEqual(next(iter(refused.exception.recipients.values()))[0], 550)
        self.assertEqual(self.mails(), [])
        self.call("PUT", "/faults", b'{"kind": "ERROR_AFTER", "way": "email", "count": 1}')
        with self.assertRaises(smtplib.SMTPServerDisconnected):
            self.send()
        self.send()
        self.assertEqual(len(self.mails()), 2)  # a mail box does not know keys: it came twice


if __name__ == "__main__":
    unittest.main()
