"""What tools/stack does for each of its verbs."""

import json
import os
import shutil
import subprocess
import sys
import time

from stackkit import health, present, programs, setup
from stackkit.layout import BESIDE, CHECKOUT, SERVICES, StackError, choose_ports
from stackkit.supervisor import Supervisor

_DEFAULTS = {"all_in_one": False, "stepped_time": False, "gateway_rate": 50000, "gateway_workers": 2, "access_log_all": False}


def up(layout, args):
    """Starts the stack, or brings a running one to the present build and options. Returns when everything serves."""
    setup.check_programs()
    setup.ensure_user()
    with layout.lock():
        supervisor = Supervisor(layout)
        running = supervisor.alive()
        options = _options(layout, args)
        setup.make_folders(layout)
        step = present.Steps(layout.name, layout.logs)
        step("copying the build")
        build = args.build or os.environ.get("REDRESS_BUILD_DIR") or CHECKOUT / "build/release"
        changed = setup.copy_build(layout, CHECKOUT / build, options["all_in_one"])
        step("ports and keys")
        if not running:
            supervisor.shut_down()  # what a killed supervisord left behind
        ports = choose_ports(layout, programs.port_names(options["all_in_one"]), running)
        state = {"name": layout.name, "options": options, "ports": ports, "checkout": str(CHECKOUT)}
        setup.write(layout, layout.state_file, json.dumps(state, indent=1), 0o644)
        if not (layout.data / "postgresql").exists():
            step("creating the database cluster")
        setup.init_database(layout, ports["postgresql"] if running else None)
        setup.init_keys(layout)
        setup.init_tls(layout)
        changed |= programs.write_files(layout, ports, options)
        _write_env(layout, ports, options)
        setup.link_for_redressctl(layout)
        step("starting" if not running else "taking over what changed")
        _start(supervisor, running, changed)
        step.wait_for(programs.programs(layout, ports, options), health.ask, supervisor.processes, args.patience)
        step.done()
    present.summary(layout, ports, options, _gateway(layout, ports))


def _options(layout, args):
    options = {**_DEFAULTS, **layout.state().get("options", {})}
    for name in _DEFAULTS:
        if getattr(args, name, None) is not None:
            options[name] = getattr(args, name)
    return options


def _start(supervisor, running, changed):
    if not running:
        supervisor.start()
        return
    fresh = supervisor.update() if "supervisor" in changed else set()
    for name, info in supervisor.processes().items():
        if name in changed - fresh or info["statename"] in ("FATAL", "STOPPED", "EXITED"):
            supervisor.act("restart", name)


def _gateway(layout, ports):
    return f"http{'s' if setup.tls(layout) else ''}://127.0.0.1:{ports['gateway']}"


def _write_env(layout, ports, options):
    values = {
        "REDRESS_STACK_NAME": layout.name,
        "REDRESS_STACK_DIR": layout.folder,
        "REDRESS_MODE": "all-in-one" if options["all_in_one"] else "services",
        "REDRESS_GATEWAY": _gateway(layout, ports),
        "REDRESS_GATEWAY_METRICS": f"http://127.0.0.1:{ports['gateway_metrics']}/metrics",
        "REDRESS_PROMETHEUS": f"http://127.0.0.1:{ports['prometheus']}",
        "REDRESS_ALERTMANAGER": f"http://127.0.0.1:{ports['alertmanager']}",
        "REDRESS_RECEIVER": f"http://127.0.0.1:{ports['receiver']}",
        "REDRESS_SMTP": f"127.0.0.1:{ports['smtp']}",
        "REDRESS_MAILDIR": layout.received / "mail",
        "REDRESS_MESSAGES_DIR": layout.received / "messages",
        "REDRESS_PG": f"host=127.0.0.1 port={ports['postgresql']} dbname=redress user=redress "
        f"password={setup.secret(layout, 'pg-password')}",
        "REDRESS_PG_SOCKET": f"host={layout.run} port={ports['postgresql']} dbname=redress user=redress",
        "REDRESS_PG_GRAFANA": f"host=127.0.0.1 port={ports['postgresql']} dbname=redress user=redress_grafana "
        f"password={setup.secret(layout, 'pg-grafana-password')}",
        "REDRESS_PG_ADDRESS": f"127.0.0.1:{ports['postgresql']}",
        "REDRESS_GRAFANA_PASSWORD": setup.secret(layout, "pg-grafana-password"),
        "REDRESS_DASHBOARDS_DIR": CHECKOUT / "deploy/grafana/dashboards",
        "REDRESS_REDIS": f"127.0.0.1:{ports['redis']}",
        "REDRESS_KEYS_DIR": layout.keys,
        "REDRESS_TOKENS_DIR": layout.tokens,
        "REDRESS_BIN_DIR": layout.bin,
        "REDRESS_MODELS_DIR": layout.share / "models",
        "REDRESS_DESCRIPTOR_SET": layout.share / "redress.pb",
        "REDRESS_LOGS_DIR": layout.logs,
        "REDRESS_BUSINESS_TIME": setup.business_time(layout, options["stepped_time"]),
    }
    for service in (*SERVICES, *BESIDE):
        owner = "allinone" if options["all_in_one"] and service in SERVICES else service
        values[f"REDRESS_{service.upper()}_GRPC"] = f"127.0.0.1:{ports[owner]}"
        values[f"REDRESS_{service.upper()}_METRICS"] = f"http://127.0.0.1:{ports[owner + '_metrics']}/metrics"
    setup.write(layout, layout.env_file, "".join(f'{name}="{value}"\n' for name, value in values.items()))


