"""The layer law: who may include whom, and what pure rooms may not touch.

base < model < core < ports < engine < adapters, and base < runner; adapters may use runner. Of capi, adapters see only
service.h and engine_service.gen.h. Examples see only the public headers.
"""
import pathlib
import re
import sys
import tempfile

ALLOWED = {
    "base": {"base"},
    "model": {"base", "model"},
    "core": {"base", "model", "core"},
    "ports": {"base", "model", "core", "ports"},
    "engine": {"base", "model", "core", "ports", "engine"},
    "runner": {"base", "runner"},
    "adapters": {"base", "model", "core", "ports", "engine", "runner", "adapters"},
}
CAPI_FOR_ADAPTERS = {"capi/service.h", "capi/engine_service.gen.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
IMPURE = re.compile(
    r"std::(thread|mutex|condition_variable|random_device|ifstream|ofstream|fstream|filesystem|chrono::\w*clock)\b"
    r"|\babsl::Now\b|\bgetenv\b|\bsqlite3_|#include <(thread|mutex|fstream|filesystem|random|unistd\.h)>|\btime\(nullptr\)")
PURE = {"base", "model", "core"}


def violations(root):
    found = []
    for path in sorted((root / "lib").rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        room = path.relative_to(root / "lib").parts[0]
        text = path.read_text()
        name = path.relative_to(root)
        for include in INCLUDE.findall(text):
            head = include.split("/")[0]
            if head in ALLOWED and head not in ALLOWED[room]:
                found.append(f"{name}: {room} may not include {include}")
            if head == "capi" and not (room == "adapters" and include in CAPI_FOR_ADAPTERS):
                found.append(f"{name}: {room} may not include {include}")
        if room in PURE:
            for number, line in enumerate(text.splitlines(), 1):
                code = line.split("//")[0]
                if IMPURE.search(code):
                    found.append(f"{name}:{number}: {room} is pure: no clock, thread, file, random or environment: {code.strip()}")
    for path in sorted((root / "examples").rglob("*")):
        if path.suffix not in (".h", ".hpp", ".cc", ".c"):
            continue
        for include in INCLUDE.findall(path.read_text()):
            local = (path.parent / include).exists()
            if not local and include not in ("slipway/slipway.h", "slipway/slipway.hpp"):
                found.append(f"{path.relative_to(root)}: an example may include only public headers, not {include}")
    return found


def self_test():
    """The law must be able to say no."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {"lib/core/a.cc": '#include "engine/b.h"\n', "lib/model/t.cc": "auto t = absl::Now();\n",
                           "lib/engine/c.cc": '#include "capi/call.h"\n', "lib/runner/r.cc": '#include "ports/store.h"\n',
                           "examples/c/x.c": '#include "core/decide.h"\n'}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        assert len(violations(root)) == 5, violations(root)


if sys.argv[1] == "--self-test":
    self_test()
else:
    problems = violations(pathlib.Path(sys.argv[1]))
    print("\n".join(problems) or "every include obeys the law")
    sys.exit(1 if problems else 0)
