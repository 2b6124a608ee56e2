"""Lake Formation as an operator meets it, between two Regions of a local AWS: what is explained, compared, told."""
import json
import unittest
import urllib.parse
import urllib.request

import boto3
from cli_case import SIDES, CliCase

ACCOUNT = "123456789012"
US = f"arn:aws:iam::{ACCOUNT}:user/test"
ANALYST = f"arn:aws:iam::{ACCOUNT}:role/analyst"
EVE = f"arn:aws:iam::{ACCOUNT}:role/eve"
ORDERS = {"Table": {"DatabaseName": "sales", "Name": "orders"}}
TABLE_INPUT = {"Name": "orders", "StorageDescriptor": {"Location": "s3://lake-east/orders",
                                                       "Columns": [{"Name": "id", "Type": "bigint"},
                                                                   {"Name": "price", "Type": "double"}]}}


def principal(arn):
    return {"DataLakePrincipalIdentifier": arn}


def grants_key(arn, subject="database/sales/table/orders"):
    return "/".join(["grants", urllib.parse.quote(arn, safe=""), urllib.parse.quote(subject, safe="")])


class LakeCase(CliCase):
    """Both Regions have us as data lake administrator, and nothing that is new is open to everybody."""

    def setUp(self):
        super().setUp()
        _, self.url = self.start_local("--knobs", '{"lookup_rate": 0}')
        self.glue = self.client("glue", SIDES[0])
        self.source, self.target = (self.client("lakeformation", region) for region in SIDES)
        self.administer()
        self.configure("read_settle_seconds = 0\n")

    def client(self, service, region):
        return boto3.client(service, endpoint_url=self.url, region_name=region, aws_access_key_id="test",
                            aws_secret_access_key="test")

    def put_admins(self, side, *arns):
        side.put_data_lake_settings(DataLakeSettings={
            "DataLakeAdmins": [principal(arn) for arn in arns], "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": []})

    def make_table(self):
        self.glue.create_database(DatabaseInput={"Name": "sales"})
        self.glue.create_table(DatabaseName="sales", TableInput=TABLE_INPUT)

    def grant(self, side, arn, resource, *permissions, **more):
        side.grant_permissions(Principal=principal(arn), Resource=resource, Permissions=list(permissions), **more)

    def pull_and_replicate(self):
        self.assert_exit(self.run_it("pull"), 0)
        self.assert_exit(self.run_it("replicate"), 0)

    def permissions_at(self, side, arn):
        """What the principal holds there, by the kind of resource, each a set."""
        held = {}
        for row in side.list_permissions()["PrincipalResourcePermissions"]:
            if row["Principal"] == principal(arn):
                held.setdefault(next(iter(row["Resource"])), set()).update(row["Permissions"])
        return held


