"""Routes, roles and clusters of the gateway, as Envoy's JSON, from the methods of the descriptor set."""

from gateway import methods as m

_TYPE = "type.googleapis.com/envoy.extensions.filters.http."
_BATCH_BYTES = 8 << 20
_UPLOADS = ("SimulatePolicy",)  # takes a file of cases
_HEALTH_PATH = "/healthz"
# A shared service (event feed, parked events) is asked of one owner: by this header for gRPC, by the path's variable for JSON.
_OWNER_HEADER = "x-redress-service"
_OWNER_VARIABLES = ("source", "service")


def served(methods, backends):
    """The methods that some backend serves: its own package's, and the shared ones of redress.events."""
    return [x for x in methods if x.package_owner in backends or x.package_owner == "events"]


def build(methods, backends):
    """Every route, exact gRPC paths first; what is not listed ends in 404."""
    grpc, plain, patterns = [], [], []
    for method in methods:
        if method.package_owner == "events":
            grpc += [_grpc(method, owner, by_header=True) for owner in backends] + [_grpc(method, next(iter(backends)))]
            owners = [(owner, {name: owner for name in _OWNER_VARIABLES}) for owner in backends]
        else:
            grpc.append(_grpc(method, method.package_owner))
            owners = [(method.package_owner, None)]
        for binding in method.bindings:
            for owner, values in owners:
                route, is_pattern = _json(method, binding, owner, values)
                (patterns if is_pattern else plain).append(route)
    return [_answer("health", {"path": _HEALTH_PATH}, 200), _preflight(next(iter(backends)))] + grpc + plain + patterns + [_answer("none", {"prefix": "/"}, 404)]


def clusters(backends, admin_socket):
    """One HTTP/2 cluster a service, and the admin socket for the metrics listener."""
    out = [_cluster(name, {"socket_address": {"address": host, "port_value": port}}) for name, (host, port) in backends.items()]
    admin = {"pipe": {"path": admin_socket}}
    out.append({"name": "admin", "connect_timeout": "1s", "type": "STATIC", "load_assignment": _endpoint("admin", admin)})
    return out


def _cluster(name, address):
    http2 = {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {
            "http2_protocol_options": {
                "max_concurrent_streams": 256,
                "connection_keepalive": {"interval": "30s", "timeout": "10s"},
                "initial_stream_window_size": 262144,
                "initial_connection_window_size": 4194304,
            }
        },
    }
    many = {"priority": "DEFAULT", "max_connections": 1024, "max_pending_requests": 20000, "max_requests": 20000, "max_retries": 64}
    return {
        "name": name,
        "connect_timeout": "1s",
        "type": "STRICT_DNS",
        "lb_policy": "ROUND_ROBIN",
        "circuit_breakers": {"thresholds": [many]},
        "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": http2},
        "load_assignment": _endpoint(name, address),
    }


def _endpoint(name, address):
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}]}


def _grpc(method, owner, by_header=False):
    headers = [{"name": "content-type", "string_match": {"prefix": "application/grpc"}}]
    if by_header:
        headers.append({"name": _OWNER_HEADER, "string_match": {"exact": owner}})
    return _route(method, owner, {"path": method.grpc_path, "headers": headers})


def _json(method, binding, owner, values):
    regex, literal = m.template_regex(binding.template, values)
    path = {"safe_regex": {"regex": regex}} if regex else {"path": literal}
    match = {**path, "headers": [{"name": ":method", "string_match": {"exact": binding.verb}}]}
    route = _route(method, owner, match)
    if method.deadline_ms:
        header = {"key": "grpc-timeout", "value": f"{method.deadline_ms}m"}
        route["request_headers_to_add"] = [{"header": header, "append_action": "ADD_IF_ABSENT"}]
    return route, regex is not None


def _route(method, owner, match):
    # The service answers DEADLINE_EXCEEDED with details; the gateway gives up only if even that does not come.
    timeout = f"{method.deadline_ms / 1000 + 1:g}s" if method.deadline_ms else "0s"
    # Only what was certainly not delivered is sent again.
    retry = {"retry_on": "connect-failure,refused-stream", "num_retries": 2}
    filters = {"envoy.filters.http.rbac": _roles(method)}
    if method.public:
        filters["envoy.filters.http.jwt_authn"] = {"@type": _TYPE + "jwt_authn.v3.PerRouteConfig", "disabled": True}
    if method.client_streaming:
        filters["envoy.filters.http.buffer"] = {"@type": _TYPE + "buffer.v3.BufferPerRoute", "disabled": True}
    elif method.name.startswith("Batch") or method.name in _UPLOADS:
        filters["envoy.filters.http.buffer"] = {
            "@type": _TYPE + "buffer.v3.BufferPerRoute",
            "buffer": {"max_request_bytes": _BATCH_BYTES},
        }
    return {
        "name": f"{method.service.split('.')[-1]}.{method.name}",
        "match": match,
        "route": {"cluster": owner, "timeout": timeout, "retry_policy": retry},
        "typed_per_filter_config": filters,
    }


def _roles(method):
    rule = {"@type": _TYPE + "rbac.v3.RBACPerRoute"}
    if method.public:
        return rule  # no rule: open
    principals = [_claim("roles", role, is_list=True) for role in method.roles if role != "SERVICE"]
    if "SERVICE" in method.roles:
        service = _claim("roles", "SERVICE", is_list=True)
        if method.services:
            names = [_claim("sub", f"services/{name}", is_list=False) for name in method.services]
            service = {"and_ids": {"ids": [service, {"or_ids": {"ids": names}}]}}
        principals.append(service)
    policy = {"permissions": [{"any": True}], "principals": principals}
    rule["rbac"] = {"rules": {"action": "ALLOW", "policies": {"roles": policy}}}
    return rule


def _claim(claim, value, is_list):
    match = {"string_match": {"exact": value}}
    matcher = {
        "filter": "envoy.filters.http.jwt_authn",
        "path": [{"key": "jwt"}, {"key": claim}],
        "value": {"list_match": {"one_of": match}} if is_list else match,
    }
    return {"sourced_metadata": {"metadata_matcher": matcher}}


def _open():
    return {
        "envoy.filters.http.grpc_json_transcoder": {"@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", "disabled": True},
        "envoy.filters.http.rbac": {"@type": _TYPE + "rbac.v3.RBACPerRoute"},
        "envoy.filters.http.jwt_authn": {"@type": _TYPE + "jwt_authn.v3.PerRouteConfig", "disabled": True},
    }


def _answer(name, match, status):
    """A route that the gateway answers itself, before a body has come. An unknown path still needs a token: 401 before 404."""
    filters = _open()
    filters["envoy.filters.http.buffer"] = {"@type": _TYPE + "buffer.v3.BufferPerRoute", "disabled": True}
    if status == 404:
        del filters["envoy.filters.http.jwt_authn"]
    return {"name": name, "match": match, "direct_response": {"status": status}, "typed_per_filter_config": filters}


def _preflight(cluster):
    """What the cors filter answers needs a route to a cluster, though nothing is sent there."""
    headers = [{"name": ":method", "string_match": {"exact": "OPTIONS"}}]
    headers += [{"name": name, "present_match": True} for name in ("origin", "access-control-request-method")]
    return {"name": "preflight", "match": {"prefix": "/", "headers": headers}, "route": {"cluster": cluster}}
