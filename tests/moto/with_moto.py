#!/usr/bin/env python3
"""Runs a program beside a fresh moto server, whose URL it finds in LAKEMIRROR_MOTO_URL.

Usage: with_moto.py PROGRAM [ARGUMENT...]. Exits with the program's code, or 77 when moto is not installed.
"""
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BUCKET = "lake"
START_SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(server, url):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        try:
            urllib.request.urlopen(url + "/moto-api/data.json", timeout=5).read()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def make_bucket(url):
    """The one thing the programs need that our client does not do."""
    authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request, " \
                    "SignedHeaders=host, Signature=0"
    request = urllib.request.Request(url + "/" + BUCKET, method="PUT", headers={"Authorization": authorization})
    urllib.request.urlopen(request, timeout=10).read()


def main():
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask") is None:
        print("SKIPPED: moto's server is not installed (pip install 'moto[server]'), so nothing was tested against it")
        return 77
    port = free_port()
    url = "http://127.0.0.1:%d" % port
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                                  stdout=log, stderr=subprocess.STDOUT)
        try:
            if not wait_until_ready(server, url):
                log.seek(0)
                print("moto's server did not start:\n" + log.read().decode(errors="replace")[-2000:])
                return 1
            make_bucket(url)
            return subprocess.run(sys.argv[1:], env={**os.environ, "LAKEMIRROR_MOTO_URL": url}).returncode
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