class Explain(LakeCase):
    """Before anything is replicated: what the record itself says, and what will decide."""

    def explained(self, name):
        self.assert_exit(self.run_it("pull"), 0)
        (entry,) = self.json_of(self.run_it("events", "list", "--name", name, "--limit", "1", "--output", "json"))
        text = self.run_it("events", "explain", entry["EventId"])
        self.assert_exit(text, 0)
        return self.json_of(self.run_it("events", "explain", entry["EventId"], "--output", "json")), text.stdout

    def assert_decided_by(self, told, *by):
        self.assertEqual([step["by"] for step in told["decided_by"]], list(by))

    def test_a_grant_is_told_permission_by_permission_and_decided_by_its_record_and_a_list(self):
        self.make_table()
        self.configure("read_settle_seconds = 90\n")
        columns = {"TableWithColumns": {"DatabaseName": "sales", "Name": "orders", "ColumnNames": ["id", "price"]}}
        self.grant(self.source, ANALYST, columns, "SELECT", PermissionsWithGrantOption=["SELECT"])
        told, text = self.explained("GrantPermissions")
        self.assertEqual(told["permissions"], [
            {"action": "grant", "principal": ANALYST, "resource": f"database/sales/table/orders/columns/{column}",
             "permission": "SELECT", "grant_option": True, "proven": True} for column in ("id", "price")])
        self.assertEqual(told["scopes"], [{"key": grants_key(ANALYST), "subtree": False}])
        self.assert_decided_by(told, "record", "list")
        self.assertGreater(told["decided_by"][1]["from"], told["EventTime"])
        self.assertEqual((told["Processed_Flag"], "CloudTrailEvent" in told), ("N", False))
        self.assertIn("grants: role/analyst may SELECT table sales.orders (column id), with grant option\n", text)
        self.assertIn("it is applied at once", text)
        self.assertIn("a list of all permissions", text)
        self.assertIn("pending, not looked at yet", text)

    def test_a_revoke_says_what_it_takes_and_when_its_record_is_not_enough(self):
        self.make_table()
        self.grant(self.source, ANALYST, ORDERS, "ALL")
        self.source.revoke_permissions(Principal=principal(ANALYST), Resource=ORDERS, Permissions=["ALL"])
        told, text = self.explained("RevokePermissions")
        self.assertIn({"action": "revoke", "principal": ANALYST, "resource": "database/sales/table/orders",
                       "permission": "ALL", "grant_option": False, "proven": True}, told["permissions"])
        self.assert_decided_by(told, "record", "list")
        self.assertIn("revokes: role/analyst may ALL table sales.orders\n", text)
        self.assertIn("not applied by itself: what a revoke of ALL leaves", text)

    def test_tags_that_are_put_on_a_table_are_read_there(self):
        self.make_table()
        self.source.create_lf_tag(TagKey="team", TagValues=["a"])
        self.source.add_lf_tags_to_resource(Resource=ORDERS, LFTags=[{"TagKey": "team", "TagValues": ["a"]}])
        told, text = self.explained("AddLFTagsToResource")
        self.assertEqual(told["scopes"], [{"key": "database/sales/table/orders/tags", "subtree": False}])
        self.assertEqual(told["permissions"], [])
        self.assert_decided_by(told, "read")
        self.assertIn("LF-tags put on the table and its columns", text)

    def test_settings_are_one_document(self):
        told, text = self.explained("PutDataLakeSettings")
        self.assertEqual(told["scopes"], [{"key": "settings", "subtree": False}])
        self.assert_decided_by(told, "read")
        self.assertIn("settings: the data lake settings as a whole\n", text)

    def test_a_location_is_told_by_its_arn(self):
        self.source.register_resource(ResourceArn="arn:aws:s3:::lake-east/raw", UseServiceLinkedRole=True)
        told, text = self.explained("RegisterResource")
        self.assertEqual([scope["subtree"] for scope in told["scopes"]], [False])
        self.assert_decided_by(told, "read")
        self.assertIn("the registered location arn:aws:s3:::lake-east/raw\n", text)

    def test_what_became_of_it_is_told_as_well(self):
        self.put_admins(self.source, US, ANALYST)
        self.pull_and_replicate()
        told, text = self.explained("PutDataLakeSettings")
        self.assertEqual((told["Processed_Flag"], told["Outcome"]), ("Y", "replicated"))
        self.assertIn("so far\n  replicated at ", text)

    def test_it_is_told_where_nothing_is_looked_at(self):
        self.make_table()
        self.grant(self.source, ANALYST, ORDERS, "SELECT")
        self.configure("exclude_databases = ['sal*']\n")
        told, text = self.explained("GrantPermissions")
        self.assert_decided_by(told, "configuration")
        self.assertIn("database sales is excluded by the configuration", text)
        self.configure("lake_formation = False\n")
        self.assertIn("Lake Formation is not replicated", self.run_it("events", "explain", told["EventId"]).stdout)
        # With the journal alone it is explained by the defaults.
        alone = self.run_it("events", "explain", told["EventId"], "--journal", f"{self.folder}/journal.db")
        self.assertIn("it is applied at once", alone.stdout)
        self.assert_fails(self.run_it("events", "explain", "no-such-id"), 1, "no-such-id", "next: lakemirror events list")


