"""What a user types, from an empty account on, with the journal in DynamoDB."""
import unittest

from dynamo_case import SOURCE, TARGET, TABLE, DynamoCase
from proxy import Answer, Proxy
from waiting import wait_until


class CommandLine(DynamoCase):
    def make_changes(self):
        glue = self.aws.client("glue", SOURCE)
        glue.create_database(DatabaseInput={"Name": "sales"})
        for name in ("orders", "items", "gone"):
            glue.create_table(DatabaseName="sales", TableInput={
                "Name": name, "PartitionKeys": [{"Name": "day", "Type": "date"}],
                "StorageDescriptor": {"Location": f"s3://lake-us-east-1/sales/{name}",
                                      "Columns": [{"Name": "id", "Type": "bigint"}]}})
        for day in ("2026-11-22", "2026-11-23"):
            glue.create_partition(DatabaseName="sales", TableName="orders", PartitionInput={
                "Values": [day], "StorageDescriptor": {"Location": f"s3://lake-us-east-1/sales/orders/{day}"}})
        glue.delete_table(DatabaseName="sales", Name="gone")
        self.aws.client("lakeformation", SOURCE).grant_permissions(
            Principal={"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:role/analyst"},
            Resource={"Table": {"DatabaseName": "sales", "Name": "orders"}}, Permissions=["SELECT"])

    def type_in(self, *arguments, codes=(0,)):
        done = self.typist.command(*arguments)
        self.assertIn(done.returncode, codes, f"lakemirror {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def replicate_until_settled(self):
        def settled():
            self.type_in("replicate")
            counts = self.typist.counts()
            return counts["pending"] == 0 and counts["provisional"] == 0 and counts["parked"] == 0
        wait_until(settled, 60, lambda: f"still {self.typist.counts()}")

    def test_from_an_empty_account_to_two_equal_regions(self):
        proxy = Proxy(self.aws.url)
        self.addCleanup(proxy.cut)
        self.typist = self.replicator("user", proxy.url)
        self.make_changes()
        self.assertIn("lakemirror init", self.type_in("status", codes=(1,)))
        self.assertIn(f"dynamodb://{TABLE}: ready", self.type_in("init"))
        self.assertIn("nothing was missing", self.type_in("init"))
        self.type_in("check")
        self.type_in("diff", codes=(2,))
        self.type_in("pull")
        # One change is refused until somebody allows it.
        proxy.before = lambda call: (Answer.refusal("AccessDeniedException", "no")
                                     if call.operation == "BatchCreatePartition" else None)
        wait_until(lambda: self.type_in("replicate", codes=(0, 5)) and self.typist.counts()["parked"] > 0, 60,
                   "nothing was parked")
        self.assertIn("parked", self.type_in("status"))
        parked = self.typist.entries("--flag", "F")
        self.assertIn("AccessDenied", self.type_in("events", "show", parked[0]["EventId"]))
        proxy.before = lambda call: None
        self.type_in("events", "retry", "--all-parked")
        self.replicate_until_settled()
        self.type_in("diff")
        self.assert_equal_regions()
        # Every change is an entry, processed once, of which the table says what the commands say.
        entries = {entry["EventId"]: entry for entry in self.typist.entries()}
        stored = {item["EventId"]["S"]: item for item in self.entries()}
        self.assertEqual(set(entries), set(stored))
        self.assertEqual({item["Processed_Flag"]["S"] for item in stored.values()}, {"Y"})
        self.assertEqual(self.typist.counts()["processed"], len(stored))
        # A look that finds nothing new changes nothing.
        self.type_in("pull")
        self.type_in("replicate")
        self.assertEqual(self.typist.counts()["processed"], len(stored))
        self.assertNotIn("Holder", self.item("#lease"))
        self.assertEqual(self.aws.client("glue", TARGET).get_table(DatabaseName="sales", Name="orders")["Table"]
                         ["StorageDescriptor"]["Location"], "s3://lake-us-west-2/sales/orders")


if __name__ == "__main__":
    unittest.main(verbosity=2)
