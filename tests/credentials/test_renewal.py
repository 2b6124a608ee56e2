"""A daemon outlives its credentials: it renews them, and waits where that fails."""
import datetime
import signal
import subprocess
import sys
import time
import unittest

from credentials_case import BINARY, CredentialsCase
from stand_in import StandIn

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/harness")
from waiting import wait_until  # noqa: E402

SECONDS = 60


class Renewal(CredentialsCase):
    def setUp(self):
        super().setUp()
        self.stand_in = StandIn()
        self.addCleanup(self.stand_in.stop)
        self.stand_in.lasting = datetime.timedelta(seconds=8)
        self.environment.update(AWS_ENDPOINT_URL=self.stand_in.url)
        self.log = self.folder / "log"

    def start(self, **variables):
        with open(self.log, "w") as log:
            process = subprocess.Popen([BINARY, "run", "--tick", "1", "--log-level", "debug"], cwd=self.folder,
                                       env={**self.environment, **variables}, stdout=log, stderr=log)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=SECONDS)
        self.assert_no_secret(self.log.read_text())

    def signers(self):
        with self.stand_in.lock:
            return {asked.signer() for asked in self.stand_in.asked if asked.signer()}

    def fetched(self):
        with self.stand_in.lock:
            return [asked for asked in self.stand_in.asked if asked.method == "GET" and asked.path.endswith("worker")]

    def test_what_expires_is_renewed(self):
        self.start(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=self.stand_in.url)
        wait_until(lambda: len(self.signers()) >= 6, SECONDS, self.log.read_text)
        fetched = self.fetched()
        # Two sides, each for a good part of the 8 seconds that they are good for; not at every call.
        lived = (fetched[-1].at - fetched[0].at).total_seconds()
        self.assertLess(len(fetched), 2 * (2 + lived / 3))
        self.assertNotIn("cannot be renewed", self.log.read_text())

    def test_a_web_identity_token_is_read_anew(self):
        token = self.write("token", "web.hush.one")
        self.start(AWS_ROLE_ARN="arn:aws:iam::123456789012:role/pod", AWS_WEB_IDENTITY_TOKEN_FILE=token)
        wait_until(lambda: len(self.signers()) >= 2, SECONDS, self.log.read_text)
        self.write("token", "web.hush.two")
        wait_until(lambda: any(asked.form.get("WebIdentityToken") == "web.hush.two" for asked in self.stand_in.asked),
                   SECONDS, self.log.read_text)

    def test_a_service_that_is_unwell_at_the_start_is_waited_for(self):
        self.stand_in.broken = True
        self.start(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=self.stand_in.url)
        wait_until(lambda: "trying again until it answers" in self.log.read_text(), SECONDS, self.log.read_text)
        self.stand_in.broken = False
        wait_until(self.signers, SECONDS, self.log.read_text)

    def test_old_ones_serve_to_their_end_and_what_comes_after_is_waited_for(self):
        process = self.start(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=self.stand_in.url)
        wait_until(lambda: len(self.signers()) >= 2, SECONDS, self.log.read_text)
        self.stand_in.broken = True
        wait_until(lambda: "cannot be renewed" in self.log.read_text(), SECONDS, self.log.read_text)
        wait_until(lambda: "trying again" in self.log.read_text(), SECONDS, self.log.read_text)
        time.sleep(1)
        self.assertIsNone(process.poll())
        self.stand_in.take()
        self.stand_in.broken = False
        wait_until(lambda: "all well again" in self.log.read_text(), SECONDS, self.log.read_text)
        wait_until(self.signers, SECONDS, self.log.read_text)


if __name__ == "__main__":
    unittest.main()
