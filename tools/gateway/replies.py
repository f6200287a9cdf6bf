"""What the gateway itself says and writes: its errors as google.rpc.Status, and its access log without personal data."""

# gRPC callers are told by content type; a JSON call that the transcoder has already turned carries its original path.
_IS_GRPC = {"header_filter": {"header": {"name": "content-type", "string_match": {"safe_regex": {"regex": r"^application/grpc($|\+|;).*"}}}}}
_NOT_TRANSCODED = {"header_filter": {"header": {"name": "x-envoy-original-path", "present_match": False}}}

# HTTP status, canonical code, its number for JSON and for gRPC clients, reason, message (None: with Envoy's own words).
_ERRORS = (
    (400, 3, 3, "MALFORMED_REQUEST", None),
    (401, 16, 16, "TOKEN_REFUSED", None),
    (403, 7, 7, "NOT_ALLOWED", "The token's roles or audience do not allow this call."),
    (404, 5, 12, "NO_SUCH_METHOD", "There is no such path or method."),
    (408, 4, 4, "REQUEST_TOO_SLOW", "The request did not arrive in time."),
    (413, 3, 3, "BODY_TOO_LARGE", "The body is larger than 2 MiB (batches: 8 MiB)."),
    (415, 3, 3, "MALFORMED_REQUEST", "The content type is not served."),
    (429, 8, 8, "RATE_LIMITED", "Too many requests; try again after the given delay."),
    (431, 3, 3, "HEADERS_TOO_LARGE", "The headers are larger than 32 KiB or more than 100."),
    (502, 14, 14, "SERVICE_UNAVAILABLE", "The service gave no valid answer; try again."),
    (503, 14, 14, "SERVICE_UNAVAILABLE", "The service is not reachable; try again."),
    (504, 4, 4, "DEADLINE_EXCEEDED", "The service did not answer in time."),
)


def local_replies():
    """Envoy's local_reply_config: JSON for JSON callers, grpc-status and a plain message for gRPC callers."""
    mappers = [{"filter": _status_is(200), "body_format_override": {"text_format_source": {"inline_string": "ok\n"}}}]
    for http, code, grpc, reason, message in _ERRORS:
        text = message or "Refused: %LOCAL_REPLY_BODY%"
        status = _status_is(http)
        header = {"header": {"key": "grpc-status", "value": str(grpc)}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        mappers.append(
            {
                "filter": {"and_filter": {"filters": [status, _IS_GRPC, _NOT_TRANSCODED]}},
                "headers_to_add": [header],
                "body_format_override": {"text_format_source": {"inline_string": text}},
            }
        )
        mappers.append({"filter": status, "body_format_override": _status(code, reason, text)})
    return {"mappers": mappers, "body_format": _status(2, "GATEWAY_ERROR", "%LOCAL_REPLY_BODY%")}


def _status_is(http):
    return {"status_code_filter": {"comparison": {"op": "EQ", "value": {"default_value": http, "runtime_key": f"none.{http}"}}}}


def _status(code, reason, message):
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "redress"}]
    if code in (8, 14):
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"})
    return {"json_format": {"code": code, "message": message, "details": details}, "content_type": "application/json"}


def access_log(path, everything):
    """JSON lines: route names instead of paths, no query, no headers, no addresses. By default failures and slow calls only."""
    line = {
        "time": "%START_TIME%",
        "route": "%ROUTE_NAME%",
        "method": "%REQ(:METHOD)%",
        "status": "%RESPONSE_CODE%",
        "grpc_status": "%GRPC_STATUS_NUMBER%",
        "details": "%RESPONSE_CODE_DETAILS%",
        "flags": "%RESPONSE_FLAGS%",
        "caller": "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:jwt:sub)%",
        "duration_ms": "%DURATION%",
        "request_bytes": "%BYTES_RECEIVED%",
        "response_bytes": "%BYTES_SENT%",
        "stream": "%STREAM_ID%",
    }
    entry = {
        "name": "envoy.access_loggers.file",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
            "path": path,
            "log_format": {"json_format": line},
        },
    }
    if not everything:
        failed = {"status_code_filter": {"comparison": {"op": "GE", "value": {"default_value": 400, "runtime_key": "none.failed"}}}}
        slow = {"duration_filter": {"comparison": {"op": "GE", "value": {"default_value": 1000, "runtime_key": "none.slow"}}}}
        refused = {"grpc_status_filter": {"statuses": ["OK"], "exclude": True}}
        entry["filter"] = {"or_filter": {"filters": [failed, slow, {"and_filter": {"filters": [_IS_GRPC, refused]}}]}}
    return [entry]


def cors(origins):
    """The cors policy; `origins` are regular expressions of whole origins."""
    return {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"safe_regex": {"regex": origin}} for origin in origins],
        "allow_methods": "GET, POST, PATCH, DELETE, OPTIONS",
        "allow_headers": "authorization, content-type, grpc-timeout, x-grpc-web, x-user-agent, traceparent",
        "expose_headers": "grpc-status, grpc-message, grpc-status-details-bin, retry-after",
        "max_age": "600",
    }
