"""lakemirror as an operator runs it: a folder with a configuration and a journal, and commands in it."""
import json
import os
import pathlib
import sqlite3
import subprocess

from local_aws import BINARY, CREDENTIALS, SOURCE, TARGET
from waiting import wait_until

BUCKETS = {"lake-us-east-1": "lake-us-west-2"}


class Replicator:
    def __init__(self, folder, source_url, target_url, settings="read_settle_seconds = 2\n", journal=None):
        self.folder = pathlib.Path(folder)
        self.journal = pathlib.Path(journal or self.folder / "journal.db")
        self.log = self.folder / "stderr.log"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "dumb", **CREDENTIALS}
        # Sanitizers take their options from the environment, and must not be stripped of them.
        self.environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        (self.folder / "lakemirror.conf").write_text(
            "[AwsDataCatalog]\n"
            f"source_region = {SOURCE}\n"
            f"destination_region = {TARGET}\n"
            f"S3BucketMapping = {BUCKETS}\n"
            "[lakemirror]\n"
            f"journal = {self.journal}\n"
            f"source_endpoint = {source_url}\n"
            f"target_endpoint = {target_url}\n"
            # Neither the limit nor the breaker is the subject of these tests.
            "lookup_requests_per_second = 0\n"
            # Whoever waits for entries to be processed waits for a list of permissions.
            "permissions_listed_every_seconds = 1\n"
            # Many of these run at a time on a machine; whoever wants metrics says where.
            "metrics_listen = off\n"
            "breaker_min = 1000000\n" + settings)

    def start(self, *arguments, environment=None, **more):
        """Starts a command that goes on; what it says is added to self.log."""
        with open(self.log, "ab") as log:
            return subprocess.Popen([BINARY, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=log,
                                    env={**self.environment, **(environment or {})}, **more)

    def start_run(self, *arguments, tick=1, **more):
        return self.start("run", "--tick", str(tick), *arguments, **more)

    def command(self, *arguments, **more):
        """Runs a command to its end."""
        return subprocess.run([BINARY, *arguments], cwd=self.folder, env=self.environment, text=True,
                              capture_output=True, timeout=120, **more)

    def answer(self, *arguments, codes=(0,)):
        """What a command says as JSON."""
        done = self.command(*arguments, "--output", "json")
        assert done.returncode in codes, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def status(self):
        return self.answer("status")

    def counts(self):
        return self.status()["counts"]

    def entries(self, *arguments):
        return self.answer("events", "list", "--limit", "1000", *arguments)

    def said(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_for_words(self, words, seconds=30, after=0):
        """Waits until the log, from character `after` on, has these words."""
        wait_until(lambda: words in self.said()[after:], seconds,
                   lambda: f"nothing said {words!r}; the log:\n{self.said()[-3000:]}")

    def wait_for_settled(self, processed, seconds=60):
        """Waits until nothing is pending and at least so many entries are processed."""
        def settled():
            counts = self.counts()
            return counts["pending"] == 0 and counts["provisional"] == 0 and counts["processed"] >= processed
        wait_until(settled, seconds, lambda: f"still {self.counts()}; the log:\n{self.said()[-3000:]}")

    def journal_event_ids(self):
        with sqlite3.connect(f"file:{self.journal}?mode=ro", uri=True) as database:
            return {row[0] for row in database.execute("SELECT EventId FROM entry")}

    def journal_integrity(self):
        with sqlite3.connect(self.journal) as database:
            return [row[0] for row in database.execute("PRAGMA integrity_check")]
