"""lambda.zip in a root where there is nothing else: it starts, speaks TLS by host name, trusts whom it should, replicates."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from empty_root import EmptyRoot, configuration
from local_aws import SOURCE, TARGET, LocalAws
from tls_front import Authority, TlsFront

ZIP = pathlib.Path(os.environ["LAKEMIRROR_LAMBDA_ZIP"])
MAKE_ZIP = os.environ["LAKEMIRROR_MAKE_LAMBDA_ZIP"]


class LambdaZip(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.local = LocalAws()
        cls.addClassCleanup(cls.local.stop)
        cls.local.administer()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.authority, cls.stranger = (Authority(folder.name, name) for name in ("authority", "stranger"))
        cls.front = TlsFront(cls.local.url, cls.authority, "aws.test")
        cls.addClassCleanup(cls.front.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = EmptyRoot(folder.name + "/root", ZIP)
        self.root.write("tmp/lakemirror.conf", configuration(self.front.url("aws.test")))

    def run_in_root(self, *arguments, **variables):
        return self.root.run(*arguments, "--config", "/tmp/lakemirror.conf", **variables)

    def trusting(self, authority):
        return {"AWS_CA_BUNDLE": self.root.write("tmp/ca.pem", authority.pem)}

    def assert_refused(self, done, host="aws.test"):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout, f"sts:GetCallerIdentity: {host}:[0-9]+: SSL peer certificate .* was not OK")
        self.assertIn("name the certificates to trust in AWS_CA_BUNDLE", done.stdout)

    def assert_well(self, done):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_it_starts_with_nothing_else_there(self):
        done = self.root.run("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.startswith("lakemirror "), done.stdout)

    def test_it_has_the_commands_that_a_function_has_a_use_for(self):
        commands = set(re.findall(r"(?m)^  (\w+) {5,}", self.root.run("--help").stdout))
        self.assertLessEqual({"pull", "replicate", "diff", "sync", "status", "events", "check"}, commands)
        self.assertTrue(commands.isdisjoint({"run", "local", "demo"}), commands)

    def test_an_authority_that_is_named_is_trusted(self):
        self.assert_well(self.run_in_root("check", **self.trusting(self.authority)))

    def test_one_in_the_zip_is_trusted_without_being_named(self):
        self.root.write("var/task/certificates/" + self.authority.hashed_name(), self.authority.pem)
        self.assert_well(self.run_in_root("check"))

    def test_one_that_nobody_named_is_refused(self):
        self.assert_refused(self.run_in_root("check"))

    def test_a_named_one_is_trusted_alone(self):
        self.root.write("var/task/certificates/" + self.authority.hashed_name(), self.authority.pem)
        self.assert_refused(self.run_in_root("check", **self.trusting(self.stranger)))

    def test_a_certificate_of_another_host_is_refused(self):
        self.root.write("tmp/lakemirror.conf", configuration(self.front.url("other.test")))
        self.assert_refused(self.run_in_root("check", **self.trusting(self.authority)), host="other.test")

    def test_name_services_that_are_not_there_are_passed_over(self):
        self.root.write("etc/nsswitch.conf", "hosts: resolve [!UNAVAIL=return] myhostname sss files dns\n")
        self.assert_well(self.run_in_root("check", **self.trusting(self.authority)))

    def test_libraries_of_the_runtime_are_left_alone(self):
        for name in ("libc.so.6", "libcurl.so.4", "libstdc++.so.6"):
            self.root.write("lib64/" + name, "for another C library")
        self.assert_well(self.run_in_root("check", **self.trusting(self.authority)))

    def test_it_replicates(self):
        self.local.client("glue", SOURCE).create_database(DatabaseInput={"Name": "sales"})
        self.assert_well(self.run_in_root("pull", **self.trusting(self.authority)))
        self.assert_well(self.run_in_root("replicate", **self.trusting(self.authority)))
        self.assertEqual(self.local.client("glue", TARGET).get_database(Name="sales")["Database"]["Name"], "sales")


class Contents(unittest.TestCase):
    def test_it_is_small_enough(self):
        self.assertLess(ZIP.stat().st_size, 15_000_000)

    def test_what_is_executed_is_executable(self):
        with zipfile.ZipFile(ZIP) as archive:
            modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        for name, mode in modes.items():
            executed = name in ("bootstrap", "lib/lakemirror", "lib/loader")
            self.assertEqual(mode, 0o100755 if executed else 0o100644, name)

    def test_everything_has_a_licence(self):
        with zipfile.ZipFile(ZIP) as archive:
            names = set(archive.namelist())
            sources = archive.read("licences/SOURCES").decode()
        self.assertIn("licences/lakemirror", names)
        # A sample of each way in: the C library, what libcurl needs, what is compiled in, the certificates.
        for package in ("libc6", "libssl3", "libkrb5-3", "libsqlite3-0", "libcli11-dev", "ca-certificates"):
            self.assertIn(f"licences/{package}", names)
            self.assertIn(f"({package} ", sources)

    def test_the_same_input_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            again = pathlib.Path(folder, "again.zip")
            subprocess.run(f"umask 077; {MAKE_ZIP} --output {again}", shell=True, check=True, capture_output=True,
                           env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Kolkata", "LANG": "C.UTF-8"})
            self.assertEqual(again.read_bytes(), ZIP.read_bytes())


if __name__ == "__main__":
    unittest.main()
