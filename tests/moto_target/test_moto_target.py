"""The replication runs against a target that others wrote: moto's server. What lakemirror makes of the answers of its
own local AWS could be wrong in the same way on both sides; here it cannot."""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from expectation import mapped, objects
from local_aws import SOURCE, TARGET, LocalAws, client, mutating_event_ids
from moto_differs import CATALOG
from moto_server import MotoServer, is_installed
from replicator import BUCKETS, Replicator
from waiting import wait_until
from workload import Workload

ROUNDS = 4
CHANGES_A_ROUND = 100
SECONDS = 120

# What Glue adds to an answer and no input can set.
SERVICE_OWNED = {"CatalogId", "DatabaseName", "TableName", "CreateTime", "UpdateTime", "CreationTime", "CreatedBy",
                 "VersionId", "IsRegisteredWithLakeFormation"}


def kind_of(body):
    return "resource link" if "TargetTable" in body else "object"


def own(body):
    return {name: value for name, value in body.items() if name not in SERVICE_OWNED}


def read_catalog(glue):
    """Everything in a catalog as boto3 reads it, keyed as expectation.objects() keys a dump."""
    found = {}
    for database in pages(glue, "get_databases", "DatabaseList"):
        found[(database["Name"],)] = own(database)
        for table in pages(glue, "get_tables", "TableList", DatabaseName=database["Name"]):
            where = (database["Name"], table["Name"])
            found[where] = own(table)
            if "TargetTable" in table:
                continue  # moto, unlike Glue, would not look at what the link points at
            for partition in pages(glue, "get_partitions", "Partitions", DatabaseName=where[0], TableName=where[1]):
                found[(*where, tuple(partition["Values"]))] = own(partition)
    return found


def pages(glue, operation, member, **parameters):
    for page in glue.get_paginator(operation).paginate(**parameters):
        yield from page[member]


class MotoTarget(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-moto-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.moto = MotoServer()
        self.addCleanup(self.moto.stop)
        self.replicator = Replicator(self.folder, self.aws.url, self.moto.url,
                                     "read_settle_seconds = 1\nlake_formation = False\n")
        self.target = client(self.moto.url, "glue", TARGET, attempts=5)
        self.workload = Workload(self.aws.client("glue", SOURCE), seed=11)

    def follow(self):
        """Passes until every change is in the journal and nothing is pending."""
        every = mutating_event_ids(self.aws.client("cloudtrail", SOURCE))

        def settled():
            self.replicator.answer("pull")
            self.replicator.answer("replicate", codes=(0, 5))
            counts = self.replicator.counts()
            return counts["pending"] == 0 and every <= self.replicator.journal_event_ids()

        wait_until(settled, SECONDS, lambda: f"pending: {self.replicator.entries('--flag', 'N')[:5]}")
        self.assertEqual(self.replicator.entries("--flag", "F"), [])

    def assert_target_is_equal(self):
        expected = {key: mapped(body, BUCKETS) for key, body in objects(self.aws.dump(SOURCE)).items()}
        found = read_catalog(self.target)
        self.assertEqual({"only at the source": expected.keys() - found.keys(),
                          "only at the target": found.keys() - expected.keys()},
                         {"only at the source": set(), "only at the target": set()})
        for key in expected:
            for member in expected[key].keys() | found[key].keys():
                wanted, held = expected[key].get(member), found[key].get(member)
                difference = (kind_of(expected[key]), member)
                if difference in CATALOG:
                    self.assertNotEqual(held, wanted, f"{key}: moto no longer differs in {difference}")
                else:
                    self.assertEqual(held, wanted, (key, member))

    def test_every_kind_of_change_reaches_moto_and_diff_finds_nothing(self):
        for _ in range(ROUNDS):
            self.workload.run(CHANGES_A_ROUND)
            self.follow()
            self.assert_target_is_equal()
        done = self.replicator.command("diff")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_change_made_at_moto_is_found_by_diff_and_undone_by_sync(self):
        self.workload.run(CHANGES_A_ROUND)
        self.follow()
        database, table = next(key for key in read_catalog(self.target) if len(key) == 2)
        self.target.delete_table(DatabaseName=database, Name=table)
        self.target.create_table(DatabaseName=database, TableInput={"Name": "stray"})
        self.assertEqual(self.replicator.command("diff").returncode, 2)
        done = self.replicator.command("sync", "--delete")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assert_target_is_equal()


if __name__ == "__main__":
    if not is_installed():
        print("SKIPPED: moto's server is not installed (pip install 'moto[server]'), so nothing was tested against it")
        sys.exit(77)
    unittest.main()