def _known(layout):
    if not layout.exists():
        raise StackError(f"there is no stack {layout.name}; tools/stack up makes it")
    state = layout.state()
    return state["ports"], {**_DEFAULTS, **state["options"]}


def down(layout, _args):
    """Stops this stack's processes and no others. The data stays."""
    if not layout.exists():
        print(f"{layout.name}: there is no such stack", file=sys.stderr)
        return
    with layout.lock():
        Supervisor(layout).shut_down()
    print(f"{layout.name}: down; the data stays in {layout.data}", file=sys.stderr)


def status(layout, args):
    """A line for each process. Exit status 0 if all serve, 3 otherwise."""
    ports, options = _known(layout)
    seen = Supervisor(layout).processes()
    rows = []
    for program in programs.programs(layout, ports, options):
        info = seen.get(program.name, {})
        fault = health.ask(program)
        up_s = int(time.time() - info["start"]) if info.get("statename") == "RUNNING" else None
        rows.append(
            {
                "process": program.name,
                "pid": info.get("pid") or None,
                "state": info.get("statename", "DOWN"),
                "healthy": fault is None,
                "detail": fault,
                "address": f"127.0.0.1:{program.port}",
                "up_s": up_s,
            }
        )
    if args.json:
        print(json.dumps({"name": layout.name, "folder": str(layout.folder), "options": options, "processes": rows}, indent=1))
    else:
        present.status(layout, rows)
    return 0 if all(row["healthy"] for row in rows) else 3


def logs(layout, args):
    """The last lines of the processes' logs, or all that comes (`-f`)."""
    _known(layout)
    names = args.process or sorted(path.stem for path in layout.logs.glob("*.log"))
    files = [str(layout.logs / f"{name}.log") for name in names]
    missing = [name for name, file in zip(names, files) if not os.path.exists(file)]
    if missing:
        raise StackError(f"no log of: {', '.join(missing)}")
    command = ["tail", "-n", str(args.lines)] + (["-F"] if args.follow else []) + files
    return subprocess.run(command, check=False).returncode


def reset(layout, args):
    """Stops the stack and removes everything of it: complaints, keys, logs."""
    if not layout.folder.exists():
        print(f"{layout.name}: there is no such stack", file=sys.stderr)
        return
    if not args.yes:
        if not sys.stdin.isatty():
            raise StackError("this removes all data and keys of the stack; say --yes")
        if input(f"Remove all data and keys of {layout.name} in {layout.folder}? [y/N] ").strip().lower() not in ("y", "yes"):
            raise StackError("nothing was removed")
    with layout.lock():
        Supervisor(layout).shut_down()
        shutil.rmtree(layout.folder)
        shutil.rmtree(layout.run, ignore_errors=True)
    home = setup.user_home()
    for link in home.iterdir() if home.exists() else []:
        if link.is_symlink() and not link.exists():
            link.unlink()
    print(f"{layout.name}: removed", file=sys.stderr)


def env(layout, _args):
    """stack.env, for `set -a; eval "$(tools/stack env)"`."""
    _known(layout)
    print(layout.env_file.read_text(), end="")


def act(verb):
    """The function of `start`, `stop`, `restart` PROCESS."""

    def run(layout, args):
        _known(layout)
        for name in args.process:
            Supervisor(layout).act(verb, name)

    run.__doc__ = f"{verb.capitalize()}s single processes of a stack that is up."
    return run
