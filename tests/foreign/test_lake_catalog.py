"""boto3 against the local AWS: filters, locations, opt-ins, and what Lake Formation does to the Glue catalog."""
import unittest

from lake_test import ACCOUNT, ADMIN, ANALYST, IAP, LakeTest, column, descriptor, grantee, record
from local_server import content


def denial(needed, subject):
    return f"AccessDeniedException: Insufficient Lake Formation permission(s): Required {needed} on {subject}"


class Filters(LakeTest):
    where = {"TableCatalogId": ACCOUNT, "DatabaseName": "sales", "TableName": "orders", "Name": "f"}
    body = {"RowFilter": {"FilterExpression": "a = '1'"}, "ColumnNames": ["a", "b"]}

    def make(self, **other):
        self.lake.create_data_cells_filter(TableData={**self.where, **self.body, **other})

    def test_round_trip(self):
        self.make()
        shown = self.lake.get_data_cells_filter(**self.where)["DataCellsFilter"]
        version = shown.pop("VersionId")
        self.assertEqual(shown, {**self.where, **self.body})
        rows = {"RowFilter": {"AllRowsWildcard": {}}, "ColumnWildcard": {"ExcludedColumnNames": ["c"]}}
        self.assertRegex(self.refused(self.lake.update_data_cells_filter, TableData={**self.where, **rows, "VersionId": "x"}),
                         "^ConcurrentModificationException: ")
        self.lake.update_data_cells_filter(TableData={**self.where, **rows, "VersionId": version})
        listed = self.lake.list_data_cells_filter(Table={"DatabaseName": "sales", "Name": "orders"})["DataCellsFilters"]
        self.assertNotEqual(listed[0].pop("VersionId"), version)
        self.assertEqual(listed, [{**self.where, **rows}])
        self.lake.delete_data_cells_filter(**self.where)
        self.assertEqual(self.lake.list_data_cells_filter()["DataCellsFilters"], [])

    def test_refusals(self):
        self.assertRegex(self.refused(self.lake.get_data_cells_filter, **self.where), "^EntityNotFoundException: ")
        self.assertRegex(self.refused(self.lake.delete_data_cells_filter, **self.where), "^EntityNotFoundException: ")
        self.make()
        self.assertRegex(self.refused(self.make), "^AlreadyExistsException: ")
        for wrong in ({"ColumnWildcard": {}}, {"ColumnNames": []}, {"RowFilter": {}}, {"ColumnNames": ["z"]}):
            self.assertRegex(self.refused(self.make, Name="g", **wrong), "^InvalidInputException: ")
        self.assertRegex(self.refused(self.make, TableName="none"), "^EntityNotFoundException: ")

    def test_grants_on_it(self):
        self.make()
        self.grant({"DataCellsFilter": self.where}, ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [({"DataCellsFilter": self.where}, ["SELECT"], [])])
        count = lambda **more: len(self.lake.list_permissions(Resource=self.table(), **more)["PrincipalResourcePermissions"])
        self.assertEqual((count(), count(IncludeRelated="TRUE")), (1, 2))
        self.assertRegex(self.refused(self.lake.list_permissions, IncludeRelated="TRUE", Principal=grantee(ANALYST),
                                      Resource=self.table()), "^InvalidInputException: ")
        self.lake.delete_data_cells_filter(**self.where)
        self.assertEqual(self.rows(ANALYST), [])

    def test_its_record_does_not_tell_what_it_is(self):
        self.make()
        self.assertEqual(record(self.trail, "CreateDataCellsFilter")["requestParameters"], {"tableData": {}})
        self.knobs(omit_cell_filter_data=False)
        self.make(Name="g")
        self.assertEqual(record(self.trail, "CreateDataCellsFilter")["requestParameters"]["tableData"]["name"], "g")

    def test_it_dies_with_its_table_or_stays(self):
        for outlives in (False, True):
            self.knobs(filters_outlive_table=outlives)
            self.make()
            self.glue.delete_table(DatabaseName="sales", Name="orders")
            self.glue.create_table(DatabaseName="sales", TableInput={"Name": "orders", "StorageDescriptor": descriptor(
                columns=[column("a"), column("b"), column("c")])})
            self.assertEqual(len(self.lake.list_data_cells_filter()["DataCellsFilters"]), int(outlives))


