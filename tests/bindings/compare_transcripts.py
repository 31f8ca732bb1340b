#!/usr/bin/env python3
"""All transcripts of a folder are equal: every language gave the same answers. Argument: the folder."""
import json
import pathlib
import sys

files = sorted(pathlib.Path(sys.argv[1]).glob("*.transcript"))
if len(files) < 2:
    sys.exit(f"{len(files)} transcripts in {sys.argv[1]}; at least two are to be compared")
first = json.loads(files[0].read_text(encoding="utf-8"))
status = 0
for file in files[1:]:
    other = json.loads(file.read_text(encoding="utf-8"))
    for name in sorted(first.keys() | other.keys()):
        one, two = first.get(name, []), other.get(name, [])
        for i in range(max(len(one), len(two))):
            a, b = (json.dumps(side[i], sort_keys=True) if i < len(side) else "nothing" for side in (one, two))
            if a != b:
                status = 1
                at = next((k for k, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
                print(
                    f"{name}, answer {i}: {files[0].stem} and {file.stem} differ at character {at}:\n"
                    f"  {a[max(0, at - 200):at + 200]}\n  {b[max(0, at - 200):at + 200]}"
                )
print(f"{', '.join(file.stem for file in files)}: " + ("not equal" if status else f"equal in {len(first)} scenarios"))
sys.exit(status)
