"""A file of agreements, by schema/agreements.schema.json and what docs/protocol/agreements.md says besides."""

import datetime
import re

KNOWN = {
    "$schema", "title", "description", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "minLength", "pattern", "format", "const", "enum", "anyOf", "oneOf", "minimum", "maximum", "exclusiveMinimum",
    "default", "maxLength",
}  # fmt: skip
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


def conforms(value, schema):
    """Whether a value is of a JSON Schema, of those keywords that this one uses."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    kind = schema.get("type")
    if kind in ("integer", "number"):
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return False
        if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
            return False
    elif kind and not isinstance(value, TYPES[kind]):
        return False
    if "const" in schema and value != schema["const"] or "enum" in schema and value not in schema["enum"]:
        return False
    for name in ("anyOf", "oneOf"):
        if name in schema and not any(conforms(value, one) for one in schema[name]):
            return False
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
            return False
        if schema.get("format") == "date":
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                return False
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(conforms(one, schema.get("items", {})) for one in value)
    if isinstance(value, dict):
        members = schema.get("properties", {})
        if not set(schema.get("required", [])) <= set(value):
            return False
        if schema.get("additionalProperties") is False and not set(value) <= set(members):
            return False
        return all(conforms(one, members.get(name, {})) for name, one in value.items())
    return True


def is_taken(document, schema):
    """Whether the hub takes a file."""
    if not conforms(document, schema):
        return False
    agreements = document["agreements"]
    shared = lambda one: any(one.get(name) for name in ("shares", "combined", "figures"))
    ids = [one["id"] for one in agreements]
    in_order = lambda one: "until" not in one or one["from"] <= one["until"]
    return len(set(ids)) == len(ids) and all(in_order(one) and shared(one) for one in agreements)
