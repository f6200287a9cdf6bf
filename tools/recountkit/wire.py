"""Reads serialized messages by a descriptor set, with nothing but the standard library."""

import struct

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# Numbers of google.protobuf.FieldDescriptorProto.Type.
_DOUBLE, _FLOAT, _BOOL, _STRING, _MESSAGE, _ENUM = 1, 2, 8, 9, 11, 14
_REPEATED = 3


class WireError(ValueError):
    """The bytes are no such message."""


def _varint(data, at):
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise WireError("a number ends early")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value, at
        shift += 7


def fields(data):
    """(number, wire type, raw value) of each field, in the order of the bytes."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
        else:
            if kind == _BYTES:
                size, at = _varint(data, at)
            elif kind in (_FIXED64, _FIXED32):
                size = 8 if kind == _FIXED64 else 4
            else:
                raise WireError(f"wire type {kind}")
            if at + size > len(data):
                raise WireError("a field ends early")
            value = data[at : at + size]
            at += size
        yield tag >> 3, kind, value


def _all(data, number):
    return [value for found, _, value in fields(data) if found == number]


def _one(data, number, otherwise=b""):
    return (_all(data, number) or [otherwise])[-1]


class Messages:
    """The messages of a FileDescriptorSet, by full name."""

    def __init__(self, descriptor_set):
        self._fields = {}  # message → number → (name, type, type name, repeated)
        self._enums = {}  # enum → number → name
        for file in _all(descriptor_set, 1):
            package = "." + _one(file, 2).decode()
            for message in _all(file, 4):
                self._learn_message(package, message)
            for enum in _all(file, 5):
                self._learn_enum(package, enum)

    def _learn_message(self, scope, message):
        name = f"{scope}.{_one(message, 1).decode()}"
        self._fields[name] = {}
        for field in _all(message, 2):
            repeated = _one(field, 4, 1) == _REPEATED
            self._fields[name][_one(field, 3, 0)] = (_one(field, 1).decode(), _one(field, 5, 0), _one(field, 6).decode(), repeated)
        for nested in _all(message, 3):
            self._learn_message(name, nested)
        for enum in _all(message, 4):
            self._learn_enum(name, enum)

    def _learn_enum(self, scope, enum):
        values = {_one(value, 2, 0): _one(value, 1).decode() for value in _all(enum, 2)}
        self._enums[f"{scope}.{_one(enum, 1).decode()}"] = values

    def decode(self, full_name, data):
        """The message as a dict; fields that are not there are absent, enums are names, unknown fields are left out."""
        known = self._fields["." + full_name]
        message = {}
        for number, kind, raw in fields(data):
            if number not in known:
                continue
            name, wanted, type_name, repeated = known[number]
            if repeated and kind == _BYTES and wanted not in (_STRING, _MESSAGE, 12):
                values = self._packed(wanted, type_name, raw)
            else:
                values = [self._value(wanted, type_name, raw)]
            if repeated:
                message.setdefault(name, []).extend(values)
            else:
                message[name] = values[-1]
        return message

    def _packed(self, wanted, type_name, raw):
        values, at = [], 0
        while at < len(raw):
            if wanted in (_DOUBLE, 6, 16):
                piece, at = raw[at : at + 8], at + 8
            elif wanted in (_FLOAT, 7, 15):
                piece, at = raw[at : at + 4], at + 4
            else:
                piece, at = _varint(raw, at)
            values.append(self._value(wanted, type_name, piece))
        return values

    def _value(self, wanted, type_name, raw):
        if wanted == _STRING:
            return raw.decode()
        if wanted == _MESSAGE:
            return self.decode(type_name[1:], raw)
        if wanted == _ENUM:
            return self._enums[type_name].get(raw, "")
        if wanted == _BOOL:
            return bool(raw)
        if wanted == _DOUBLE:
            return struct.unpack("<d", raw)[0]
        if wanted == _FLOAT:
            return struct.unpack("<f", raw)[0]
        if isinstance(raw, int) and wanted in (3, 5):  # int64, int32: two's complement
            return raw - (1 << 64) if raw >> 63 else raw
        return raw
