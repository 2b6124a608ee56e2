"""What the tests of the command line share: running the binary, and a local AWS to run it against."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import boto3

BINARY = os.environ["LAKEMIRROR"]
SIDES = ("us-east-1", "us-west-2")


class CliCase(unittest.TestCase):
    """Each test has an empty folder of its own, which is also home and working directory."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-cli-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # Nobody here may reach for the credentials of the machine that runs the tests.
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "dumb",
                            "AWS_EC2_METADATA_DISABLED": "true"}
        # Sanitizers take their options from the environment, and must not be stripped of them.
        self.environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})

    def run_it(self, *arguments, **more):
        """Runs the binary to its end; fails the test when it takes longer than a minute."""
        environment = {**self.environment, **more.pop("env", {})}
        return subprocess.run([BINARY, *arguments], cwd=self.folder, env=environment, text=True, timeout=60,
                              capture_output=True, **more)

    def start(self, *arguments, **more):
        environment = {**self.environment, **more.pop("env", {})}
        process = subprocess.Popen([BINARY, *arguments], cwd=self.folder, env=environment, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def assert_exit(self, done, code):
        self.assertEqual(done.returncode, code, f"stdout: {done.stdout}\nstderr: {done.stderr}")

    def assert_fails(self, done, code, *words):
        self.assert_exit(done, code)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)

    def json_of(self, done, code=0):
        self.assert_exit(done, code)
        return json.loads(done.stdout)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def start_local(self, *arguments):
        """Starts a local AWS on a free port; returns its URL and points the environment at it."""
        process = self.start("local", "--port", "0", *arguments)
        first = process.stdout.readline()
        self.assertTrue(first.startswith("listening on http://127.0.0.1:"), first)
        url = first.split()[-1]
        self.environment.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_ENDPOINT_URL=url)
        return process, url

    def configure(self, more=""):
        """Writes lakemirror.conf with a journal in the test's folder."""
        return self.write("lakemirror.conf",
                          "[AwsDataCatalog]\n"
                          f"source_region = {SIDES[0]}\n"
                          f"destination_region = {SIDES[1]}\n"
                          "S3BucketMapping = {'lake-east': 'lake-west'}\n"
                          "[lakemirror]\n"
                          f"journal = {self.folder}/journal.db\n"
                          "lookup_requests_per_second = 0\n"
                          "permissions_listed_every_seconds = 1\n" + more)

    def administer(self):
        """Makes us the data lake administrator of both Regions, without whom no comparison is complete, and nothing that
        is new open to everybody. Leaves one event in each."""
        for region in SIDES:
            lake = boto3.client("lakeformation", endpoint_url=self.environment["AWS_ENDPOINT_URL"], region_name=region,
                                aws_access_key_id="test", aws_secret_access_key="test")
            lake.put_data_lake_settings(DataLakeSettings={
                "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:user/test"}],
                "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []})

    def stop_with(self, process, number=signal.SIGTERM):
        process.send_signal(number)
        process.wait(timeout=30)
        return process.returncode
