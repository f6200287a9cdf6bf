"""The receiver over HTTP: POST /v1/sms, /v1/push (signed), /alerts (Alertmanager's webhook); GET, PUT, DELETE /faults; GET /healthz."""

import hmac
import http.server
import json
import sys
import threading
import time

from receiverkit import signature
from receiverkit.faults import Fault, FaultError
from receiverkit.inbox import Answer

_BODY_MAX = 256 * 1024
_WAYS = {"/v1/sms": "sms", "/v1/push": "push", "/alerts": "alerts"}


class Server(http.server.ThreadingHTTPServer):
    """Takes messages into an inbox. `stopped` ends what waits."""

    daemon_threads = True

    def __init__(self, address, inbox, board, secret, receipts=None):
        super().__init__(address, _Handler)
        self.inbox, self.board, self.secret, self.receipts = inbox, board, secret, receipts
        self.stopped = threading.Event()

    def handle_error(self, request, client_address):
        """A sender that went away is its own business; all else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def shutdown(self):
        """Ends what waits, then the loop."""
        self.stopped.set()
        super().shutdown()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing: who is written to, and what, is nobody's business."""

    def do_GET(self):
        if self.path == "/healthz":
            self._answer(Answer(200, {"serving": True}))
        elif self.path == "/faults":
            self._answer(Answer(200, {"faults": self.server.board.list()}))
        else:
            self._answer(_NO_SUCH_PATH)

    def do_PUT(self):
        body = self._body()
        if body is None:
            return
        if self.path != "/faults":
            return self._answer(_NO_SUCH_PATH)
        try:
            self.server.board.set(Fault.of(json.loads(body)))
            self._answer(Answer(200, {"faults": self.server.board.list()}))
        except (FaultError, ValueError) as wrong:
            self._answer(Answer(400, {"reason": "INVALID_FAULT", "message": str(wrong)}))

    def do_DELETE(self):
        if self.path != "/faults":
            return self._answer(_NO_SUCH_PATH)
        self.server.board.clear()
        self._answer(Answer(200, {"faults": []}))

    def do_POST(self):
        body = self._body()
        if body is None:
            return
        way = _WAYS.get(self.path)
        if way is None:
            return self._answer(_NO_SUCH_PATH)
        answer = self._take(way, body)
        if answer is None:
            self.close_connection = True  # without a word: the sender cannot know
        else:
            self._answer(answer)

    def _take(self, way, body):
        """The answer, or None where it gets lost."""
        board, inbox = self.server.board, self.server.inbox
        if slow := board.strike("SLOW", way):
            self.server.stopped.wait(slow.delay_ms / 1000)
        if board.strike("DOWN", way):
            return Answer(503, {"reason": "DOWN", "message": "come back later"})
        wrong = self._alertmanager_fault() if way == "alerts" else self._signature_fault(body)
        if wrong:
            return Answer(401, {"reason": "SIGNATURE_REFUSED", "message": wrong})
        key = self.headers.get("Idempotency-Key", "")
        if wrong := _message_fault(way, key, body):
            return Answer(400, {"reason": "MALFORMED_MESSAGE", "message": wrong})
        if former := inbox.former(way, key, body):
            return former
        if board.strike("ERROR_BEFORE", way):
            return Answer(503, {"reason": "NOT_TAKEN", "message": "an error, and nothing was taken"})
        if board.strike("REFUSE", way):
            return inbox.refuse(way, key, body)
        answer = inbox.take(way, key, body)
        if self.server.receipts and way != "alerts" and answer.status == 200:
            self.server.receipts.taken(way, key)
        return None if board.strike("ERROR_AFTER", way) else answer

    def _signature_fault(self, body):
        return signature.fault(self.server.secret, self.headers.get(signature.HEADER), body, time.time())

    def _alertmanager_fault(self):
        """Alertmanager cannot sign; it brings the secret itself, over loopback."""
        brought = self.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        return None if hmac.compare_digest(brought, self.server.secret) else "Authorization is not the bearer of the secret"

    def _body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _BODY_MAX:
            self.close_connection = True
            self._answer(Answer(413, {"reason": "BODY_TOO_LARGE", "message": f"Content-Length is needed, {_BODY_MAX} at most"}))
            return None
        return self.rfile.read(int(length))

    def _answer(self, answer):
        body = json.dumps(answer.body).encode() + b"\n"
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _message_fault(way, key, body):
    if way != "alerts" and not 1 <= len(key) <= 200:
        return "Idempotency-Key has 1 to 200 characters"
    try:
        return None if isinstance(json.loads(body), dict) else "the body is a JSON object"
    except ValueError:
        return "the body is no JSON"


_NO_SUCH_PATH = Answer(404, {"reason": "NO_SUCH_PATH", "message": "POST /v1/sms, /v1/push, /alerts; GET, PUT, DELETE /faults"})
