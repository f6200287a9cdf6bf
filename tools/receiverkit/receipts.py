"""Tells the suite that a message arrived, or did not, as an SMS or push provider does: by its public API, a moment after it took it."""

import json
import queue
import ssl
import threading
import urllib.error
import urllib.request

_ATTEMPTS = 8
_TIMEOUT_S = 10


class Receipts:
    """Reports in a thread of its own, each receipt until it is taken or refused; what is not reported yet is lost at a restart."""

    def __init__(self, url, token, board, wait_s=lambda attempt: min(2**attempt, 30) / 4):
        self._url, self._token, self._board, self._wait_s = url, token, board, wait_s
        self._stopped = threading.Event()
        self._waiting = queue.Queue()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def taken(self, way, key):
        """After a message was taken. Faults: RECEIPT_LOST, RECEIPT_FAILED, RECEIPT_TWICE."""
        if self._board.strike("RECEIPT_LOST", way):
            return
        failed = self._board.strike("RECEIPT_FAILED", way)
        receipt = {"messageId": key, "outcome": "OUTCOME_FAILED" if failed else "OUTCOME_DELIVERED"}
        receipt.update({"reason": "UNREACHABLE"} if failed else {})
        for _ in range(2 if self._board.strike("RECEIPT_TWICE", way) else 1):
            self._waiting.put(receipt)

    def stop(self):
        """Ends the thread; what waits is not reported."""
        self._stopped.set()
        self._waiting.put(None)
        self._thread.join()

    def _work(self):
        while (receipt := self._waiting.get()) is not None and not self._stopped.is_set():
            for attempt in range(_ATTEMPTS):
                if self._report(receipt) or self._stopped.wait(self._wait_s(attempt)):
                    break

    def _report(self, receipt):
        """True where nothing is left to do: it was taken, or refused for good."""
        request = urllib.request.Request(self._url, json.dumps(receipt).encode(), {"Authorization": f"Bearer {self._token}"})
        try:
            # The gateway of a private stack has a certificate of its own.
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S, context=ssl._create_unverified_context()):
                return True
        except urllib.error.HTTPError as answer:
            # A message may be known here before the suite has noted that it was sent (404).
            return answer.code not in (404, 429) and answer.code < 500
        except OSError:
            return False
