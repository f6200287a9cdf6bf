"""Real servers for a measurement: PostgreSQL, Redis and the suite's processes, in a temporary folder, on free loopback ports."""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import types

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tools"))
from stackkit import health  # noqa: E402
from stackkit.layout import free_port  # noqa: E402

BIN = pathlib.Path(os.environ.get("REDRESS_BIN_DIR", SOURCE / "build" / "release" / "bin"))
CLASSIFICATION_FILES = {"REDRESS_CLASSIFICATION_MODEL_DIR": str(BIN.parent / "model"),
                        "REDRESS_CLASSIFICATION_DATA_DIR": str(SOURCE / "services" / "classification" / "data")}
PG_BIN = pathlib.Path(os.environ.get("REDRESS_PG_BIN", "/usr/lib/postgresql/15/bin"))


def wait_until(condition, what, seconds=60):
    """Waits until condition() is true; asks every 20 ms."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not happen within {seconds} s")
        time.sleep(0.02)


def answers(port):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


class Servers:
    """A folder with servers; everything is stopped and removed at the end of the `with`."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="redress-bench-"))
        self.processes = []
        self.user = None
        if os.geteuid() == 0:
            self.user = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
            os.chmod(self.folder, 0o755)
        # Whoever ends the measurement ends its servers too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            self.stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def stop(process):
        """Ends a process that was started here; once is enough."""
        if process.poll() is None:
            process.send_signal(process.stop_signal)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def as_user(self, command):
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "--", *command] if self.user else command

    def start(self, command, name, env=None, stdout=None, stop_signal=signal.SIGTERM):
        with open(self.folder / f"{name}.log", "wb") as log:
            process = subprocess.Popen([str(part) for part in command], stdout=stdout or log, stderr=log, env={**os.environ, **(env or {})})
        process.log = self.folder / f"{name}.log"
        process.stop_signal = stop_signal
        self.processes.append(process)
        return process

    def postgres(self):
        """As docs/benchmarks.md says: shared_buffers = 512MB, fsync and synchronous_commit on, all else default."""
        data = self.folder / "pg"
        data.mkdir()
        if self.user:
            shutil.chown(data, self.user)
        subprocess.run(self.as_user([str(PG_BIN / "initdb"), "-D", str(data), "-U", "redress", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]),
                       check=True, stdout=subprocess.DEVNULL, cwd="/")
        self.pg_port = free_port()
        self.start(self.as_user([str(PG_BIN / "postgres"), "-D", str(data), "-p", str(self.pg_port), "-k", "", "-c",
                                 "listen_addresses=127.0.0.1", "-c", "shared_buffers=512MB"]), "postgres", stop_signal=signal.SIGINT)
        ready = [str(PG_BIN / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.pg_port)]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL's start")
        self.psql("CREATE DATABASE redress", database="postgres")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if self.psql(f"SHOW {setting}") != "on":
                raise RuntimeError(f"PostgreSQL's {setting} is off: neither side would be durable")
        return f"host=127.0.0.1 port={self.pg_port} user=redress dbname=redress"

    def psql(self, sql, database="redress"):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.pg_port), "-U", "redress",
                               "-d", database, "-c", sql], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def checkpoint(self):
        """Before each measured run, so that none pays for what the one before has left to write."""
        self.psql("CHECKPOINT")

    def redis(self):
        """Redis as a stack runs it."""
        port = free_port()
        self.start(["redis-server", SOURCE / "deploy/redis/redis.conf", "--port", port, "--dir", self.folder], "redis")
        wait_until(lambda: answers(port), "Redis's start")
        self.redis_address = f"127.0.0.1:{port}"
        return self.redis_address

    def keys(self):
        """Keys of this run; the public ones lie where the services look for them."""
        self.key_folder = self.folder / "keys"
        subprocess.run([BIN / "redressctl", "keys", "generate", self.key_folder], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([BIN / "redressctl", "keys", "ring", self.folder / "ring"], check=True, stdout=subprocess.DEVNULL)
        self.kid = (self.key_folder / "kid").read_text().strip()
        self.trusted = self.folder / "trusted"
        self.trusted.mkdir()
        shutil.copy(self.key_folder / f"{self.kid}.pem", self.trusted)

    def token(self, subject, role):
        path = self.folder / f"{role}.token"
        token = subprocess.run([BIN / "redressctl", "token", "--key", self.key_folder, "--sub", subject, "--role", role, "--ttl", "24h"],
                               check=True, capture_output=True, text=True).stdout.strip()
        path.write_text(token)
        return path

    @staticmethod
    def ctl(service, port, token, *words):
        """redressctl against the process of this service at this port."""
        subprocess.run([BIN / "redressctl", f"--{service}", f"127.0.0.1:{port}", "--token", token, *words], check=True, stdout=subprocess.DEVNULL)

    def auth_env(self):
        """What every service is told. Admission is as it comes, but one caller may make all calls: the quota is counted, not met."""
        return {"REDRESS_AUTH_KEYS_DIR": str(self.trusted), "REDRESS_AUTH_SERVICE_KEY": str(self.key_folder / "private.pem"),
                "REDRESS_AUTH_SERVICE_KID": self.kid, "REDRESS_VAULT_KEY_RING": str(self.folder / "ring"),
                "REDRESS_ADMISSION_CALLER_CALLS_PER_S": "1000000", "REDRESS_ADMISSION_CALLER_BURST": "1000000"}

    def service(self, binary, env, port=None):
        """Starts one of the suite's programs and waits until its health says that it serves; gives (process, port)."""
        port = port or free_port()
        process = self.start([BIN / binary], f"{binary}-{port}", {
            **self.auth_env(), **CLASSIFICATION_FILES, **env, "REDRESS_GRPC_ADDRESS": f"127.0.0.1:{port}", "REDRESS_METRICS_ADDRESS": "127.0.0.1:0"})
        asked = types.SimpleNamespace(health=f"grpc 127.0.0.1:{port}")

        def serves():
            if process.poll() is not None:
                raise RuntimeError(f"{binary} ended: {process.log.read_text()[-2000:]}")
            return answers(port) and health.ask(asked) is None
        wait_until(serves, f"{binary}'s start")
        return process, port


def rss_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
