"""What of the container image can be tried without one: its health check, against a run and against what is not well."""
import http.server
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from local_aws import LocalAws
from replicator import Replicator
from waiting import wait_until

CONTAINER = pathlib.Path(__file__).resolve().parent.parent.parent / "packages/container"


def health_check(port):
    return subprocess.run([CONTAINER / "lakemirror-healthy"], text=True, capture_output=True, check=False, timeout=30,
                          env={**os.environ, "LAKEMIRROR_HEALTH_PORT": str(port)}).returncode


class Unwell(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_error(503)

    def log_message(self, *_):
        pass


class HealthCheck(unittest.TestCase):
    def test_a_run_that_works_is_well(self):
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            taken.close()
            local = LocalAws()
            self.addCleanup(local.stop)
            replicator = Replicator(folder, local.url, local.url)
            process = replicator.start_run("--metrics-listen", f"127.0.0.1:{port}")
            try:
                wait_until(lambda: health_check(port) == 0, 60, replicator.said)
            finally:
                process.terminate()
                process.wait()

    def test_another_answer_is_not(self):
        with http.server.HTTPServer(("127.0.0.1", 0), Unwell) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.assertEqual(health_check(server.server_address[1]), 1)
            server.shutdown()

    def test_silence_is_not(self):
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            port = nobody.getsockname()[1]
        self.assertEqual(health_check(port), 1)


if __name__ == "__main__":
    unittest.main()
