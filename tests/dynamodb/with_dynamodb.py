#!/usr/bin/env python3
"""Runs a program beside a fresh stand-in for DynamoDB, whose URL it finds in AWS_ENDPOINT_URL_DYNAMODB.

Usage: with_dynamodb.py moto|dynalite PROGRAM [ARGUMENT...]. Exits with the program's code; a stand-in that is not
there is a failure.
"""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 60
DYNALITE = pathlib.Path(__file__).resolve().parent / "dynalite/node_modules/dynalite/cli.js"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command_of(stand_in, port):
    if stand_in == "moto":
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    if not DYNALITE.exists():
        sys.exit("dynalite is not here: scripts/lib/install.sh judges")
    quick = ["--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0"]
    return [os.environ.get("NODE", "node"), str(DYNALITE), "--port", str(port), *quick]


class StandIn:
    """A server of its own, and its URL."""

    def __init__(self, stand_in):
        port = free_port()
        self.url = "http://127.0.0.1:%d" % port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command_of(stand_in, port), stdout=self.log, stderr=subprocess.STDOUT)

    def __enter__(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url + "/", timeout=5).read()
                return self
            except urllib.error.HTTPError:
                return self  # an answer, and that is all that is asked for
            except OSError:
                time.sleep(0.1)
        self.log.seek(0)
        text = self.log.read().decode(errors="replace")[-2000:]
        self.__exit__()
        sys.exit("the stand-in did not start:\n" + text)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("moto", "dynalite"):
        sys.exit(__doc__)
    with StandIn(sys.argv[1]) as server:
        environment = {**os.environ, "AWS_ENDPOINT_URL_DYNAMODB": server.url, "LAKEMIRROR_DYNAMODB": sys.argv[1]}
        return subprocess.run(sys.argv[2:], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
