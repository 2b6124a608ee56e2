"""What these tests share: a home of its own for each, and lakemirror in it, whose every word is searched for secrets."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.environ["LAKEMIRROR"]


class CredentialsCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-credentials-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # Nobody here may reach for the credentials of the machine that runs the tests.
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "dumb",
                            "AWS_EC2_METADATA_DISABLED": "true"}
        self.environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        self.configure()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def configure(self, more=""):
        self.write("lakemirror.conf", "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n"
                                      f"[lakemirror]\njournal = {self.folder}/journal.db\nlake_formation = False\n"
                                      "lookup_requests_per_second = 0\nread_settle_seconds = 1\n" + more)

    def sign_in(self, name, expires_at):
        """Leaves what `aws sso login` leaves."""
        self.write(f".aws/sso/cache/{hashlib.sha1(name.encode()).hexdigest()}.json", json.dumps(
            {"startUrl": "https://corp.example/start", "region": "eu-west-1", "accessToken": "sso-hush-token",
             "expiresAt": expires_at}))

    def check(self, before=(), **variables):
        """`lakemirror check`, with a command `before` it: its findings by name. Fails the test when a secret is told."""
        done = subprocess.run([*before, BINARY, "check", "--output", "json", "--log-level", "debug"], cwd=self.folder,
                              env={**self.environment, **variables}, text=True, timeout=120, capture_output=True)
        self.assert_no_secret(done.stdout + done.stderr)
        return {finding["check"]: finding for finding in json.loads(done.stdout)["checks"]}

    def assert_no_secret(self, said):
        self.assertNotIn("hush", said)
