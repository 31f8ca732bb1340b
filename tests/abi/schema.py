#!/usr/bin/env python3
"""Compares include/slipway/v1/*.proto with the committed baseline: what was promised is still there, as it was.

  schema.py check  PROTOC INCLUDE BASELINE   exit 1 with what is broken, or what is new and not recorded yet
  schema.py record PROTOC INCLUDE BASELINE   records additions; refuses when anything is broken

The baseline is a text-format FileDescriptorSet, so that a commit shows what it promises. Removed names may be re-used by nobody:
a removed field is broken even when its number is `reserved`, since hosts that set it would be refused.
"""
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, text_format

TYPE = descriptor_pb2.FieldDescriptorProto.Type.Name
LABEL = descriptor_pb2.FieldDescriptorProto.Label.Name


def compiled(protoc, include):
    """The FileDescriptorSet of every proto of ours; imports of others are not part of the promise."""
    import pathlib

    files = sorted(str(path.relative_to(include)) for path in pathlib.Path(include).glob("slipway/v1/*.proto"))
    with tempfile.NamedTemporaryFile(suffix=".pb") as out:
        subprocess.run([protoc, f"-I{include}", f"--descriptor_set_out={out.name}", *files], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read())
    # In one order, whatever protoc's; and without what only other tools read.
    files.file.sort(key=lambda file: file.name)
    return files


def facts(files):
    """{what: (kind, how it is)}: all that a compiled host relies on, by full name."""
    found = {}

    def enum(prefix, item):
        found[prefix] = ("enum", "declared")
        for value in item.value:
            found[f"{prefix}.{value.name}"] = ("enum value", f"number {value.number}")

    def message(prefix, item):
        found[prefix] = ("message", "declared")
        for field in item.field:
            kind = field.type_name or TYPE(field.type)[5:].lower()
            oneof = ""
            if field.proto3_optional:
                oneof = ", optional"
            elif field.HasField("oneof_index"):
                oneof = f", oneof {item.oneof_decl[field.oneof_index].name}"
            found[f"{prefix}.{field.name}"] = (
                "field", f"number {field.number}, {LABEL(field.label)[6:].lower()} {kind}, json {field.json_name}{oneof}")
        for nested in item.nested_type:
            message(f"{prefix}.{nested.name}", nested)
        for nested in item.enum_type:
            enum(f"{prefix}.{nested.name}", nested)

    for file in files.file:
        for item in file.message_type:
            message(f"{file.package}.{item.name}", item)
        for item in file.enum_type:
            enum(f"{file.package}.{item.name}", item)
        for field in file.extension:
            found[f"{file.package}.[{field.name}]"] = (
                "option", f"number {field.number}, {TYPE(field.type)[5:].lower()} of {field.extendee}")
        for service in file.service:
            for rpc in service.method:
                streams = " stream" if rpc.server_streaming else ""
                found[f"{file.package}.{service.name}.{rpc.name}"] = (
                    "rpc", f"{rpc.input_type} ->{streams} {rpc.output_type}")
    return found


def compare(old, new):
    """(what is broken, what is new), each a list of lines."""
    broken, added = [], []
    for name, (kind, was) in sorted(old.items()):
        if name not in new:
            broken.append(f"{kind} {name} is gone; it was: {was}")
        elif new[name] != (kind, was):
            broken.append(f"{kind} {name} was: {was}; is now: {new[name][0]}, {new[name][1]}")
    for name, (kind, how) in sorted(new.items()):
        if name not in old:
            added.append(f"{kind} {name}: {how}")
    return broken, added


def main():
    if len(sys.argv) != 5 or sys.argv[1] not in ("check", "record"):
        sys.exit(__doc__)
    mode, protoc, include, path = sys.argv[1:]
    files = compiled(protoc, include)
    try:
        with open(path, encoding="utf-8") as text:
            baseline = text_format.Parse(text.read(), descriptor_pb2.FileDescriptorSet())
    except FileNotFoundError:
        if mode == "check":
            sys.exit(f"{path} is missing: restore it from git")
        baseline = descriptor_pb2.FileDescriptorSet()
    broken, added = compare(facts(baseline), facts(files))
    if broken:
        print("The schema breaks what compiled hosts rely on (docs/abi.md):")
        print("\n".join("  " + line for line in broken))
        print("Put it back. A field that should not be used any more stays, and its comment says what to use instead; a new\n"
              "meaning or type is a new field with the next free number. Only a new soname may drop anything.")
        sys.exit(1)
    if mode == "record":
        with open(path, "w", encoding="utf-8") as text:
            text.write(text_format.MessageToString(files))
        print(f"recorded {len(added)} additions")
    elif added:
        print("Additions that the baseline does not promise yet:")
        print("\n".join("  " + line for line in added))
        print("They are allowed. Record them: build the target `record_abi` and commit tests/abi/ with the .proto.")
        sys.exit(1)


if __name__ == "__main__":
    main()
