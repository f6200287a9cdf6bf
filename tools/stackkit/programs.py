"""The processes of a stack: command, order, address and health question of each, and the files that configure them."""

import dataclasses
import json
import os
import subprocess

from stackkit import setup
from stackkit.layout import BESIDE, CHECKOUT, REPORTED_TO, SERVICES, StackError


@dataclasses.dataclass(frozen=True)
class Program:
    """One process under supervisord. `health` is how stackkit.health asks it; `metrics` what Prometheus scrapes."""

    name: str
    command: tuple
    port: int
    health: str  # "kind host:port[path]"
    metrics: str = ""
    priority: int = 10
    stop_signal: str = "TERM"
    environment: tuple = ()
    stop_seconds: int = 20


def port_names(all_in_one):
    names = ["gateway", "gateway_metrics", "postgresql", "redis", "prometheus", "alertmanager", "redis_exporter", "postgres_exporter"]
    names += ["receiver", "smtp"]
    owners = _processes(all_in_one)
    return names + [f"{owner}{kind}" for owner in owners for kind in ("", "_metrics")]


def _processes(all_in_one):
    """The programs of this project, by name without `redress-`."""
    return (*(("allinone",) if all_in_one else SERVICES), *BESIDE)


def service_port(ports, service):
    return ports.get(service) or ports["allinone"]


def programs(layout, ports, options):
    """Every process of the stack, in the order in which they start."""

    def at(name):
        return f"127.0.0.1:{ports[name]}"

    cluster, run = layout.data / "postgresql", layout.run
    monitor = f"postgresql://redress_monitor:{setup.secret(layout, 'pg-monitor-password')}@{at('postgresql')}/redress?sslmode=disable"
    redis = ["/usr/bin/redis-server", layout.conf / "redis.conf", "--port", ports["redis"], "--dir", layout.data / "redis"]
    found = [
        Program(
            "postgresql",
            (setup.PG_BIN / "postgres", "-D", cluster, "-p", ports["postgresql"], "-k", run),
            ports["postgresql"],
            f"postgresql {at('postgresql')}",
            priority=1,
            stop_signal="INT",  # fast: do not wait for clients
            stop_seconds=60,
        ),
        Program("redis", tuple(redis), ports["redis"], f"redis {at('redis')}", priority=1),
        Program(
            "receiver",
            ("/usr/bin/python3", "-B", layout.share / "receiver/receiver", "--http", at("receiver"), "--smtp", at("smtp"))
            + ("--folder", layout.received, "--secret-file", layout.secrets / "webhook-secret")
            + ("--receipts-url", f"http{'s' if setup.tls(layout) else ''}://{at('gateway')}/v1/notices:reportReceipt")
            + ("--receipts-token-file", layout.tokens / "CONNECTOR"),
            ports["receiver"],
            f"http {at('receiver')}/healthz",
        ),
        *_suite(layout, ports, options, at),
        Program(
            "gateway",
            (layout.bin / "envoy", "--disable-hot-restart", "--concurrency", options["gateway_workers"], "--log-level", "warning")
            + ("-c", layout.conf / "envoy.yaml"),
            ports["gateway"],
            f"http{'s' if setup.tls(layout) else ''} {at('gateway')}/healthz",
            metrics=at("gateway_metrics"),
            priority=30,
        ),
        Program(
            "redis_exporter",
            ("/usr/bin/prometheus-redis-exporter", "-redis.addr", f"redis://{at('redis')}", "-web.listen-address", at("redis_exporter")),
            ports["redis_exporter"],
            f"http {at('redis_exporter')}/metrics",
            metrics=at("redis_exporter"),
            priority=40,
        ),
        Program(
            "postgres_exporter",
            ("/usr/bin/prometheus-postgres-exporter", f"--web.listen-address={at('postgres_exporter')}", "--log.level=error"),
            ports["postgres_exporter"],
            f"http {at('postgres_exporter')}/metrics",
            metrics=at("postgres_exporter"),
            priority=40,
            environment=(("DATA_SOURCE_NAME", monitor),),
        ),
        Program(
            "prometheus",
            ("/usr/bin/prometheus", f"--config.file={layout.conf / 'prometheus.yml'}", f"--web.listen-address={at('prometheus')}")
            + (f"--storage.tsdb.path={layout.data / 'prometheus'}", "--storage.tsdb.retention.time=7d", "--log.level=warn"),
            ports["prometheus"],
            f"http {at('prometheus')}/-/ready",
            metrics=at("prometheus"),
            priority=40,
        ),
        Program(
            "alertmanager",
            ("/usr/bin/prometheus-alertmanager", f"--config.file={layout.conf / 'alertmanager.yml'}", "--cluster.listen-address=")
            + (f"--web.listen-address={at('alertmanager')}", f"--storage.path={layout.data / 'alertmanager'}", "--log.level=warn"),
            ports["alertmanager"],
            f"http {at('alertmanager')}/-/ready",
            metrics=at("alertmanager"),
            priority=40,
        ),
    ]
    return found


def _suite(layout, ports, options, at):
    for name in _processes(options["all_in_one"]):
        flags = ("--config", layout.conf / "suite.yaml", f"--grpc.address={at(name)}", f"--metrics.address={at(name + '_metrics')}")
        yield Program(
            name,
            (layout.bin / f"redress-{name}", *flags),
            ports[name],
            f"grpc {at(name)}",
            metrics=at(f"{name}_metrics"),
            priority=20,
        )


