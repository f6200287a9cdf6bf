"""Messages and enums as JSON schemas, by the JSON mapping of protocol buffers, with the comments of the contracts."""

from google.protobuf import descriptor_pb2

_Field = descriptor_pb2.FieldDescriptorProto
_INTEGERS_AS_TEXT = {
    _Field.TYPE_INT64: "int64",
    _Field.TYPE_SINT64: "int64",
    _Field.TYPE_SFIXED64: "int64",
    _Field.TYPE_UINT64: "uint64",
    _Field.TYPE_FIXED64: "uint64",
}
_SCALARS = {
    _Field.TYPE_STRING: {"type": "string"},
    _Field.TYPE_BYTES: {"type": "string", "format": "byte"},
    _Field.TYPE_BOOL: {"type": "boolean"},
    _Field.TYPE_DOUBLE: {"type": "number", "format": "double"},
    _Field.TYPE_FLOAT: {"type": "number", "format": "float"},
}
_WELL_KNOWN = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "example": "1.5s"},
    "google.protobuf.FieldMask": {"type": "string", "example": "displayName,caseLimit"},
    "google.protobuf.Any": {"type": "object", "properties": {"@type": {"type": "string"}}, "additionalProperties": True},
}


class Contracts:
    """All messages and enums by full name, and those schemas that were referred to."""

    def __init__(self, files, pool):
        self._messages, self._enums, self._comments = {}, {}, {}
        self._pool = pool
        self.used = {}
        for file in files.file:
            for index, message in enumerate(file.message_type):
                self._collect(message, file.package)
            for enum in file.enum_type:
                self._enums[f"{file.package}.{enum.name}"] = enum
            self._read_comments(file)

    def _collect(self, message, scope):
        name = f"{scope}.{message.name}"
        self._messages[name] = message
        for nested in message.nested_type:
            self._collect(nested, name)
        for enum in message.enum_type:
            self._enums[f"{name}.{enum.name}"] = enum

    def _read_comments(self, file):
        for location in file.source_code_info.location:
            text = (location.leading_comments or location.trailing_comments).strip()
            if text:
                name = _name_at(file, list(location.path))
                if name:
                    self._comments[name] = "\n".join(line.strip() for line in text.splitlines())

    def comment(self, full_name):
        return self._comments.get(full_name, "")

    def message(self, type_name):
        return self._messages[type_name.lstrip(".")]

    def full_name(self, message):
        return next(name for name, known in self._messages.items() if known is message)

    def reference(self, type_name):
        """A `$ref` to the schema of a message or enum, which is added to what is used; well-known types are written out."""
        name = type_name.lstrip(".")
        if name in _WELL_KNOWN:
            return dict(_WELL_KNOWN[name])
        key = name.removeprefix("redress.").replace(".v1.", ".")
        if key not in self.used:
            self.used[key] = {}  # a message may hold itself
            self.used[key] = self._enum(name) if name in self._enums else self.inline(self._messages[name])
        return {"$ref": f"#/components/schemas/{key}"}

    def _enum(self, name):
        enum = self._enums[name]
        lines = [f"{value.name}: {text}" for value in enum.value if (text := self.comment(f"{name}.{value.name}"))]
        return _described({"type": "string", "enum": [value.name for value in enum.value]}, "\n".join([self.comment(name), *lines]))

    def inline(self, message, leave_out=()):
        """The schema of a message itself."""
        name = self.full_name(message)
        properties = {field.json_name: self._field(name, field) for field in message.field if field.name not in leave_out}
        return _described({"type": "object", "properties": properties}, self.comment(name))

    def _field(self, owner, field):
        schema = self._single(field)
        description = self.comment(f"{owner}.{field.name}")
        if "Output only" in description or "output only" in description:
            schema = {"allOf": [schema], "readOnly": True} if "$ref" in schema else {**schema, "readOnly": True}
        if field.label == _Field.LABEL_REPEATED:
            schema = {"type": "array", "items": self._single(field)}
        if "$ref" in schema and description:
            schema = {"allOf": [schema]}
        return _described(schema, description)

    def _single(self, field):
        if field.type in (_Field.TYPE_MESSAGE, _Field.TYPE_ENUM):
            return self.reference(field.type_name)
        if field.type in _INTEGERS_AS_TEXT:
            return {"type": "string", "format": _INTEGERS_AS_TEXT[field.type]}
        return dict(_SCALARS.get(field.type, {"type": "integer", "format": "int32"}))

    def query_parameter(self, message, field):
        """A field of a request as a query parameter; also those of messages, which the transcoder takes as `a.b`."""
        owner = self.full_name(message)
        schema = self._single(field)
        if field.label == _Field.LABEL_REPEATED:
            schema = {"type": "array", "items": schema}
        parameter = {"name": field.json_name, "in": "query", "schema": schema}
        return _described(parameter, self.comment(f"{owner}.{field.name}"))


def _described(schema, text):
    return {**schema, "description": text.strip()} if text.strip() else schema


# Numbers of the fields in descriptor.proto, by which SourceCodeInfo names places.
_STEPS = {
    "file": {4: ("message_type", "message"), 5: ("enum_type", "enum"), 6: ("service", "service")},
    "message": {2: ("field", "leaf"), 3: ("nested_type", "message"), 4: ("enum_type", "enum")},
    "enum": {2: ("value", "leaf")},
    "service": {2: ("method", "leaf")},
}


def _name_at(file, path):
    """The full name of what a SourceCodeInfo path points to, or None where it is no named thing."""
    kind, at, name = "file", file, file.package
    while path:
        if len(path) < 2 or kind not in _STEPS or path[0] not in _STEPS[kind]:
            return None
        field, kind = _STEPS[kind][path[0]]
        at = getattr(at, field)[path[1]]
        name += "." + at.name
        path = path[2:]
    return name if at is not file else None