class Locations(LakeTest):
    arn = "arn:aws:s3:::lake"
    role = "arn:aws:iam::123456789012:role/Lake"

    def test_round_trip(self):
        self.lake.register_resource(ResourceArn=self.arn, RoleArn=self.role, HybridAccessEnabled=True)
        shown = self.lake.describe_resource(ResourceArn=self.arn)["ResourceInfo"]
        shown.pop("LastModified")
        self.assertEqual(shown, {"ResourceArn": self.arn, "RoleArn": self.role, "HybridAccessEnabled": True,
                                 "VerificationStatus": "VERIFIED"})
        self.lake.update_resource(ResourceArn=self.arn, RoleArn=self.role + "2", HybridAccessEnabled=False)
        listed = self.lake.list_resources()["ResourceInfoList"]
        self.assertEqual([(r["RoleArn"], r["HybridAccessEnabled"]) for r in listed], [(self.role + "2", False)])
        self.lake.deregister_resource(ResourceArn=self.arn)
        self.assertEqual(self.lake.list_resources()["ResourceInfoList"], [])

    def test_the_service_linked_role(self):
        self.lake.register_resource(ResourceArn=self.arn, UseServiceLinkedRole=True)
        shown = self.lake.describe_resource(ResourceArn=self.arn)["ResourceInfo"]
        self.assertEqual(shown["RoleArn"], "arn:aws:iam::123456789012:role/aws-service-role/lakeformation.amazonaws.com/"
                                           "AWSServiceRoleForLakeFormationDataAccess")
        self.assertFalse(shown["HybridAccessEnabled"])
        self.assertRegex(self.refused(self.lake.update_resource, ResourceArn=self.arn, RoleArn=self.role),
                         "^InvalidInputException: ")

    def test_refusals(self):
        self.lake.register_resource(ResourceArn=self.arn, RoleArn=self.role)
        self.assertEqual(self.refused(self.lake.register_resource, ResourceArn=self.arn, RoleArn=self.role),
                         "AlreadyExistsException: Resource is already registered")
        for call in (self.lake.describe_resource, self.lake.deregister_resource):
            self.assertEqual(self.refused(call, ResourceArn="arn:aws:s3:::other"), "EntityNotFoundException: Entity not found")
        self.knobs(iam_throttle=1)
        self.assertRegex(self.refused(self.lake.deregister_resource, ResourceArn=self.arn),
                         r"^InvalidInputException: Rate exceeded \(Service: AmazonIdentityManagement; ")

    def test_grants_on_it_stay_or_go_with_it(self):
        resource = {"DataLocation": {"CatalogId": ACCOUNT, "ResourceArn": self.arn + "/orders"}}
        for goes in (False, True):
            where = {"DataLocation": {"CatalogId": ACCOUNT, "ResourceArn": self.arn}} if goes else resource
            self.lake.register_resource(ResourceArn=self.arn, RoleArn=self.role)
            self.grant(where, ["DATA_LOCATION_ACCESS"])
            self.knobs(deregister_drops_grants=goes)
            self.lake.deregister_resource(ResourceArn=self.arn)
            self.assertEqual(self.rows(ANALYST), [] if goes else [(where, ["DATA_LOCATION_ACCESS"], [])])
            if not goes:
                self.revoke(where, ["DATA_LOCATION_ACCESS"])

    def test_whether_a_table_lies_in_one_is_told_by_get_table_alone(self):
        self.lake.register_resource(ResourceArn=self.arn, RoleArn=self.role)
        table = self.glue.get_table(DatabaseName="sales", Name="orders")["Table"]
        self.assertTrue(table["IsRegisteredWithLakeFormation"])
        self.assertFalse(self.glue.get_tables(DatabaseName="sales")["TableList"][0]["IsRegisteredWithLakeFormation"])

    def test_pointing_at_one_takes_the_right_to(self):
        self.lake.register_resource(ResourceArn=self.arn, RoleArn=self.role)
        glue = self.as_role("Analyst", "glue")
        new = dict(DatabaseName="sales", TableInput={"Name": "t", "StorageDescriptor": descriptor("s3://lake/t")})
        self.assertEqual(self.refused(glue.create_table, **new),
                         "AccessDeniedException: Insufficient Lake Formation permissions on s3://lake/t")
        self.grant({"DataLocation": {"ResourceArn": self.arn}}, ["DATA_LOCATION_ACCESS"])
        glue.create_table(**new)