def write_files(layout, ports, options):
    """Writes every configuration file; the names of the processes whose files changed."""
    changed = set()

    def put(owner, path, text):
        if setup.write(layout, path, text):
            changed.add(owner)

    for service in _processes(options["all_in_one"]):
        put(service, layout.conf / "suite.yaml", suite_yaml(layout, ports, options))
    if changed:
        changed.update(_processes(options["all_in_one"]))
    put("redis", layout.conf / "redis.conf", (CHECKOUT / "deploy/redis/redis.conf").read_text())
    put("gateway", layout.conf / "envoy.yaml", envoy_yaml(layout, ports, options))
    for name in ("prometheus.yml", "alerts.yml"):
        put("prometheus", layout.conf / name, (CHECKOUT / "deploy/prometheus" / name).read_text())
    every = programs(layout, ports, options)
    targets = [{"targets": [p.metrics], "labels": {"process": p.name, "stack": layout.name}} for p in every if p.metrics]
    put("prometheus", layout.conf / "targets/stack.json", json.dumps(targets, indent=1))
    managers = [{"targets": [f"127.0.0.1:{ports['alertmanager']}"]}]
    put("prometheus", layout.conf / "alertmanagers/stack.json", json.dumps(managers))
    put("alertmanager", layout.conf / "alertmanager.yml", alertmanager_yaml(layout, ports))
    put("supervisor", layout.conf / "supervisord.conf", supervisor_conf(layout, every))
    folders = (layout.conf / "targets", layout.conf / "alertmanagers", layout.data / "alertmanager")
    for folder in (*folders, layout.data / "redis", layout.data / "prometheus"):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, layout.account().pw_uid, layout.account().pw_gid)
    return changed


# How often workers look by themselves: on the clock's time, and on one that is stepped, whose steps they hear of at once. What they
# look for besides (what another replica left) somebody waits for there.
_LOOKS = {
    "platform_looks": ("200ms", "100ms"),
    "routing_looks": ("200ms", "100ms"),
    "casework_looks": ("1s", "100ms"),
    "casework_asks_again": ("1s", "50ms"),
    "compensation_looks": ("1s", "100ms"),
    "sla_looks": ("1s", "100ms"),
    "outreach_looks": ("1s", "100ms"),
}


def alertmanager_yaml(layout, ports):
    setup.secret(layout, "webhook-secret")
    return setup.render(
        "alertmanager/alertmanager.yml.template",
        receiver=f"http://127.0.0.1:{ports['receiver']}/alerts",
        credentials_file=layout.secrets / "webhook-secret",
    )


def suite_yaml(layout, ports, options):
    setup.secret(layout, "webhook-secret")
    values = {f"{service}_port": service_port(ports, service) for service in (*SERVICES, *BESIDE)}
    return setup.render(
        "suite/suite.yaml.template",
        report_to=", ".join(service for service in REPORTED_TO if service in SERVICES),
        pg_connection=f"host={layout.run} port={ports['postgresql']} dbname=redress user=redress",
        redis_port=ports["redis"],
        receiver_port=ports["receiver"],
        smtp_port=ports["smtp"],
        keys=layout.keys,
        kid=(layout.keys / "kid").read_text().strip(),
        secrets=layout.secrets,
        share=layout.share,
        business_time=setup.business_time(layout, options["stepped_time"]),
        **values,
        **{name: stepped if options["stepped_time"] else usual for name, (usual, stepped) in _LOOKS.items()},
    )


def envoy_yaml(layout, ports, options):
    command = [CHECKOUT / "tools/gateway-config", "--descriptor-set", layout.share / "redress.pb"]
    for service in SERVICES:
        command += ["--backend", f"{service}=127.0.0.1:{service_port(ports, service)}"]
    command += ["--listen", f"127.0.0.1:{ports['gateway']}", "--metrics", f"127.0.0.1:{ports['gateway_metrics']}"]
    command += ["--jwks", layout.keys / "jwks.json", "--admin-socket", layout.run / "envoy-admin.sock"]
    command += ["--access-log", layout.logs / "gateway-access.log", "--requests-per-second", options["gateway_rate"]]
    if options["access_log_all"]:
        command.append("--access-log-all")
    if setup.tls(layout):
        command += ["--tls-cert", setup.tls(layout)[0], "--tls-key", setup.tls(layout)[1]]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StackError("gateway-config: " + done.stderr.strip()[-600:])
    return done.stdout


def supervisor_conf(layout, every):
    sections = []
    for program in every:
        # supervisord expands %(…)s itself and splits like a shell.
        command = " ".join(str(part) for part in program.command).replace("%", "%%")
        lines = [f"[program:{program.name}]", f"command = {command}", f"priority = {program.priority}"]
        lines += ["autorestart = true", "startsecs = 1", "startretries = 1000", f"stopsignal = {program.stop_signal}"]
        lines += [f"stopwaitsecs = {program.stop_seconds}", "redirect_stderr = true", f"stdout_logfile = {layout.logs}/{program.name}.log"]
        lines += ["stdout_logfile_maxbytes = 20MB", "stdout_logfile_backups = 2"]
        if program.environment:
            pairs = ",".join(f'{key}="{value}"' for key, value in program.environment)
            lines.append(f"environment = {pairs}".replace("%", "%%"))
        sections.append("\n".join(lines))
    return setup.render(
        "supervisor/supervisord.conf.template",
        name=layout.name,
        id=layout.id,
        run=layout.run,
        logs=layout.logs,
        folder=layout.folder,
        programs="\n\n".join(sections) + "\n",
    )
