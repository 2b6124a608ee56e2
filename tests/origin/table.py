#!/usr/bin/env python3
"""Reads the tables of docs/python-tool.md: which defect of the Python tool is shown to be absent by which tests, and
which planted fault makes these tests fail.

    table.py check BUILD CTEST    whether the tables are whole; BUILD is a build folder, CTEST the program
    table.py plan PATCH...        of each patch a line "patch tests targets": the tests of the rows that name it, and
                                  what has to be built for them, with commas between them
    table.py judge RESULTS        of a run: lines "patch<TAB>test<TAB>failed|passed"
"""
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "python-tool.md"
PATCHES = ROOT / "tests" / "origin"

# Every defect that is known, by the number it has in the tables.
KNOWN = ([str(i) for i in range(1, 12)] + ["11b"] + [str(i) for i in range(12, 48)] +
         [f"PR8-{i}" for i in range(1, 5)] + [f"v2-{i}" for i in range(1, 15)])
NO_TEST = "does not apply: "

# What tests need that are no GoogleTest, by the first word of their names or by the whole. A GoogleTest has three, of
# which the first is its program's.
TARGETS = {"aws.signatures": ["signature_capture"], "moto.client": ["moto_client_test"],
           "kills": ["lakemirror", "write_gate"], "demo": ["lakemirror"], "scenario": ["scenarios"],
           "cli": ["lakemirror"], "robust": ["lakemirror"], "foreign": ["lakemirror"], "moto": ["lakemirror"]}


@dataclasses.dataclass
class Row:
    number: str
    tests: list
    patches: list
    reason: str  # why no test applies, empty where one does


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


def rows(text):
    """The rows of every table whose first column holds the number of a defect."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) != 5 or not re.fullmatch(r"\d+b?|(PR8|v2)-\d+", cells[0]):
            continue
        fault, _, reason = cells[4].partition(NO_TEST)
        found.append(Row(cells[0], quoted(cells[3]), quoted(fault), reason))
    return found


def problems_of_row(row, tests, patches):
    if row.tests and not row.patches:
        yield f"row {row.number}: no planted fault shows that its tests can fail"
    if row.patches and not row.tests:
        yield f"row {row.number}: it names a planted fault and no test"
    if not row.tests and not row.reason:
        yield f"row {row.number}: it has neither a test nor a reason why it does not apply"
    for test in row.tests:
        if test not in tests:
            yield f"row {row.number}: there is no test {test}"
    for patch in row.patches:
        if patch not in patches:
            yield f"row {row.number}: there is no patch {patch}"


def problems(text, tests, patches, known=KNOWN):
    """`patches`: name to whether it applies."""
    table = rows(text)
    numbers = [row.number for row in table]
    for number in known:
        if numbers.count(number) != 1:
            yield f"row {number} is there {numbers.count(number)} times"
    for number in sorted(set(numbers) - set(known)):
        yield f"row {number} is of no known defect"
    for row in table:
        yield from problems_of_row(row, tests, patches)
    named = {patch for row in table for patch in row.patches}
    for patch, applies in sorted(patches.items()):
        if patch not in named:
            yield f"patch {patch} is in no row"
        if not applies:
            yield f"patch {patch} does not apply"


def applies(patch, root=ROOT):
    with open(patch, "rb") as text:
        return subprocess.run(["patch", "--directory", root, "--strip=1", "--fuzz=0", "--forward", "--dry-run"],
                              stdin=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def tests_of_build(build, ctest):
    # In a folder of its own, for ctest begins the log of the folder anew, in which it may just be running this.
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "CTestTestfile.cmake").write_text(f'subdirs("{build}")\n')
        shown = subprocess.run([ctest, "--test-dir", folder, "--show-only=json-v1"], stdout=subprocess.PIPE, check=True)
    return {test["name"] for test in json.loads(shown.stdout)["tests"]}


def tests_of_patch(table, patch):
    return sorted({test for row in table if patch in row.patches for test in row.tests})


def targets_of(tests):
    targets = set()
    for test in tests:
        words = test.split(".")
        targets.update([words[0] + "_test"] if len(words) == 3 else TARGETS.get(test) or TARGETS[words[0]])
    return sorted(targets)


def unshown(table, results):
    """`results`: patch to {test: whether it failed}. A row is judged when all its patches were planted."""
    for row in table:
        planted = [results[patch] for patch in row.patches if patch in results]
        for patch in row.patches:
            if patch in results and not any(results[patch].get(test) for test in row.tests):
                yield f"row {row.number}: no test fails under {patch}"
        if not planted or len(planted) < len(row.patches):
            continue
        for test in row.tests:
            if not any(of_patch.get(test) for of_patch in planted):
                yield f"row {row.number}: {test} passes under the planted fault"


def read_results(path):
    results = {}
    for line in pathlib.Path(path).read_text().splitlines():
        patch, test, how = line.split("\t")
        results.setdefault(patch, {})[test] = how == "failed"
    return results


def tell(found):
    found = list(found)
    for problem in found:
        print(problem)
    return 1 if found else 0


def main(command, *arguments):
    text = PAGE.read_text()
    if command == "check":
        patches = {path.stem: applies(path) for path in PATCHES.glob("*.patch")}
        result = tell(problems(text, tests_of_build(*arguments), patches))
        print(f"{len(rows(text))} rows, {len(patches)} planted faults")
        return result
    if command == "judge":
        return tell(unshown(rows(text), read_results(*arguments)))
    for patch in arguments:
        tests = tests_of_patch(rows(text), patch)
        print(patch, ",".join(tests), ",".join(targets_of(tests)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
