"""A call that is denied parks what it was for, with a hint; everything else goes on."""
import datetime
import unittest

from robust_case import SOURCE, TARGET, Answer, RobustCase

MESSAGE = "User: arn:aws:sts::123456789012:assumed-role/mirror/x is not authorized to perform: glue:CreateTable"


class Denied(RobustCase):
    settings = "read_settle_seconds = 0\n"

    def setUp(self):
        super().setUp()
        self.denied = {("CreateTable", "secret")}
        self.target_proxy.before = self.deny
        self.make_database()
        self.pull_and_replicate(0)  # an entry answers for everything below what it made, so this one shall be done
        self.make_table("before")
        self.make_table("secret")
        self.make_table("after")
        self.glue.update_table(DatabaseName="sales", TableInput={"Name": "before", "Description": "changed"})

    def deny(self, call):
        if call.changes_something():
            table = call.input().get("TableInput", {}).get("Name")
            if (call.operation, table) in self.denied:
                return Answer.refusal("AccessDeniedException", MESSAGE)
        return None

    def entries_of(self, table):
        return self.replicator.entries("--key", f"database/sales/table/{table}")

    def pull_and_replicate(self, code):
        self.replicator.answer("pull")
        return self.replicator.answer("replicate", codes=(code,))

    def test_it_is_parked_with_a_hint_and_the_others_go_on(self):
        report = self.pull_and_replicate(5)
        self.assertEqual(report["parked"], 1, report)
        (secret,) = self.entries_of("secret")
        self.assertEqual((secret["Processed_Flag"], secret["Outcome"]), ("F", "parked"))
        self.assertIn("AccessDeniedException", secret["Error"])
        self.assertIn("glue:CreateTable", secret["Error"])
        self.assertIn("IAM policy", secret["Hint"])
        # Its own event is nothing new to it.
        pause = datetime.datetime.fromisoformat(secret["NextAttemptAt"]) - datetime.datetime.now(datetime.timezone.utc)
        self.assertGreater(pause, datetime.timedelta(minutes=10), secret)
        tables = {table["Name"] for table in self.target_glue.get_tables(DatabaseName="sales")["TableList"]}
        self.assertEqual(tables, {"before", "after"})
        self.assertEqual({flag for event, flag in self.flags().items() if event != secret["EventId"]}, {"Y"})

    def test_the_database_it_is_in_is_not_done_either_when_it_is_as_new(self):
        self.make_database("other")
        self.make_table("secret", "other")
        self.pull_and_replicate(5)
        entries = self.replicator.entries("--key", "database/other")
        made = {entry["EventName"]: entry["Processed_Flag"] for entry in entries}
        self.assertEqual(made, {"CreateDatabase": "F", "CreateTable": "F"})

    def test_it_is_never_processed_however_often_it_is_tried(self):
        self.pull_and_replicate(5)
        for _ in range(3):
            self.assertEqual(self.replicator.answer("events", "retry", "--all-parked")["retried"], 1)
            self.replicator.answer("replicate", codes=(5,))
            self.assertEqual(self.entries_of("secret")[0]["Processed_Flag"], "F")

    def test_a_later_change_of_the_same_table_is_parked_as_well(self):
        self.pull_and_replicate(5)
        self.glue.update_table(DatabaseName="sales", TableInput={"Name": "secret", "Description": "later"})
        self.pull_and_replicate(5)
        self.assertEqual({entry["Processed_Flag"] for entry in self.entries_of("secret")}, {"F"})

    def test_retry_heals_it_when_the_denial_is_lifted(self):
        self.pull_and_replicate(5)
        self.denied.clear()
        (secret,) = self.entries_of("secret")
        self.assertEqual(self.replicator.answer("events", "retry", secret["EventId"])["retried"], 1)
        self.replicator.answer("replicate")
        self.assertEqual(set(self.flags().values()), {"Y"})
        self.assert_nothing_lost()

    def test_partitions_of_a_denied_table_wait_and_are_not_counted_as_done(self):
        self.glue.batch_create_partition(DatabaseName="sales", TableName="secret", PartitionInputList=[])
        self.glue.delete_table(DatabaseName="sales", Name="secret")
        self.glue.create_table(DatabaseName="sales", TableInput={
            "Name": "secret", "PartitionKeys": [{"Name": "dt", "Type": "string"}]})
        self.glue.create_partition(DatabaseName="sales", TableName="secret", PartitionInput={"Values": ["1"]})
        self.pull_and_replicate(5)
        partition = [entry for entry in self.replicator.entries() if entry["EventName"] == "CreatePartition"]
        self.assertNotIn("Y", {entry["Processed_Flag"] for entry in partition})
        self.denied.clear()
        self.replicator.answer("events", "retry", "--all-parked")
        for entry in partition:
            self.replicator.answer("events", "retry", entry["EventId"])
        self.replicator.answer("replicate")
        self.assert_nothing_lost()


class LakeFormationDenied(RobustCase):
    """A role that IAM keeps from Lake Formation, on either side."""
    settings = "read_settle_seconds = 0\n"

    def setUp(self):
        super().setUp()
        self.denied = ()
        for proxy in (self.source_proxy, self.target_proxy):
            proxy.before = self.deny
        self.lake = self.aws.client("lakeformation", SOURCE)
        self.make_database()
        self.make_table()
        self.pull_and_replicate(0)

    def deny(self, call):
        if call.service == "lakeformation" and call.operation.startswith(self.denied):
            return Answer.refusal("AccessDeniedException", MESSAGE.replace("glue:CreateTable",
                                                                           f"lakeformation:{call.operation}"))
        return None

    def pull_and_replicate(self, code):
        self.replicator.answer("pull")
        return self.replicator.answer("replicate", codes=(code,))

    def grant(self):
        self.lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:role/analyst"},
            Resource={"Table": {"DatabaseName": "sales", "Name": "t1"}}, Permissions=["SELECT"])

    def assert_healed(self):
        self.denied = ()
        self.replicator.answer("events", "retry", "--all-parked")
        self.replicator.answer("replicate")
        self.assertEqual(set(self.flags().values()), {"Y"})
        grants = self.aws.dump(TARGET)["lake_formation"]["grants"]
        self.assertEqual(grants[-1]["principal"], "arn:aws:iam::123456789012:role/analyst")

    def test_permissions_that_cannot_be_listed_are_told_and_tables_are_made_all_the_same(self):
        self.denied = ("Get", "List", "Describe")
        self.grant()
        self.make_table("next")
        self.assertEqual(self.pull_and_replicate(5)["parked"], 2)
        self.assertIn("next", [t["Name"] for t in self.target_glue.get_tables(DatabaseName="sales")["TableList"]])
        for entry in self.replicator.entries("--flag", "F"):
            self.assertIn("AccessDeniedException", entry["Error"])
            self.assertIn("IAM policy", entry["Hint"])
        checks = {row["check"]: row for row in self.replicator.answer("check", codes=(1,))["checks"]}
        for side in ("source", "target"):
            self.assertFalse(checks[f"{side} permissions"]["ok"])
            self.assertIn("lake_formation = False", checks[f"{side} permissions"]["hint"])
        self.assert_healed()

    def test_a_grant_that_is_denied_is_parked_alone(self):
        self.denied = ("Grant", "BatchGrant")
        self.grant()
        self.make_table("next")
        self.assertEqual(self.pull_and_replicate(5)["parked"], 1)
        (parked,) = self.replicator.entries("--flag", "F")
        self.assertEqual(parked["EventName"], "GrantPermissions")
        self.assertIn("lakeformation:", parked["Error"])
        self.assert_healed()


if __name__ == "__main__":
    unittest.main()
