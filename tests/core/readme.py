#!/usr/bin/env python3
"""README.md names a test that exists for every section of the release model.

    readme.py SOURCE_DIR      checks
    readme.py --self-test     shows that the check finds what it is for
"""
import pathlib
import re
import sys

SECTIONS = """1.1 1.2 1.3 1.4 2.1 2.2 2.3 3 3.1 3.2 3.3 4.1 4.2 4.3 4.4 5.1 5.2 6.1 6.2 6.3 7 8.1 8.2 8.3 8.4
9.1 9.2 9.3 9.4 9.5 9.6 10.1 10.2 10.3 10.4 10.5 10.6 10.7 11 12 13 14""".split()
TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)


def tests_in(text):
    """Suite, and Suite.Case, of every test of a source file."""
    for suite, case in TEST.findall(text):
        yield suite
        yield f"{suite}.{case}"


def problems(readme, known):
    seen = {}
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 3 or not re.match(r"\d+(\.\d+)?$", cells[0]):
            continue
        named = re.findall(r"`([\w.]+)`", cells[2])
        seen.setdefault(cells[0], []).extend(named)
        for name in named:
            if name not in known:
                yield f"section {cells[0]}: there is no test {name}"
    for section in SECTIONS:
        if not seen.get(section):
            yield f"section {section} has no test"
    for section in seen:
        if section not in SECTIONS:
            yield f"section {section} is not one of the model's"


def self_test():
    whole = "\n".join(f"| {section} | a rule | `A.One` |" for section in SECTIONS)
    known = set(tests_in("TEST_F(A, One) {\n}\nTEST_P(\n    B, Two) {"))
    assert known == {"A", "A.One", "B", "B.Two"}, known
    assert not list(problems(whole, known))
    assert list(problems(whole.replace("| 3.1 | a rule | `A.One` |", ""), known)) == ["section 3.1 has no test"]
    assert list(problems(whole.replace("| 7 | a rule | `A.One` |", "| 7 | a rule | |"), known)) == ["section 7 has no test"]
    assert list(problems(whole + "\n| 7 | again | `A.Gone` |", known)) == ["section 7: there is no test A.Gone"]
    assert list(problems(whole + "\n| 99 | new | `A` |", known)) == ["section 99 is not one of the model's"]


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    source = pathlib.Path(sys.argv[1])
    known = {name for path in (source / "tests").rglob("*.cc") for name in tests_in(path.read_text(encoding="utf-8"))}
    found = list(problems((source / "tests/core/README.md").read_text(encoding="utf-8"), known))
    print("\n".join(found) or f"{len(SECTIONS)} sections, each with a test that exists")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