class OptIns(LakeTest):
    def test_round_trip(self):
        who, what = grantee(ANALYST), self.table()
        self.lake.create_lake_formation_opt_in(Principal=who, Resource=what)
        self.lake.create_lake_formation_opt_in(Principal=who, Resource=what)
        listed = self.lake.list_lake_formation_opt_ins()["LakeFormationOptInsInfoList"]
        self.assertEqual([(o["Principal"], o["Resource"], o["LastUpdatedBy"]) for o in listed], [(who, what, ADMIN)])
        self.assertEqual(self.refused(self.as_role("Analyst", "lakeformation").create_lake_formation_opt_in, Principal=who,
                                      Resource=what),
                         "AccessDeniedException: Insufficient Lake Formation permission(s) on Catalog")
        self.lake.delete_lake_formation_opt_in(Principal=who, Resource=what)
        self.assertRegex(self.refused(self.lake.delete_lake_formation_opt_in, Principal=who, Resource=what),
                         "^EntityNotFoundException: ")


class Visibility(LakeTest):
    """A role that is nobody special, in a catalog that IAM no longer rules."""

    def setUp(self):
        super().setUp()
        self.glue.create_table(DatabaseName="sales", TableInput={"Name": "other"})
        database = {"Database": {"Name": "sales"}}
        for resource, permission in (({"Catalog": {}}, "CREATE_DATABASE"), (database, "ALL"), (self.table(), "ALL"),
                                     (self.table("other"), "ALL")):
            self.lake.revoke_permissions(Principal=grantee(IAP), Resource=resource, Permissions=[permission])
        self.analyst = self.as_role("Analyst", "glue")

    def tables(self):
        return [t["Name"] for t in self.analyst.get_tables(DatabaseName="sales")["TableList"]]

    def test_lists_are_shorter_and_gets_are_denied(self):
        self.assertEqual(self.analyst.get_databases()["DatabaseList"], [])
        self.assertEqual(self.tables(), [])
        self.assertEqual(self.refused(self.analyst.get_database, Name="sales"), denial("Describe", "sales"))
        self.assertEqual(self.refused(self.analyst.get_table, DatabaseName="sales", Name="orders"),
                         denial("Describe", "orders"))
        self.assertEqual(self.refused(self.analyst.get_partitions, DatabaseName="sales", TableName="orders"),
                         denial("Describe", "orders"))
        self.assertEqual([t["Name"] for t in self.glue.get_tables(DatabaseName="sales")["TableList"]], ["orders", "other"])

    def test_what_is_missing_is_denied_too(self):
        self.assertEqual(self.refused(self.analyst.get_table, DatabaseName="sales", Name="none"), denial("Describe", "none"))
        self.assertEqual(self.refused(self.analyst.get_database, Name="none"), denial("Describe", "none"))
        self.grant({"Database": {"Name": "sales"}}, ["CREATE_TABLE"])
        self.assertEqual(self.refused(self.analyst.get_table, DatabaseName="sales", Name="none"),
                         "EntityNotFoundException: Entity Not Found")
        self.assertEqual(self.refused(self.glue.get_table, DatabaseName="sales", Name="none"),
                         "EntityNotFoundException: Entity Not Found")

    def test_any_right_makes_visible(self):
        self.grant(self.table(), ["SELECT"])
        self.assertEqual(self.tables(), ["orders"])
        self.assertEqual(self.analyst.get_databases()["DatabaseList"], [])
        self.grant({"Table": {"DatabaseName": "sales", "TableWildcard": {}}}, ["DESCRIBE"])
        self.assertEqual(self.tables(), ["orders", "other"])
        self.assertEqual([d["Name"] for d in self.analyst.get_databases()["DatabaseList"]], ["sales"])

    def test_columns_alone(self):
        self.grant(self.columns(ColumnNames=["b"]), ["SELECT"])
        table = self.analyst.get_table(DatabaseName="sales", Name="orders")["Table"]
        self.assertEqual(table["StorageDescriptor"]["Columns"], [column("b")])
        self.revoke(self.columns(ColumnNames=["b"]), ["SELECT"])
        self.grant(self.columns(ColumnWildcard={"ExcludedColumnNames": ["b"]}), ["SELECT"])
        table = self.analyst.get_tables(DatabaseName="sales")["TableList"][0]
        self.assertEqual([c["Name"] for c in table["StorageDescriptor"]["Columns"]], ["a", "c"])

    def test_changes(self):
        partition = dict(DatabaseName="sales", TableName="orders", PartitionInput={"Values": []})
        create = dict(DatabaseName="sales", TableInput={"Name": "mine"})
        self.assertEqual(self.refused(self.analyst.create_database, DatabaseInput={"Name": "d"}),
                         denial("Create Database", "Catalog"))
        self.assertEqual(self.refused(self.analyst.create_table, **create), denial("Create Table", "sales"))
        self.assertEqual(self.refused(self.analyst.create_partition, **partition), denial("Alter", "orders"))
        self.assertEqual(self.refused(self.analyst.delete_table, DatabaseName="sales", Name="orders"), denial("Drop", "orders"))
        self.assertEqual(self.refused(self.analyst.delete_database, Name="sales"), denial("Drop", "sales"))
        failed = self.analyst.batch_delete_table(DatabaseName="sales", TablesToDelete=["orders"])["Errors"]
        self.assertEqual(failed[0]["ErrorDetail"]["ErrorCode"], "AccessDeniedException")
        self.grant({"Database": {"Name": "sales"}}, ["CREATE_TABLE"])
        self.analyst.create_table(**create)
        self.analyst.update_table(**create)

    def test_an_admin_may_not_drop_what_others_made(self):
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [grantee(ADMIN)]})
        self.grant({"Database": {"Name": "sales"}}, ["CREATE_TABLE"])
        self.glue.update_database(Name="sales", DatabaseInput={"Name": "sales", "CreateTableDefaultPermissions": []})
        self.analyst.create_table(DatabaseName="sales", TableInput={"Name": "mine"})
        self.glue.get_table(DatabaseName="sales", Name="mine")
        self.assertEqual(self.refused(self.glue.delete_table, DatabaseName="sales", Name="mine"), denial("Drop", "mine"))
        self.grant(self.table("mine"), ["DROP"], principal=ADMIN)
        self.glue.delete_table(DatabaseName="sales", Name="mine")

    def test_grants_need_the_grant_option(self):
        lake = self.as_role("Analyst", "lakeformation")
        other = dict(Principal=grantee("arn:aws:iam::123456789012:role/Other"), Resource=self.table())
        denied = ("AccessDeniedException: Resource does not exist or requester is not authorized to access requested "
                  "permissions.")
        self.assertEqual(self.refused(lake.grant_permissions, Permissions=["INSERT"], **other), denied)
        self.assertEqual(self.refused(lake.grant_permissions, Principal=other["Principal"], Permissions=["INSERT"],
                                      Resource=self.table("none")), denied)
        self.grant(self.table(), ["INSERT", "DELETE"], ["INSERT"])
        lake.grant_permissions(Permissions=["INSERT"], **other)
        self.assertEqual(self.refused(lake.grant_permissions, Permissions=["DELETE"], **other), denied)
        # Of what others have, only what one has oneself is shown.
        self.grant(self.table(), ["ALTER"], principal=other["Principal"]["DataLakePrincipalIdentifier"])
        rows = [r["Permissions"] for r in lake.list_permissions()["PrincipalResourcePermissions"]
                if r["Principal"] == other["Principal"]]
        self.assertEqual(rows, [["INSERT"]])

    def test_a_knob_makes_somebody_else_of_the_caller(self):
        self.knobs(act_as=ANALYST)
        self.assertEqual(self.refused(self.glue.get_database, Name="sales"), denial("Describe", "sales"))
        self.assertEqual(self.server.client("sts").get_caller_identity()["Arn"], ANALYST)

    def test_a_link_without_its_target(self):
        self.glue.create_database(DatabaseInput={"Name": "links"})
        self.glue.create_table(DatabaseName="links", TableInput={
            "Name": "link", "TargetTable": {"CatalogId": ACCOUNT, "DatabaseName": "sales", "Name": "orders"}})
        get = lambda: self.analyst.get_table(DatabaseName="links", Name="link")["Table"]
        self.assertNotIn("StorageDescriptor", get())
        self.grant(self.table(), ["SELECT"])
        self.assertEqual(len(get()["StorageDescriptor"]["Columns"]), 3)

    def test_read_only_admins_see_everything(self):
        settings = self.lake.get_data_lake_settings()["DataLakeSettings"]
        self.lake.put_data_lake_settings(DataLakeSettings=settings | {"ReadOnlyAdmins": [grantee(ANALYST)]})
        self.assertEqual(self.tables(), ["orders", "other"])
        self.assertEqual(self.refused(self.analyst.delete_table, DatabaseName="sales", Name="other"), denial("Drop", "other"))


