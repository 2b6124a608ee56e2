#!/usr/bin/env python3
"""Makes the zip that Lambda runs: bootstrap, lakemirror with every library it needs and their loader, certificates, licences.

The same input gives the same bytes. Of the machine, only what Debian packages brought is taken; a program for another
architecture is served too, for nothing of it is run."""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

# Loaded by name while the program runs, so nothing that is linked says so: libc wants it to end a thread.
LOADED_LATER = ["libgcc_s.so.1"]
DOCUMENTS = pathlib.Path("/usr/share/doc")
COMMON_LICENCES = pathlib.Path("/usr/share/common-licenses")
AUTHORITIES = pathlib.Path("/usr/share/ca-certificates/mozilla")
# Compiled in from headers or static libraries: no file in the zip says so.
COMPILED_IN = ["libcli11-dev", "libcpp-httplib-dev", "libexpected-dev", "libpugixml-dev", "libsqlitecpp-dev", "libutf8proc-dev",
               "libc6-dev", "libboost1.81-dev", "libstdc++-12-dev"]


def output_of(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def needed_by(readelf, file):
    return re.findall(r"\(NEEDED\)\s+Shared library: \[(.+)\]", output_of(readelf, "--dynamic", "--wide", file))


def loader_of(readelf, program):
    found = re.search(r"program interpreter: (\S+)\]", output_of(readelf, "--program-headers", "--wide", program))
    return pathlib.Path(found.group(1)).name


def find_library(name, folders):
    for folder in folders:
        if (folder / name).exists():
            return (folder / name).resolve()
    sys.exit(f"make_zip.py: {name} is in none of {', '.join(map(str, folders))}")


def libraries_of(readelf, program, folders):
    """Each library by the name it is asked for, without the loader."""
    loader = loader_of(readelf, program)
    found, wanted = {}, needed_by(readelf, program) + LOADED_LATER
    while wanted:
        name = wanted.pop()
        if name != loader and name not in found:
            found[name] = find_library(name, folders)
            wanted += needed_by(readelf, found[name])
    return found, find_library(loader, folders)


def packages_of(files):
    """The Debian packages that brought these files."""
    # dpkg knows some by the path from before /lib and /usr/lib became one.
    also = {pathlib.Path("/", *file.parts[2:]): file for file in files}
    done = subprocess.run(["dpkg", "--search", *files, *also], text=True, capture_output=True)
    found = {}
    for line in done.stdout.splitlines():
        package, path = line.split(": ", 1)
        path = pathlib.Path(path)
        found[also.get(path, path)] = package.split(",")[0]
    for file in files:
        if file not in found:
            sys.exit(f"make_zip.py: no Debian package brought {file}, so its licence is not known")
    return set(found.values())


def installed(package):
    return subprocess.run(["dpkg-query", "--show", package], capture_output=True).returncode == 0


def licences(packages):
    """A file for each package, the texts these refer to, and a list that says where the sources are."""
    files, referred_to, named = {}, set(), {}
    for package in packages:
        name = package.split(":")[0]
        text = (DOCUMENTS / name / "copyright").read_bytes()
        # Packages of one source often have the same text, and Boost's is 2 MB.
        if text in named:
            text = f"The same as {named[text]}.\n".encode()
        else:
            named[text] = name
        files[f"licences/{name}"] = text
        referred_to |= set(re.findall(rb"/usr/share/common-licenses/([A-Za-z]+(?:-[0-9]+(?:\.[0-9]+)?)?)", text))
    for name in sorted(referred_to):
        file = COMMON_LICENCES / name.decode()
        if file.is_file():
            files[f"licences/common-licenses/{name.decode()}"] = file.read_bytes()
    listed = output_of("dpkg-query", "--show", "--showformat", "${source:Package} ${source:Version} (${Package} ${Version})\n", *packages)
    files["licences/SOURCES"] = ("What this zip holds beside lakemirror comes unchanged from Debian: source package and version (package and "
                                 "version).\nTheir sources are at https://snapshot.debian.org/package/NAME/VERSION/\n\n" +
                                 "".join(sorted(set(listed.splitlines(True))))).encode()
    return files


def certificates():
    """Each authority in a file named as OpenSSL looks for it, so that a connection reads the few it needs and not all."""
    files, seen = {}, {}
    for file in sorted(AUTHORITIES.glob("*.crt")):
        name = output_of("openssl", "x509", "-noout", "-subject_hash", "-in", file).strip()
        files[f"certificates/{name}.{seen.setdefault(name, 0)}"] = file.read_bytes()
        seen[name] += 1
    if not files:
        sys.exit(f"make_zip.py: {AUTHORITIES} has no certificates; is ca-certificates installed?")
    return files


def stripped(strip, program):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "program")
        subprocess.run([strip, "--strip-unneeded", "-o", copy, program], check=True)
        return copy.read_bytes()


def write_zip(output, files, executable):
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.create_system = 3
            about.external_attr = (0o100755 if name in executable else 0o100644) << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, files[name])


def main():
    parser = argparse.ArgumentParser()
    for option in ("program", "bootstrap", "licence", "output", "strip", "readelf"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--folder", action="append", required=True, type=pathlib.Path, help="where libraries are")
    given = parser.parse_args()

    libraries, loader = libraries_of(given.readelf, given.program, given.folder)
    brought = [*libraries.values(), loader, *sorted(AUTHORITIES.glob("*.crt"))[:1]]
    packages = sorted(packages_of(brought) | {package for package in COMPILED_IN if installed(package)})
    files = {"bootstrap": stripped(given.strip, given.bootstrap),
             "lib/lakemirror": stripped(given.strip, given.program),
             "lib/loader": loader.read_bytes(),
             "licences/lakemirror": pathlib.Path(given.licence).read_bytes(),
             **{f"lib/{name}": file.read_bytes() for name, file in libraries.items()},
             **certificates(), **licences(packages)}
    # Written aside, so that a zip is there whole or not at all.
    unfinished = pathlib.Path(given.output + ".new")
    write_zip(unfinished, files, {"bootstrap", "lib/lakemirror", "lib/loader"})
    unfinished.replace(given.output)
    print(f"{given.output}: {pathlib.Path(given.output).stat().st_size / 1e6:.1f} MB, {len(libraries)} libraries")


if __name__ == "__main__":
    main()
