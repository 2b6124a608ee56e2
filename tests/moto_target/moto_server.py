"""moto's server as a process: a stand-in for AWS that others wrote."""
import importlib.util
import pathlib
import socket
import subprocess
import sys
import tempfile
import urllib.request

from waiting import wait_until

START_SECONDS = 120
MENDED = pathlib.Path(__file__).with_name("mended_moto.py")


def is_installed():
    return all(importlib.util.find_spec(name) for name in ("moto", "flask"))


class MotoServer:
    def __init__(self, mended=False):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = tempfile.TemporaryFile()
        program = [str(MENDED)] if mended else ["-m", "moto.server"]
        self.process = subprocess.Popen([sys.executable, *program, "-H", "127.0.0.1", "-p", str(port)],
                                        stdout=self.log, stderr=subprocess.STDOUT)
        wait_until(self._is_ready, START_SECONDS, lambda: f"moto's server did not start: {self.said()[-2000:]}")

    def _is_ready(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"moto's server ended: {self.said()[-2000:]}")
        try:
            urllib.request.urlopen(self.url + "/moto-api/data.json", timeout=5).read()
            return True
        except OSError:
            return False

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
