"""`lakemirror demo` as a newcomer meets it, with a terminal and without, and as somebody who doubts it tries it."""
import fcntl
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import unittest

import boto3

from screen import Screen

BINARY = os.environ["LAKEMIRROR"]
EVENT_NAMES = {
    "CreateDatabase", "UpdateDatabase", "DeleteDatabase", "CreateTable", "UpdateTable", "DeleteTable",
    "BatchDeleteTable", "CreatePartition", "UpdatePartition", "DeletePartition", "BatchCreatePartition",
    "BatchUpdatePartition", "BatchDeletePartition", "DeleteTableVersion", "BatchDeleteTableVersion",
    "GrantPermissions", "RevokePermissions", "BatchGrantPermissions", "BatchRevokePermissions", "CreateLFTag",
    "UpdateLFTag", "DeleteLFTag", "CreateLFTagExpression", "UpdateLFTagExpression", "DeleteLFTagExpression",
    "AddLFTagsToResource", "RemoveLFTagsFromResource", "CreateDataCellsFilter", "UpdateDataCellsFilter",
    "DeleteDataCellsFilter", "RegisterResource", "UpdateResource", "DeregisterResource", "PutDataLakeSettings"}
KINDS = {"databases", "tables", "views", "iceberg tables", "resource links", "partitions", "locations", "tags",
         "tag expressions", "tagged resources", "cell filters", "grants"}
LONGEST = 240  # seconds; it takes about ten, and much longer under a sanitizer on a busy machine


