"""The OpenAPI document: one operation a JSON binding, as Envoy's transcoder serves it."""

import re

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from openapikit import schemas

_VARIABLE = re.compile(r"\{([a-z_.0-9]+)(?:=([^}]+))?\}")
_INTRODUCTION = (
    "The JSON side of the gateway, made from the contracts in proto/. Unknown fields of a body are dropped without an error: "
    "clients made from the contracts are safer. Every change takes a `requestId` (UUID): the same id with the same body gives the "
    "first answer again. Errors are google.rpc.Status with ErrorInfo (a stable `reason`), BadRequest (every bad field) and RetryInfo."
)


def build(descriptor_set):
    """The document as plain Python."""
    files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_set)
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    contracts = schemas.Contracts(files, pool)
    options = _Options(pool)
    paths, tags = {}, []
    for file in files.file:
        if not file.package.startswith("redress."):
            continue
        for service in file.service:
            full_name = f"{file.package}.{service.name}"
            shown = [_add_method(paths, contracts, options, full_name, service.name, method) for method in service.method]
            if any(shown):  # a service that only speaks gRPC is no part of the document
                tags.append({"name": service.name, "description": contracts.comment(full_name)})
    schema_of_errors = contracts.reference("google.rpc.Status")
    return {
        "openapi": "3.0.3",
        "info": {"title": "Redress", "version": "v1", "description": _INTRODUCTION, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": "http://127.0.0.1:8080", "description": "a private stack; its port is in stack.env"}],
        "security": [{"token": []}],
        "tags": tags,
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT, ES256"}},
            "responses": {
                "Error": {"description": "google.rpc.Status", "content": {"application/json": {"schema": schema_of_errors}}}
            },
            "schemas": dict(sorted(contracts.used.items())),
        },
    }


class _Options:
    """Reads the two options that matter from a method."""

    def __init__(self, pool):
        self._class = message_factory.GetMessageClass(pool.FindMessageTypeByName("google.protobuf.MethodOptions"))
        self._http = pool.FindExtensionByName("google.api.http")
        self._allow = pool.FindExtensionByName("redress.auth.v1.allow")
        self._roles = pool.FindEnumTypeByName("redress.auth.v1.Role")

    def read(self, method):
        """(HTTP rule or None, roles without prefix)."""
        options = self._class.FromString(method.options.SerializeToString())
        numbers = options.Extensions[self._allow].roles
        roles = [self._roles.values_by_number[number].name.removeprefix("ROLE_") for number in numbers]
        return (options.Extensions[self._http] if options.HasExtension(self._http) else None), roles


def _add_method(paths, contracts, options, service_full, service, method):
    """Adds the operations of a method; False where it has no JSON binding."""
    rule, roles = options.read(method)
    if rule is None:
        return False
    for index, binding in enumerate([rule, *rule.additional_bindings]):
        verb = binding.WhichOneof("pattern")
        path, variables = _path(getattr(binding, verb))
        operation = _operation(contracts, binding, variables, service_full, method, roles)
        operation["tags"] = [service]
        operation["operationId"] = f"{service}_{method.name}" + (f"_{index + 1}" if index else "")
        paths.setdefault(path, {})[verb] = operation
    return True


def _path(template):
    """`/v1/{name=complaints/*}:unlink` → (`/v1/complaints/{complaint}:unlink`, [(field, {variable: collection})])."""
    variables = []

    def replace(match):
        field, pattern = match[1], match[2] or "*"
        parts, names = [], []
        previous = field.rsplit(".", 1)[-1]
        for part in pattern.split("/"):
            if part == "*":
                name = re.sub(r"([a-z])ies$", r"\1y", previous).removesuffix("s") if pattern != "*" else previous
                names.append(name)
                part = "{" + name + "}"
            previous = part.strip("{}")
            parts.append(part)
        variables.append((field, names))
        return "/".join(parts)

    return _VARIABLE.sub(replace, template), variables


def _operation(contracts, binding, variables, service_full, method, roles):
    comment = contracts.comment(f"{service_full}.{method.name}")
    request = contracts.message(method.input_type)
    taken = {field.split(".")[0] for field, _ in variables if "." not in field}
    parameters = [
        {"name": name, "in": "path", "required": True, "description": f"Part of `{field}`.", "schema": {"type": "string"}}
        for field, names in variables
        for name in names
    ]
    operation = {"summary": comment.split(". ")[0].split("\n")[0].rstrip("."), "description": _describe(comment, roles)}
    if binding.body == "":
        parameters += [contracts.query_parameter(request, field) for field in request.field if field.name not in taken]
    elif binding.body == "*":
        operation["requestBody"] = _body(contracts.inline(request, leave_out=taken))
    else:
        body = next(field for field in request.field if field.name == binding.body)
        operation["requestBody"] = _body(contracts.reference(body.type_name))
        rest = [field for field in request.field if field.name not in taken | {binding.body}]
        parameters += [contracts.query_parameter(request, field) for field in rest]
    if parameters:
        operation["parameters"] = parameters
    answer = {"application/json": {"schema": contracts.reference(method.output_type)}}
    operation["responses"] = {"200": {"description": "Done.", "content": answer}, "default": {"$ref": "#/components/responses/Error"}}
    if roles == ["PUBLIC"]:
        operation["security"] = []
    return operation


def _describe(comment, roles):
    who = "Anybody may call it." if roles == ["PUBLIC"] else "Roles: " + ", ".join(roles) + "."
    return (comment + "\n\n" + who).strip()


def _body(schema):
    return {"required": True, "content": {"application/json": {"schema": schema}}}