class Switches(LakeCase):
    def test_it_is_replicated_unless_switched_off(self):
        self.make_table()
        self.grant(self.source, ANALYST, ORDERS, "SELECT", "DESCRIBE")
        for off in ("lake_formation = False\n", "[Operation]\nsync_lf_permissions = False\n"):
            self.configure("read_settle_seconds = 0\n" + off)
            report = self.json_of(self.run_it("diff", "--output", "json"), 2)
            self.assertFalse(report["lake_formation"])
            self.assertEqual([row["key"] for row in report["differences"]],
                             ["database/sales", "database/sales/table/orders"])
            self.assertEqual(len(self.json_of(self.run_it("check", "--output", "json"))["checks"]), 9)
        self.configure("read_settle_seconds = 0\n")
        self.pull_and_replicate()
        self.assertEqual(self.permissions_at(self.target, ANALYST),
                         {"Table": {"DESCRIBE"}, "TableWithColumns": {"SELECT"}})

    def test_off_its_events_are_ignored_and_say_so(self):
        self.configure("read_settle_seconds = 0\n")
        self.source.create_lf_tag(TagKey="team", TagValues=["a"])
        self.assert_exit(self.run_it("pull"), 0)
        self.configure("read_settle_seconds = 0\nlake_formation = False\n")
        self.assert_exit(self.run_it("replicate"), 0)
        (entry,) = self.json_of(self.run_it("events", "list", "--name", "CreateLFTag", "--output", "json"))
        self.assertEqual((entry["Processed_Flag"], entry["Outcome"]), ("Y", "ignored"))
        self.assertIn("lake_formation", entry["Reason"])
        self.assertEqual(self.target.list_lf_tags()["LFTags"], [])