class DemoCase(unittest.TestCase):
    """Each test has an empty folder of its own, which is also home and the place of temporary files."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-demo-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # Credentials and endpoint of the user, which the demo must leave alone.
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TMPDIR": str(self.folder),
                            "TERM": "dumb", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_PROFILE": "production",
                            "AWS_ACCESS_KEY_ID": "AKIAPRODUCTION", "AWS_SECRET_ACCESS_KEY": "secret"}
        # Sanitizers take their options from the environment, and must not be stripped of them.
        self.environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})

    def start(self, *arguments):
        process = subprocess.Popen([BINARY, "demo", *arguments], cwd=self.folder, env=self.environment, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def run_demo(self, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=LONGEST)
        return process.returncode, out, err

    def until(self, stream, word):
        """Reads lines until one holds the word; returns them all."""
        text = ""
        for line in stream:
            text += line
            if word in line:
                return text
        self.fail(f"{word!r} did not come: {text}")

    def url_in(self, text):
        return re.search(r"http://127\.0\.0\.1:\d+", text).group()

    def client(self, url, region, service="glue"):
        return boto3.client(service, endpoint_url=url, region_name=region, aws_access_key_id="test",
                            aws_secret_access_key="test")


class Demo(DemoCase):
    def test_ends_with_two_equal_regions_after_changes_of_every_name(self):
        code, out, err = self.run_demo("--changes", "300", "--rate", "100")
        self.assertEqual(code, 0, out + err)
        made = dict(re.findall(r"^([A-Z]\w+) +(\d+)$", out, re.M))
        self.assertEqual(set(made), EVENT_NAMES)
        self.assertNotIn("0", made.values())
        self.assertEqual(sum(int(count) for count in made.values()), 300)
        compared = re.findall(r"^([a-z ]+?) +(\d+) +(\d+)$", out, re.M)
        self.assertEqual({kind for kind, _, _ in compared}, KINDS)
        for kind, source, target in compared:
            self.assertEqual(source, target, kind)
            self.assertGreater(int(source), 0, kind)
        self.assertIn("0 pending, 0 parked", out)
        self.assertIn("\n0 differences\n", out)
        self.assertNotIn("\x1b", out + err)
        self.assertRegex(err, r"\d+ of 300 changes at the source; \d+ created")
        self.assertEqual(list(self.folder.iterdir()), [], "nothing is left behind")

    def test_one_change_made_at_the_target_by_hand_makes_it_exit_2(self):
        process = self.start("--changes", "60", "--rate", "100", "--pause", "--output", "json")
        url = self.url_in(self.until(process.stderr, "Enter goes on"))
        self.client(url, "us-west-2").create_database(DatabaseInput={"Name": "by_hand"})
        out, err = process.communicate("\n", timeout=LONGEST)
        self.assertEqual(process.returncode, 2, out + err)
        result = json.loads(out)
        self.assertEqual((result["equal"], result["settled"], result["difference_count"]), (False, True, 1))
        self.assertEqual(result["differences"], ["database by_hand: only at the target"])

    def test_one_grant_made_at_the_target_by_hand_makes_it_exit_2(self):
        process = self.start("--changes", "60", "--rate", "100", "--pause", "--output", "json")
        url = self.url_in(self.until(process.stderr, "Enter goes on"))
        stranger = {"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:role/by-hand"}
        self.client(url, "us-west-2", "lakeformation").grant_permissions(
            Principal=stranger, Resource={"Catalog": {}}, Permissions=["CREATE_DATABASE"])
        out, err = process.communicate("\n", timeout=LONGEST)
        self.assertEqual(process.returncode, 2, out + err)
        self.assertEqual(json.loads(out)["differences"], [
            "grant to arn:aws:iam::123456789012:role/by-hand on Catalog {}: only at the target"])

    def test_keeps_running_and_following_until_it_is_stopped(self):
        journal = str(self.folder / "kept.db")
        process = self.start("--changes", "20", "--rate", "100", "--keep", "--output", "json", "--journal", journal)
        hints = self.until(process.stderr, "Enter compares again")
        self.assertTrue(json.loads(process.stdout.readline())["equal"])
        self.client(self.url_in(hints), "us-east-1").create_database(DatabaseInput={"Name": "by_hand"})
        process.stdin.write("\n")
        process.stdin.flush()
        self.assertTrue(json.loads(process.stdout.readline())["equal"])
        databases = self.client(self.url_in(hints), "us-west-2").get_databases()["DatabaseList"]
        self.assertIn("by_hand", [database["Name"] for database in databases])
        configuration = re.search(r"status --config (\S+)", hints).group(1)
        environment = {**self.environment, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        for command in ("status", "diff"):
            done = subprocess.run([BINARY, command, "--config", configuration], capture_output=True, text=True,
                                  timeout=LONGEST, env=environment)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=LONGEST), 0)
        self.assertIn("kept.db", os.listdir(self.folder))

    def test_an_interrupted_one_says_so_and_leaves_nothing_behind(self):
        process = self.start("--changes", "300", "--rate", "1")
        self.until(process.stderr, "follows")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=LONGEST), 130)
        self.assertEqual(process.stdout.read(), "")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_journal_that_is_there_is_not_touched(self):
        journal = self.folder / "real.db"
        journal.write_text("entries of a real replication")
        code, out, err = self.run_demo("--journal", str(journal))
        self.assertEqual((code, out), (3, ""))
        self.assertIn("real.db: the file is there already", err)
        self.assertEqual(journal.read_text(), "entries of a real replication")

    def test_is_drawn_in_place_on_a_narrow_terminal(self):
        columns = 50
        drawn = self.on_terminal(columns, 40, "--changes", "40", "--rate", "100")
        self.assertGreater(drawn.count("\x1b[J"), 3)
        screen = Screen(columns)
        screen.write(drawn[:drawn.rindex("\x1b[J") + 3])
        shown = "\n".join(screen.lines())
        # What is drawn beside its place would stand there twice.
        self.assertEqual(re.findall(r"^(source|target|journal|lag) ", shown, re.M),
                         ["source", "target", "journal", "lag"], shown)
        self.assertEqual(len(re.findall(r" CreateTable$", shown, re.M)), 1, shown)
        self.assertLessEqual(max(len(line) for line in shown.split("source ")[1].split("\n")), columns)
        self.assertIn("40 of 40 changes", shown)

    def on_terminal(self, columns, rows, *arguments):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = subprocess.Popen([BINARY, "demo", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=theirs,
                                   env={**self.environment, "TERM": "xterm"})
        os.close(theirs)
        drawn = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed and all has been read
                break
            drawn += part
        self.assertEqual(process.wait(timeout=LONGEST), 0)
        return drawn.decode()


if __name__ == "__main__":
    unittest.main()