class Forgotten(LakeTest):
    def test_grants_go_with_their_table_without_a_record(self):
        self.grant(self.table(), ["ALTER"])
        self.grant({"Table": {"DatabaseName": "sales", "TableWildcard": {}}}, ["DESCRIBE"])
        self.glue.delete_table(DatabaseName="sales", Name="orders")
        self.glue.create_table(DatabaseName="sales", TableInput={"Name": "orders"})
        self.assertEqual([r[1] for r in self.rows(ANALYST)], [["DESCRIBE"]])
        names = [e["EventName"] for e in self.trail.lookup_events(LookupAttributes=[
            {"AttributeKey": "EventSource", "AttributeValue": "lakeformation.amazonaws.com"}])["Events"]]
        self.assertNotIn("RevokePermissions", names)

    def test_and_with_their_database(self):
        self.grant({"Database": {"Name": "sales"}}, ["ALTER"])
        self.grant(self.table(), ["ALTER"])
        self.glue.delete_database(Name="sales")
        self.assertEqual(self.rows(ANALYST), [])
        self.assertEqual([r[0] for r in self.rows(IAP)], [{"Catalog": {"Id": ACCOUNT}}])


class Stale(LakeTest):
    def test_listings_may_be_old(self):
        self.knobs(stale_read=0.5, stale_for=60000, seed=3)
        self.grant(self.table(), ["ALTER"])
        lengths = {len(self.rows(ANALYST)) for _ in range(30)}
        self.assertEqual(lengths, {0, 1})