class Comparison(LakeCase):
    def setUp(self):
        super().setUp()
        self.make_table()
        self.source.create_lf_tag(TagKey="team", TagValues=["a", "b"])
        self.source.add_lf_tags_to_resource(Resource=ORDERS, LFTags=[{"TagKey": "team", "TagValues": ["a"]}])
        self.grant(self.source, ANALYST, ORDERS, "SELECT", "INSERT")
        self.assert_exit(self.run_it("sync"), 0)

    def reasons(self, report):
        return {row["key"]: row["reason"] for row in report["differences"]}

    def test_diff_says_what_is_granted_where_and_what_else_differs(self):
        done = self.run_it("diff")
        self.assert_exit(done, 0)
        self.assertIn("and Lake Formation: 0 differences", done.stdout)
        self.grant(self.target, EVE, ORDERS, "SELECT")
        self.grant(self.source, ANALYST, ORDERS, "DESCRIBE", PermissionsWithGrantOption=["DESCRIBE"])
        self.source.add_lf_tags_to_resource(Resource=ORDERS, LFTags=[{"TagKey": "team", "TagValues": ["b"]}])
        self.put_admins(self.source, US, ANALYST)
        report = self.json_of(self.run_it("diff", "--output", "json"), 2)
        self.assertTrue(report["lake_formation"])
        self.assertEqual(self.reasons(report), {
            "settings": "DataLakeAdmins differs",
            "database/sales/table/orders/tags": "LFTags differs",
            grants_key(ANALYST): "grant DESCRIBE on table sales.orders to role/analyst, with grant option for DESCRIBE: "
                                 "missing at the target",
            grants_key(EVE): "revoke SELECT of table sales.orders from role/eve: not granted at the source"})
        self.assertIn("revoke SELECT of table sales.orders from role/eve", self.run_it("diff").stdout)

    def test_by_a_role_that_may_not_see_everything_it_is_never_clean(self):
        self.put_admins(self.source, EVE)
        self.assert_exit(self.run_it("sync"), 5)
        report = self.json_of(self.run_it("diff", "--output", "json"), 5)
        self.assertEqual(report["failed"], 1)
        self.assertIn("read-only administrator, of the source", report["differences"][-1]["error"])
        self.configure("lake_formation = False\n")
        self.assertIn("0 partitions: 0 differences", self.run_it("diff").stdout)

    def test_run_says_why_not_all_could_be_copied_and_follows(self):
        self.put_admins(self.source, EVE)
        process = self.start("run", "--tick", "1")
        for line in process.stderr:
            if "not all could be copied" in line:
                break
        self.assertIn("NotAllVisible", line)
        self.assertIn("read-only administrator, of the source", line)
        self.assertEqual(self.stop_with(process), 0)

    def test_sync_gives_at_once_and_takes_only_when_told(self):
        self.grant(self.target, EVE, ORDERS, "DESCRIBE")
        self.grant(self.source, ANALYST, ORDERS, "DESCRIBE")
        self.source.revoke_permissions(Principal=principal(ANALYST), Resource=ORDERS, Permissions=["INSERT"])
        report = self.json_of(self.run_it("sync", "--output", "json"), 2)
        self.assertEqual((report["applied"], report["kept"]), (1, 2), report)
        self.assertEqual(self.permissions_at(self.target, ANALYST)["Table"], {"DESCRIBE", "INSERT"})
        self.assertEqual(self.permissions_at(self.target, EVE), {"Table": {"DESCRIBE"}})
        self.assert_exit(self.run_it("sync", "--delete"), 0)
        self.assertEqual(self.permissions_at(self.target, ANALYST)["Table"], {"DESCRIBE"})
        self.assertEqual(self.permissions_at(self.target, EVE), {})
        self.assert_exit(self.run_it("diff"), 0)

    def test_a_principal_that_the_target_does_not_know_is_parked_and_told(self):
        ghost = f"arn:aws:iam::{ACCOUNT}:role/ghost"
        self.pull_and_replicate()
        self.grant(self.source, ghost, ORDERS, "DESCRIBE")
        self.set_knobs(missing_principals=[ghost])
        self.assert_exit(self.run_it("pull"), 0)
        self.assert_exit(self.run_it("replicate"), 5)
        status = self.json_of(self.run_it("status", "--output", "json"))
        self.assertEqual(status["parked"][0]["Keys"], [grants_key(ghost)])
        self.assertIn("Invalid principal", status["parked"][0]["Error"])
        text = self.run_it("status").stdout
        self.assertIn("GrantPermissions grants/", text)
        self.assertIn("create the principal in the target's account", text)
        self.assertIn("does not know the principals of", self.run_it("check").stdout)
        self.set_knobs(missing_principals=[])
        self.assert_exit(self.run_it("events", "retry", "--all-parked"), 0)
        self.assert_exit(self.run_it("replicate"), 0)
        self.assertEqual(self.permissions_at(self.target, ghost), {"Table": {"DESCRIBE"}})

    def set_knobs(self, **knobs):
        request = urllib.request.Request(f"{self.url}/_local/knobs", json.dumps(knobs).encode(), method="PUT")
        urllib.request.urlopen(request).read()

    def test_status_tells_who_held_what_the_source_had_taken_away(self):
        self.assertEqual(self.json_of(self.run_it("status", "--output", "json"))["over_permission_seconds"], 0)
        self.source.revoke_permissions(Principal=principal(ANALYST), Resource=ORDERS, Permissions=["INSERT"])
        self.pull_and_replicate()
        self.assertEqual(self.permissions_at(self.target, ANALYST), {"TableWithColumns": {"SELECT"}})
        status = self.json_of(self.run_it("status", "--output", "json"))
        self.assertEqual(list(status["over_permission_by_principal"]), [ANALYST])
        self.assertIn(f"most of it by {ANALYST}", self.run_it("status").stdout)


class Check(LakeCase):
    def test_it_advises_who_has_to_administer_what_and_which_locations_are_missing(self):
        self.put_admins(self.target, EVE)
        self.put_admins(self.source, EVE)
        self.source.register_resource(ResourceArn="arn:aws:s3:::elsewhere", UseServiceLinkedRole=True)
        checks = {row["check"]: row for row in self.json_of(self.run_it("check", "--output", "json"))["checks"]}
        self.assertIn("is no data lake administrator of the target", checks["target administrator"]["text"])
        self.assertIn("ReadOnlyAdmins", checks["source visibility"]["hint"])
        self.assertIn("arn:aws:s3:::elsewhere", checks["registered locations"]["text"])
        self.assertTrue(all(checks[name]["advice"] for name in ("target administrator", "source visibility")))


if __name__ == "__main__":
    unittest.main()
