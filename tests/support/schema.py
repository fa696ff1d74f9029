"""As much of JSON Schema as docs/schema uses, so that outputs are held to it on every machine."""
import re

TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}


def is_of(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def errors(value, schema, root=None, at="$"):
    """What is wrong with the value, a line each."""
    root = root or schema
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    unknown = set(schema) - {"$schema", "title", "definitions", "type", "required", "properties",
                             "additionalProperties", "items", "enum", "const", "pattern", "minimum", "anyOf"}
    assert not unknown, unknown
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_of(value, name) for name in names):
        return [f"{at}: {value!r} is not {' or '.join(names)}"]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value!r} does not match {schema['pattern']}")
    if is_of(value, "number") and value < schema.get("minimum", value):
        found.append(f"{at}: {value} is too small")
    if "anyOf" in schema and all(errors(value, one, root, at) for one in schema["anyOf"]):
        found.append(f"{at}: {value!r} is of no form that it may have")
    if isinstance(value, dict):
        found += [f"{at}: `{name}` is missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            rule = schema.get("properties", {}).get(name, schema.get("additionalProperties", True))
            if rule is False:
                found.append(f"{at}: `{name}` is not in the schema")
            elif rule is not True:
                found += errors(inner, rule, root, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            found += errors(inner, schema["items"], root, f"{at}[{index}]")
    return found
