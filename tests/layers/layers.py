#!/usr/bin/env python3
"""Holds every include and every link of src/ to cmake/edges.txt.

Usage: layers.py ROOT          prints one line for each fault; exits 1 when there is any
       layers.py --table ROOT  prints the rows that the includes of the tree ask for

What it holds to:
  - cmake/edges.txt says on which floor a folder stands: it uses only folders on lower ones, never one on its own;
  - cmake/edges.txt says which of those it may use at all;
  - an include or a link (USES of lakemirror_module, or a lakemirror_<folder> target) needs its edge in the table;
  - an edge in the table needs both an include and a link that use it;
  - a test file may in addition use what TEST_USES names;
  - x.cc includes the x.h beside it before anything else, which proves that x.h needs nothing before it.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
MODULE = re.compile(r"lakemirror_module\s*\(([^)]*)\)", re.S)
TARGET = re.compile(r"\blakemirror_(\w+)\b")
ROW = re.compile(r"([\w/]+) (\d+):(.*)")
# Names that start like a folder's target but are functions and variables of cmake/Module.cmake.
NOT_FOLDERS = {"module", "pch", "test_files"}
KEYWORDS = {"USES", "LIBRARIES", "PRIVATE_LIBRARIES", "TEST_USES"}


def without_comments(text):
    return re.sub(r"#[^\n]*", "", text)


def read_table(root):
    """Of cmake/edges.txt: the floor of each folder, lowest first, and what it may use."""
    floors, table = {}, {}
    for line in (root / "cmake/edges.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        row = ROW.fullmatch(line)
        if row:
            floors[row[1]] = int(row[2])
            table[row[1]] = set(row[3].split())
        elif line:
            raise SystemExit(f"cmake/edges.txt: not a row such as `aws 3: base api`: {line}")
    return dict(sorted(floors.items(), key=lambda item: item[1])), table


def read_links(folder_path):
    """What the folder's CMakeLists.txt links: for its code, and for its tests only."""
    text = without_comments((folder_path / "CMakeLists.txt").read_text())
    uses, test_uses = set(), set()
    for call in MODULE.findall(text):
        keyword = None
        for word in call.split()[1:]:
            if word in KEYWORDS:
                keyword = word
            elif keyword == "USES":
                uses.add(word)
            elif keyword == "TEST_USES":
                test_uses.add(word)
    named = set(TARGET.findall(MODULE.sub("", text))) - NOT_FOLDERS
    return uses | named - {folder_path.name}, test_uses


def module_folders(root):
    """Every folder below src/ that is a module, one within another (journal/dynamodb) too."""
    return sorted(str(p.parent.relative_to(root / "src")) for p in root.glob("src/*/**/CMakeLists.txt"))


def files_below(folder_path):
    """What is below the folder, but for modules of their own in it."""
    own = {p.parent for p in folder_path.glob("*/**/CMakeLists.txt")}
    return [p for p in sorted(folder_path.rglob("*")) if not own & set(p.parents)]


def folder_of(text, folders):
    """The module that an include such as "journal/dynamodb/table.h" is of."""
    parents = [str(p) for p in pathlib.PurePosixPath(text).parents]
    return next((p for p in parents if p in folders), text.split("/")[0])


def read_includes(folder_path):
    """(file, line number, text between the quotes) of every quoted include below the folder."""
    for path in files_below(folder_path):
        if path.suffix in (".h", ".cc"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = INCLUDE.match(line)
                if found:
                    yield path, number, found.group(1)


def check_own_headers(root, folder_path, faults):
    """Each file with a header of its own includes that first."""
    for file in [p for p in files_below(folder_path) if p.suffix == ".cc"]:
        own = file.with_suffix(".h")
        if not own.exists():
            continue
        expected = f'"{own.relative_to(root / "src")}"'
        first = re.search(r'^\s*#\s*include\s+(\S+)', file.read_text(), re.M)
        if first is None or first.group(1) != expected:
            faults.append(f"{file.relative_to(root)} does not include {expected} first")


def is_of_tests(file):
    """A test, or what several tests of a folder share: it may include what TEST_USES names."""
    return file.name.endswith(("_test.cc", "_test_fixture.h"))


def check_folder(root, folder, allowed, floors, faults):
    """Checks one folder; returns the edges its includes and its links use."""
    path = root / "src" / folder
    uses, test_uses = read_links(path)
    for used in sorted(uses - allowed):
        faults.append(f"src/{folder}/CMakeLists.txt links {used}: cmake/edges.txt has no edge {folder} -> {used}")
    included = set()
    for file, number, text in read_includes(path):
        where = f"{file.relative_to(root)}:{number}"
        used = folder_of(text, floors)
        is_test = is_of_tests(file)
        if "/" not in text:
            faults.append(f'{where} includes "{text}": write the folder too')
        elif used == folder or (is_test and used in uses | test_uses):
            continue
        elif is_test:
            faults.append(f"{where} includes {used}, which neither USES nor TEST_USES of {folder} names")
        else:
            included.add(used)
            if used not in allowed:
                faults.append(f"{where} includes {used}: cmake/edges.txt has no edge {folder} -> {used}")
    for used in sorted(uses | included | allowed):
        if used in floors and floors[used] >= floors[folder]:
            faults.append(f"{folder} -> {used} does not go down: floor {floors[folder]} to floor {floors[used]}")
    return included, uses


def check(root):
    root = pathlib.Path(root)
    faults = []
    floors, table = read_table(root)
    folders = module_folders(root)
    for folder in folders:
        if folder not in floors:
            faults.append(f"src/{folder} stands on no floor: give it a row in cmake/edges.txt")
            continue
        allowed = table.get(folder, set())
        check_own_headers(root, root / "src" / folder, faults)
        included, linked = check_folder(root, folder, allowed, floors, faults)
        for used in sorted(allowed - included):
            faults.append(f"cmake/edges.txt allows {folder} -> {used}, but nothing in src/{folder} includes it")
        for used in sorted(allowed - linked):
            faults.append(f"cmake/edges.txt allows {folder} -> {used}, but src/{folder}/CMakeLists.txt does not link it")
    for folder in sorted(set(table) - set(folders)):
        faults.append(f"cmake/edges.txt has a row for {folder}, which is no folder of src/ with a CMakeLists.txt")
    for header in sorted((root / "src").rglob("*.h")):
        if "#pragma once" not in header.read_text():
            faults.append(f"{header.relative_to(root)} lacks #pragma once")
    return faults


def table_of(root):
    """The rows of cmake/edges.txt that the includes ask for."""
    root = pathlib.Path(root)
    floors, _ = read_table(root)
    rows = []
    for folder in floors:
        used = set()
        for file, _, text in read_includes(root / "src" / folder):
            if not is_of_tests(file):
                used.add(folder_of(text, floors))
        used.discard(folder)
        rows.append(f"{folder} {floors[folder]}: {' '.join(name for name in floors if name in used)}".rstrip())
    return rows


def main(argv):
    if len(argv) == 3 and argv[1] == "--table":
        print("\n".join(table_of(argv[2])))
        return 0
    if len(argv) != 2:
        print(__doc__)
        return 2
    faults = check(argv[1])
    for fault in faults:
        print(fault)
    print(f"layers: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