class Dump(LakeTest):
    def test_it_says_what_grants_mean(self):
        self.lake.create_lf_tag(TagKey="team", TagValues=["b", "a"])
        self.lake.add_lf_tags_to_resource(Resource=self.columns(ColumnNames=["a"]), LFTags=[{"TagKey": "team", "TagValues": ["a"]}])
        self.grant(self.table(), ["ALL"])
        dump = self.server.admin("dump?region=us-east-1")["lake_formation"]
        grants = {(g["principal"], str(g["resource"])): g for g in dump["grants"]}
        mine = grants[ANALYST, str({"Table": {"DatabaseName": "sales", "Name": "orders"}})]
        self.assertEqual(mine["permissions"], ["ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"])
        self.assertEqual(mine["service"]["LastUpdatedBy"], ADMIN)
        self.assertEqual(dump["tags"]["team"]["values"], ["a", "b"])
        self.assertEqual(dump["assignments"], [{"database": "sales", "table": "orders", "column": "a", "tags": {"team": "a"}}])
        self.assertEqual(dump["settings"]["DataLakeAdmins"], [grantee(ADMIN)])

        def meaning():
            found = self.server.admin("dump?region=us-east-1")["lake_formation"]["grants"]
            return [{name: value for name, value in g.items() if name != "service"} for g in found]
        as_all = meaning()
        self.revoke(self.table(), ["ALL"])
        self.grant(self.table(), ["ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"])
        self.assertEqual(meaning(), as_all)

    def test_a_region_that_never_used_it_has_none(self):
        self.assertNotIn("lake_formation", self.server.admin("dump?region=eu-west-3"))
        self.server.admin("reset", "POST")
        self.assertNotIn("lake_formation", self.server.admin("dump?region=us-east-1"))


if __name__ == "__main__":
    unittest.main()
