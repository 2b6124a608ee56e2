"""The addresses that nobody configures, in a network of this test's own: who is asked there, and that botocore asks it too.

Skipped where such a network may not be made.
"""
import os
import shutil
import subprocess
import sys
import unittest

INSIDE = "LAKEMIRROR_TEST_NETWORK"
ADDRESSES = ("169.254.169.254/32", "169.254.170.2/32", "fd00:ec2::254/128")


def enter():
    """Goes on in a network in which nobody is but us."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-n", "ip", "link"], capture_output=True).returncode:
        print("SKIPPED: this user may not make a network of its own (unshare -n)")
        sys.exit(77)
    os.execvpe("unshare", ["unshare", "-n", sys.executable, *sys.argv], {**os.environ, INSIDE: "yes"})


if INSIDE not in os.environ:
    enter()

from stand_in import StandIn  # noqa: E402
from test_sources import SourcesCase  # noqa: E402


def setUpModule():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in ADDRESSES:
        # A new address of IPv6 is otherwise looked around for first.
        more = ["nodad"] if ":" in address else []
        subprocess.run(["ip", "addr", "add", address, "dev", "lo", *more], check=True)


class Addresses(SourcesCase):
    def serve_at(self, address):
        self.stand_in.stop()
        self.stand_in = StandIn(address=address, port=80)
        self.addCleanup(self.stand_in.stop)
        self.environment.update(AWS_ENDPOINT_URL=self.stand_in.url, AWS_EC2_METADATA_DISABLED="false")

    def test_instance_metadata(self):
        self.serve_at("169.254.169.254")
        self.judged("metadata")

    def test_instance_metadata_by_ipv6(self):
        self.serve_at("fd00:ec2::254")
        self.judged("metadata", AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE="IPv6")

    def test_a_container_by_its_relative_path(self):
        self.serve_at("169.254.170.2")
        asked, _ = self.judged("container", AWS_CONTAINER_CREDENTIALS_RELATIVE_URI="/v2/credentials/1")
        self.assertEqual(asked[0].path, "/v2/credentials/1")


if __name__ == "__main__":
    unittest.main()
