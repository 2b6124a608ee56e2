"""What these tests share: a local AWS, a stand-in for DynamoDB beside it, and replicators with their journal there."""
import os
import pathlib
import signal
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "harness")]

from expectation import differences, lake_differences  # noqa: E402
from local_aws import SOURCE, TARGET, LocalAws, client  # noqa: E402
from replicator import BUCKETS, Replicator  # noqa: E402
from with_dynamodb import StandIn  # noqa: E402

TABLE = "glue_lf_events"


class DynamoCase(unittest.TestCase):
    stand_in = os.environ.get("LAKEMIRROR_STAND_IN", "dynalite")
    settings = "read_settle_seconds = 1\n"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.database = StandIn(self.stand_in)
        self.database.__enter__()
        self.addCleanup(self.database.__exit__)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.aws.administer()
        self.processes = []
        self.addCleanup(self.end_all)

    def end_all(self):
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()

    def replicator(self, name, target_url=None, database_url=None):
        folder = self.folder / name
        folder.mkdir()
        replicator = Replicator(folder, self.aws.url, target_url or self.aws.url, settings=self.settings)
        configuration = folder / "lakemirror.conf"
        text = configuration.read_text().replace(f"journal = {replicator.journal}", f"journal = dynamodb://{TABLE}")
        configuration.write_text(text)
        replicator.environment["AWS_ENDPOINT_URL_DYNAMODB"] = database_url or self.database.url
        return replicator

    def start(self, replicator):
        process = replicator.start_run()
        self.processes.append(process)
        return process

    def table(self):
        return client(self.database.url, "dynamodb", TARGET)

    def item(self, key):
        return self.table().get_item(TableName=TABLE, Key={"EventId": {"S": key}}, ConsistentRead=True).get("Item", {})

    def token(self):
        return int(self.item("#lease").get("Token", {"N": "0"})["N"])

    def entries(self):
        pages = self.table().get_paginator("scan").paginate(TableName=TABLE)
        return [item for page in pages for item in page["Items"] if not item["EventId"]["S"].startswith("#")]

    def assert_equal_regions(self):
        source, target = self.aws.dump(SOURCE), self.aws.dump(TARGET)
        self.assertEqual(differences(source, target, BUCKETS), [])
        self.assertEqual(lake_differences(source, target, BUCKETS), [])
