"""Two Envoys for G10: the gateway with the configuration that the project generates, and one that does nothing but pass calls on."""
import json
import subprocess
import sys
import urllib.request

from harness.servers import BIN, SOURCE, free_port, wait_until
from stackkit import setup

# Descriptor sets are joined by putting one behind the other: the routes are those of the whole suite, and the echoes come last.
DESCRIPTORS = (BIN.parent / "proto/redress.pb", BIN.parent / "tests/bench/bench.pb")
WORKERS = 2  # as tools/stack starts it
_H2 = {"@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
       "explicit_http_config": {"http2_protocol_options": {}}}


def _envoy(servers, config, name, ready_port, path):
    file = servers.folder / f"{name}.yaml"
    file.write_text(config)
    process = servers.start([setup.envoy_program(), "--disable-hot-restart", "--concurrency", WORKERS, "--log-level", "error", "-c", file], name)

    def up():
        if process.poll() is not None:
            raise RuntimeError(f"Envoy ended: {process.log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{ready_port}{path}", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False
    wait_until(up, "Envoy's start")
    return process


def gateway(servers, backends):
    """The gateway as tools/gateway-config writes it, before these backends ({service: port}); gives (process, port)."""
    descriptors = servers.folder / "descriptors.pb"
    descriptors.write_bytes(b"".join(path.read_bytes() for path in DESCRIPTORS))
    port, metrics = free_port(), free_port()
    command = [sys.executable, SOURCE / "tools/gateway-config", "--descriptor-set", descriptors, "--jwks", servers.key_folder / "jwks.json",
               "--listen", f"127.0.0.1:{port}", "--metrics", f"127.0.0.1:{metrics}", "--access-log", servers.folder / "gateway-access.log",
               "--admin-socket", servers.folder / "gateway.sock"]
    command += [part for name, to in backends.items() for part in ("--backend", f"{name}=127.0.0.1:{to}")]
    config = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    return _envoy(servers, config, "gateway", port, "/healthz"), port


def plain(servers, backend):
    """An Envoy with a router and nothing else, before this port; gives (process, port)."""
    port = free_port()

    def socket(number):
        return {"socket_address": {"address": "127.0.0.1", "port_value": number}}
    routes = [{"match": {"path": "/ready"}, "direct_response": {"status": 200}}, {"match": {"prefix": "/"}, "route": {"cluster": "echo"}}]
    manager = {"@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
               "stat_prefix": "plain", "codec_type": "AUTO",
               "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
               "http_filters": [{"name": "envoy.filters.http.router", "typed_config": {
                   "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}
    listener = {"name": "plain", "address": socket(port), "filter_chains": [{"filters": [
        {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}]}
    cluster = {"name": "echo", "type": "STATIC", "connect_timeout": "1s",
               "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": _H2},
               "load_assignment": {"cluster_name": "echo", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": socket(backend)}}]}]}}
    config = json.dumps({"static_resources": {"listeners": [listener], "clusters": [cluster]}})
    return _envoy(servers, config, "plain", port, "/ready"), port
