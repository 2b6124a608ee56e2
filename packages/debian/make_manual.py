#!/usr/bin/env python3
"""Writes lakemirror(1) from what the program says of itself: make_manual.py PROGRAM VERSION > lakemirror.1"""
import re
import subprocess
import sys


def help_of(program, *words):
    return subprocess.run([program, *words, "--help"], check=True, text=True, capture_output=True,
                          env={"NO_COLOR": "1"}).stdout.strip()


def commands_of(text):
    """The names in its table of subcommands."""
    table = re.search(r"^Subcommands:\n((?: .*\n?)*)", text, re.M)
    return re.findall(r"^  (\w+)", table.group(1), re.M) if table else []


def as_is(text):
    """Text that troff leaves as it stands: no macro at the beginning of a line, no escapes, hyphens that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return ".nf\n" + re.sub(r"^(?=[.'])", r"\\&", text, flags=re.M) + "\n.fi\n"


def pages(program, *words):
    """Each command with what it says, those below it included."""
    text = help_of(program, *words)
    yield words, text
    for name in commands_of(text):
        yield from pages(program, *words, name)


def main():
    program, version = sys.argv[1:]
    print(f'.TH LAKEMIRROR 1 "" "lakemirror {version}" "User Commands"')
    print(".SH NAME\nlakemirror \\- keep a second AWS Region\\(aqs Glue Data Catalog equal to the first one\\(aqs")
    print(".SH SYNOPSIS\n.B lakemirror\n.I COMMAND\n[options]")
    for words, text in pages(program):
        print(f".SH {' '.join(words).upper() or 'DESCRIPTION'}\n{as_is(text)}", end="")
    print(".SH FILES\n.TP\n.I /etc/lakemirror/lakemirror.conf\nThe configuration of the daemon that systemd starts.")
    print(".TP\n.I /var/lib/lakemirror/journal.db\nIts journal.")
    print(".SH SEE ALSO\n.I /usr/share/doc/lakemirror")


if __name__ == "__main__":
    main()
