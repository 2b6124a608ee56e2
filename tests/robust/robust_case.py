"""What these tests share: a local AWS, a proxy before each Region of it, and lakemirror between the two."""
import pathlib
import shutil
import signal
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from expectation import differences, lake_differences, mapped, sizes
from local_aws import SOURCE, TARGET, LocalAws, mutating_event_ids
from proxy import Answer, Call, Proxy
from replicator import BUCKETS, Replicator
from waiting import wait_until

__all__ = ["BUCKETS", "SECONDS", "SOURCE", "TARGET", "Answer", "Call", "Replicator", "RobustCase", "differences",
           "lake_differences", "mapped", "sizes", "wait_until"]

# On a machine that is busy with other tests everything takes its time. None of these is waited for in full.
SECONDS = 60


class RobustCase(unittest.TestCase):
    settings = "read_settle_seconds = 1\n"

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-robust-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.aws.administer()
        self.source_proxy, self.target_proxy = Proxy(self.aws.url), Proxy(self.aws.url)
        self.addCleanup(self.source_proxy.cut)
        self.addCleanup(self.target_proxy.cut)
        self.replicator = Replicator(self.folder, self.source_proxy.url, self.target_proxy.url, self.settings)
        self.glue = self.aws.client("glue", SOURCE)
        self.target_glue = self.aws.client("glue", TARGET)
        self.tables = 0

    def start_run(self, *arguments, **more):
        process = self.replicator.start_run(*arguments, **more)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.wait()

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=SECONDS), 0, self.replicator.said())

    def make_database(self, name="sales"):
        self.glue.create_database(DatabaseInput={"Name": name, "LocationUri": f"s3://lake-us-east-1/{name}"})

    def make_table(self, name=None, database="sales"):
        self.tables += 1
        name = name or f"t{self.tables}"
        self.glue.create_table(DatabaseName=database, TableInput={
            "Name": name, "StorageDescriptor": {"Location": f"s3://lake-us-east-1/{database}/{name}"}})
        return name

    def wait_until_everything_is_settled(self):
        """Every change at the source is in the journal, and processed."""
        self.replicator.wait_for_settled(len(self.changes()), SECONDS)

    def changes(self):
        return mutating_event_ids(self.aws.client("cloudtrail", SOURCE))

    def assert_nothing_lost(self):
        self.assertEqual(self.changes() - self.replicator.journal_event_ids(), set())
        self.assert_equal_regions()

    def assert_equal_regions(self):
        self.assertEqual(differences(self.aws.dump(SOURCE), self.aws.dump(TARGET), BUCKETS), [])

    def flags(self):
        """Event id to Processed_Flag."""
        return {entry["EventId"]: entry["Processed_Flag"] for entry in self.replicator.entries()}
