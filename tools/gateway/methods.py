"""Reads methods out of a descriptor set: who may call, deadline, JSON bindings. Needs the wheel protobuf (tools/install)."""

import dataclasses
import re

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

DEADLINE_MS_DEFAULT = 10_000


@dataclasses.dataclass(frozen=True)
class Binding:
    """One JSON way to a method: verb and path template (`/v1/{name=complaints/*}:unlink`)."""

    verb: str
    template: str


@dataclasses.dataclass(frozen=True)
class Method:
    """One RPC as its proto file states it."""

    service: str  # full name: redress.intake.v1.IntakeService
    name: str  # SubmitComplaint
    input_type: str  # full name of the request
    roles: tuple  # ("SPECIALIST", …), without the prefix
    services: tuple  # where SERVICE may call: only these
    deadline_ms: int  # 0: none (streams)
    client_streaming: bool
    server_streaming: bool
    bindings: tuple

    @property
    def package_owner(self):
        """The suite's service by package: `intake` for redress.intake.v1."""
        return self.service.split(".")[1]

    @property
    def grpc_path(self):
        return f"/{self.service}/{self.name}"

    @property
    def public(self):
        return "PUBLIC" in self.roles

    @property
    def streaming(self):
        return self.client_streaming or self.server_streaming


def load(path):
    """All methods of the set's `redress.*` services, in file order. Raises ValueError for a method without `allow`."""
    files = descriptor_pb2.FileDescriptorSet.FromString(open(path, "rb").read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    options_class = message_factory.GetMessageClass(pool.FindMessageTypeByName("google.protobuf.MethodOptions"))
    allow = pool.FindExtensionByName("redress.auth.v1.allow")
    http = pool.FindExtensionByName("google.api.http")
    roles = pool.FindEnumTypeByName("redress.auth.v1.Role")
    found = []
    for file in files.file:
        if not file.package.startswith("redress."):
            continue
        for service in file.service:
            for method in service.method:
                options = options_class.FromString(method.options.SerializeToString())
                found.append(_method(f"{file.package}.{service.name}", method, options, allow, http, roles))
    return found


def _method(service, method, options, allow, http, roles):
    rule = options.Extensions[allow]
    if not rule.roles:
        raise ValueError(f"{service}.{method.name} has no option (redress.auth.v1.allow)")
    streaming = method.client_streaming or method.server_streaming
    return Method(
        service=service,
        name=method.name,
        input_type=method.input_type.lstrip("."),
        roles=tuple(roles.values_by_number[number].name.removeprefix("ROLE_") for number in rule.roles),
        services=tuple(rule.services),
        deadline_ms=rule.deadline_ms_max or (0 if streaming else DEADLINE_MS_DEFAULT),
        client_streaming=method.client_streaming,
        server_streaming=method.server_streaming,
        bindings=tuple(_bindings(options.Extensions[http])) if options.HasExtension(http) else (),
    )


def _bindings(rule):
    verb = rule.WhichOneof("pattern")
    if verb == "custom":
        yield Binding(rule.custom.kind.upper(), rule.custom.path)
    elif verb:
        yield Binding(verb.upper(), getattr(rule, verb))
    for more in rule.additional_bindings:
        yield from _bindings(more)


_VARIABLE = re.compile(r"\{([a-z_.0-9]+)(?:=([^}]+))?\}")


def template_regex(template, values=None):
    """The regular expression of a path template, or None and the literal path where it has no variable.

    `values` fixes variables by name: {"source": "intake"}.
    """
    literal = _VARIABLE.sub(lambda m: values[m[1]] if values and m[1] in values else m[0], template)
    if not _VARIABLE.search(literal) and "*" not in literal:
        return None, literal
    out, at = "", 0
    for match in _VARIABLE.finditer(literal):
        out += re.escape(literal[at : match.start()]) + _segments(match[2] or "*")
        at = match.end()
    return "^" + out + re.escape(literal[at:]) + "$", None


def _segments(pattern):
    parts = []
    for part in pattern.split("/"):
        parts.append({"*": "[^/:]+", "**": "[^:]+"}.get(part, re.escape(part)))
    return "/".join(parts)
