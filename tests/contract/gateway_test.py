#!/usr/bin/env python3
"""The gateway alone, with the configuration that tools/gateway-config renders and no service behind it.

A call that the gateway lets through ends in 503 (nothing is there), so every method × every role can be asked without a suite.
Environment: REDRESS_DESCRIPTOR_SET (redress.pb of the build).
"""

import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/contract"), str(ROOT / "tools")]
import es256  # noqa: E402
from stackkit import setup  # noqa: E402
from stackkit.layout import free_port  # noqa: E402

DESCRIPTORS = os.environ["REDRESS_DESCRIPTOR_SET"]
SERVICES = ("intake", "classification", "routing", "casework", "compensation", "sla", "outreach", "analytics")
ROLES = ("SPECIALIST", "SUPERVISOR", "MANAGER", "ANALYST", "POLICY_OWNER", "LEGAL", "AUDITOR", "ADMIN", "BACKEND", "CONNECTOR")
LET_THROUGH = 503


class Gateway:
    """A running Envoy with a folder of its own."""

    def __init__(self, folder, name, *flags):
        self.port, metrics = free_port(), free_port()
        self.log = folder / f"{name}-access.log"
        config = folder / f"{name}.yaml"
        command = [ROOT / "tools/gateway-config", "--descriptor-set", DESCRIPTORS, "--jwks", folder / "jwks.json"]
        command += [part for service in SERVICES for part in ("--backend", f"{service}=127.0.0.1:1")]
        command += ["--listen", f"127.0.0.1:{self.port}", "--metrics", f"127.0.0.1:{metrics}", "--access-log", self.log]
        command += ["--admin-socket", folder / f"{name}.sock", *flags]
        config.write_text(subprocess.run([str(x) for x in command], check=True, capture_output=True, text=True).stdout)
        run = [setup.envoy_program(), "--disable-hot-restart", "--concurrency", "2", "--log-level", "error", "-c", config]
        self.process = subprocess.Popen([str(x) for x in run + ["--file-flush-interval-msec", "50"]])
        deadline = time.monotonic() + 20
        while True:
            try:
                if self.call("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError("Envoy does not come up")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def call(self, verb, path, token=None, body=None, headers=()):
        """Status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            given = {"content-type": "application/json", **dict(headers)}
            if token:
                given["authorization"] = f"Bearer {token}"
            connection.request(verb, path, body, given)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()


class GatewayTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.key = cls.folder / "right.pem"
        (cls.folder / "jwks.json").write_text(json.dumps({"keys": [es256.make_key(cls.key)]}))
        cls.tokens = {role: es256.token(cls.key, {"sub": "agents/a", "roles": [role]}) for role in ROLES}
        for service in ("classification", "outreach", "routing", "casework"):
            cls.tokens["SERVICE " + service] = es256.token(cls.key, {"sub": f"services/{service}", "roles": ["SERVICE"]})
        cls.gateway = Gateway(cls.folder, "main")
        list_methods = [str(ROOT / "tools/gateway-config"), "--descriptor-set", DESCRIPTORS, "--methods"]
        every = json.loads(subprocess.run(list_methods, check=True, capture_output=True, text=True).stdout)
        cls.methods = [m for m in every if m["service"].split(".")[1] in SERVICES + ("events",)]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.stop()
        cls.temporary.cleanup()

    def assert_status(self, answer, http_status, code, reason):
        """The answer is a google.rpc.Status of the gateway's."""
        status, headers, body = answer
        self.assertEqual(status, http_status, body)
        self.assertEqual(headers["content-type"], "application/json")
        told = json.loads(body)
        self.assertEqual((told["code"], told["details"][0]["reason"], told["details"][0]["domain"]), (code, reason, "redress"))
        self.assertTrue(told["message"])
        return told

    def test_each_method_is_open_to_exactly_the_roles_of_its_option(self):
        def ask(case):
            method, who, (verb, path, headers) = case
            return self.gateway.call(verb, path, self.tokens.get(who), b"" if verb != "GET" else None, headers)[0]

        cases = [(m, who, way) for m in self.methods for who in [None, *self.tokens] for way in ways(m)]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            seen = list(pool.map(ask, cases))
        wrong = [(m["name"], who, way[1], got, expected(m, who)) for (m, who, way), got in zip(cases, seen) if got != expected(m, who)]
        self.assertEqual(wrong, [])
        self.assertGreater(len(cases), 500)

    def test_wrong_tokens_are_refused(self):
        other = self.folder / "other.pem"
        es256.make_key(other)
        admin = {"sub": "agents/a", "roles": ["SPECIALIST"]}
        for token in (
            es256.token(self.key, admin, lifetime_s=-120),
            es256.token(other, admin),
            es256.token(self.key, {**admin, "iss": "somebody"}),
            es256.token(self.key, {**admin, "exp": None}),
            "not.a.token",
        ):
            self.assert_status(self.gateway.call("GET", "/v1/complaints", token), 401, 16, "TOKEN_REFUSED")
        wrong_audience = es256.token(self.key, {**admin, "aud": "another"})
        self.assert_status(self.gateway.call("GET", "/v1/complaints", wrong_audience), 403, 7, "NOT_ALLOWED")

    def test_a_token_in_the_query_is_no_token(self):
        answer = self.gateway.call("GET", f"/v1/complaints?access_token={self.tokens['SPECIALIST']}")
        self.assert_status(answer, 401, 16, "TOKEN_REFUSED")

    def test_grpc_callers_get_a_grpc_status(self):
        path = "/redress.intake.v1.IntakeService/SubmitComplaint"
        for token, code in ((None, "16"), (self.tokens["ADMIN"], "7"), (self.tokens["SPECIALIST"], "14")):
            _, headers, _ = self.gateway.call("POST", path, token, b"", {"content-type": "application/grpc"})
            self.assertEqual(headers["grpc-status"], code)
        _, headers, _ = self.gateway.call("POST", path + "No", self.tokens["ADMIN"], b"", {"content-type": "application/grpc"})
        self.assertEqual(headers["grpc-status"], "12")

    def test_unknown_paths_and_verbs_are_not_found_and_encoded_slashes_refused(self):
        token = self.tokens["SPECIALIST"]
        for verb, path in (("GET", "/v1/nothing"), ("DELETE", "/v1/complaints"), ("GET", "/v1/complaints/x:nothing")):
            self.assert_status(self.gateway.call(verb, path, token), 404, 5, "NO_SUCH_METHOD")
        self.assert_status(self.gateway.call("GET", "/v1/nothing"), 401, 16, "TOKEN_REFUSED")
        self.assert_status(self.gateway.call("GET", "/v1/complaints%2fx", token), 400, 3, "MALFORMED_REQUEST")

    def test_a_stream_to_nowhere_is_told_so_before_it_ends(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=20)
        try:
            connection.putrequest("POST", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
            given = {"content-type": "application/grpc", "transfer-encoding": "chunked", "authorization": f"Bearer {self.tokens['ADMIN']}"}
            for name, value in given.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(b"5\r\n\0\0\0\0\0\r\n")  # and no last chunk: a client of reflection keeps its stream open
            self.assertEqual(connection.getresponse().headers["grpc-status"], "12")
        finally:
            connection.close()

    def test_malformed_json_names_what_is_wrong(self):
        token = self.tokens["BACKEND"]
        for body, word in ((b'{"a', "quote"), (b'{"complaint": {"channel": "CHANNEL_NONE"}}', "complaint.channel")):
            told = self.assert_status(self.gateway.call("POST", "/v1/complaints", token, body), 400, 3, "MALFORMED_REQUEST")
            self.assertIn(word, told["message"])
        told = self.assert_status(self.gateway.call("GET", "/v1/complaints?nothing=1", token), 400, 3, "MALFORMED_REQUEST")
        self.assertIn("nothing", told["message"])

    def test_bodies_and_headers_have_limits_and_batches_a_greater_one(self):
        token, large = self.tokens["BACKEND"], b" " * (3 << 20)
        self.assert_status(self.gateway.call("POST", "/v1/complaints", token, large), 413, 3, "BODY_TOO_LARGE")
        self.assertNotEqual(self.gateway.call("POST", "/v1/complaints:batchSubmit", token, large)[0], 413)
        try:
            answer = self.gateway.call("POST", "/v1/complaints:batchSubmit", token, large * 3)
            self.assert_status(answer, 413, 3, "BODY_TOO_LARGE")
        except (BrokenPipeError, ConnectionResetError):
            pass  # closed while we were still sending
        self.assert_status(self.gateway.call("GET", "/v1/complaints", token, None, {"x-long": "a" * 40000}), 431, 3, "HEADERS_TOO_LARGE")

    def test_above_the_rate_callers_are_told_when_to_come_back(self):
        slow = Gateway(self.folder, "slow", "--requests-per-second", "3")
        try:
            answers = [slow.call("GET", "/v1/complaints", self.tokens["SPECIALIST"]) for _ in range(12)]
            refused = [answer for answer in answers if answer[0] == 429]
            self.assertTrue(refused)
            told = self.assert_status(refused[0], 429, 8, "RATE_LIMITED")
            self.assertEqual((refused[0][1]["retry-after"], told["details"][1]["retryDelay"]), ("1", "1s"))
        finally:
            slow.stop()

    def test_browsers_of_allowed_origins_may_ask_first(self):
        ask = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
        status, headers, _ = self.gateway.call("OPTIONS", "/v1/complaints", None, None, {"origin": "http://localhost:3000", **ask})
        self.assertEqual((status, headers["access-control-allow-origin"]), (200, "http://localhost:3000"))
        _, headers, _ = self.gateway.call("OPTIONS", "/v1/complaints", None, None, {"origin": "http://elsewhere.example", **ask})
        self.assertIsNone(headers["access-control-allow-origin"])

    def test_the_access_log_knows_routes_but_no_paths_queries_or_addresses(self):
        self.gateway.call("GET", "/v1/complaints/canary-7f?read_reason=canary-7f", self.tokens["SPECIALIST"], None, {"user-agent": "canary-7f"})
        deadline = time.monotonic() + 10
        while "IntakeService.GetComplaint" not in (text := self.gateway.log.read_text()):
            self.assertLess(time.monotonic(), deadline, "the call is not logged")
        self.assertNotIn("canary", text)
        self.assertNotIn("127.0.0.1", text)
        self.assertLessEqual({"route", "status", "duration_ms", "caller"}, set(json.loads(text.splitlines()[-1])))


def ways(method):
    """The JSON ways to a method and its gRPC-Web way: verb, path, headers."""
    for binding in method["bindings"]:
        path = re.sub(r"\{(source|service)\}", "intake", binding["template"])
        path = re.sub(r"\{[a-z_.]+=([^}]+)\}|\{[a-z_.]+\}", lambda m: (m[1] or "*").replace("*", "x-1"), path)
        yield binding["verb"], path, {}
    yield "POST", f"/{method['service']}/{method['name']}", {"content-type": "application/grpc-web+proto"}


def expected(method, who):
    """HTTP status for a caller: None has no token; `SERVICE x` is the suite's service x."""
    if "PUBLIC" in method["roles"]:
        return LET_THROUGH
    if who is None:
        return 401
    role, _, service = who.partition(" ")
    allowed = role in method["roles"] and (role != "SERVICE" or not method["services"] or service in method["services"])
    return LET_THROUGH if allowed else 403


if __name__ == "__main__":
    unittest.main()
