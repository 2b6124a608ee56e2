"""boto3 against the local AWS: databases, tables, versions, links, views, Iceberg."""
import datetime
import unittest

from local_server import LocalTest, column, content, descriptor


class Databases(LocalTest):
    def test_round_trip_with_what_the_service_adds(self):
        self.glue.create_database(DatabaseInput={"Name": "Sales", "Description": "d", "LocationUri": "s3://b/",
                                                 "Parameters": {"Owner": "me"}})
        database = self.glue.get_database(Name="SALES")["Database"]
        made = database.pop("CreateTime")
        self.assertEqual(made.microsecond, 0)
        self.assertLess(abs(datetime.datetime.now(made.tzinfo) - made), datetime.timedelta(seconds=10))
        self.assertEqual(database, {
            "Name": "sales", "Description": "d", "LocationUri": "s3://b/", "Parameters": {"Owner": "me"},
            "CatalogId": "123456789012",
            "CreateTableDefaultPermissions": [
                {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]})

    def test_members_nobody_set_are_not_returned(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.assertEqual(set(self.glue.get_database(Name="d")["Database"]),
                         {"Name", "CreateTime", "CatalogId", "CreateTableDefaultPermissions"})

    def test_update_replaces_and_delete_takes_everything(self):
        self.glue.create_database(DatabaseInput={"Name": "d", "Description": "old"})
        self.glue.update_database(Name="d", DatabaseInput={"Name": "d", "LocationUri": "s3://new/"})
        database = self.glue.get_database(Name="d")["Database"]
        self.assertNotIn("Description", database)
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "t"})
        self.glue.delete_database(Name="d")
        self.assertEqual(self.refused(self.glue.get_tables, DatabaseName="d"),
                         "EntityNotFoundException: Database d not found.")
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.assertEqual(self.glue.get_tables(DatabaseName="d")["TableList"], [])

    def test_errors(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.assertEqual(self.refused(self.glue.create_database, DatabaseInput={"Name": "D"}),
                         "AlreadyExistsException: Database already exists.")
        for call in (self.glue.get_database, self.glue.delete_database):
            self.assertEqual(self.refused(call, Name="x"), "EntityNotFoundException: Database x not found.")
        self.assertEqual(
            self.refused(self.glue.get_database, Name="d", CatalogId="210987654321"),
            "AccessDeniedException: User: arn:aws:iam::123456789012:user/AKIALOCALTEST is not authorized to perform: "
            "glue:GetDatabase on resource: arn:aws:glue:us-east-1:210987654321:catalog because no resource-based "
            "policy allows the glue:GetDatabase action")
        self.assertRegex(self.refused(self.glue.create_database, DatabaseInput={"Name": "n" * 256}),
                         "^ValidationException: 1 validation error detected: Value 'n+' at 'databaseInput.name' failed to "
                         "satisfy constraint: Member must have length less than or equal to 255$")

    def test_paging(self):
        names = [f"d{i:03}" for i in range(205)]
        for name in reversed(names):
            self.glue.create_database(DatabaseInput={"Name": name})
        pages = list(self.glue.get_paginator("get_databases").paginate())
        self.assertEqual([len(page["DatabaseList"]) for page in pages], [100, 100, 5])
        self.assertEqual([d["Name"] for page in pages for d in page["DatabaseList"]], names)

    def test_a_twelve_digit_access_key_selects_the_account(self):
        other = self.server.client("glue", key="111122223333")
        other.create_database(DatabaseInput={"Name": "theirs"})
        self.assertEqual(other.get_database(Name="theirs")["Database"]["CatalogId"], "111122223333")
        self.assertEqual(self.glue.get_databases()["DatabaseList"], [])

    def test_regions_are_apart(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.assertEqual(self.server.client("glue", region="eu-west-1").get_databases()["DatabaseList"], [])


class Tables(LocalTest):
    def setUp(self):
        super().setUp()
        self.glue.create_database(DatabaseInput={"Name": "d"})

    def make(self, **table):
        self.glue.create_table(DatabaseName="d", TableInput=table)

    def table(self, name):
        return self.glue.get_table(DatabaseName="d", Name=name)["Table"]

    def test_a_table_of_nothing_but_a_name(self):
        self.make(Name="Bare")
        table = self.table("BARE")
        self.assertEqual(table.pop("CreateTime"), table.pop("UpdateTime"))
        self.assertEqual(table, {
            "Name": "bare", "DatabaseName": "d", "Retention": 0, "IsRegisteredWithLakeFormation": False,
            "CreatedBy": "arn:aws:iam::123456789012:user/AKIALOCALTEST", "CatalogId": "123456789012", "VersionId": "0",
            "IsMultiDialectView": False, "IsMaterializedView": False})

    def test_descriptor_defaults_and_folded_columns(self):
        columns = [{"Name": "userId", "Type": "bigint", "Comment": "c", "Parameters": {"Key": "V"}}]
        self.make(Name="t", StorageDescriptor=descriptor(columns=columns), PartitionKeys=[column("Day")],
                  Parameters={"Mixed.Key": "x", "comment": "kept"}, TableType="EXTERNAL_TABLE", Owner="Me")
        table = self.table("t")
        got = table["StorageDescriptor"]
        self.assertEqual(got["Columns"], [{"Name": "userid", "Type": "bigint", "Comment": "c", "Parameters": {"Key": "V"}}])
        self.assertEqual((got["Compressed"], got["NumberOfBuckets"], got["SortColumns"], got["StoredAsSubDirectories"]),
                         (False, 0, [], False))
        self.assertEqual(set(got), set(descriptor()) | {"Compressed", "NumberOfBuckets", "SortColumns",
                                                        "StoredAsSubDirectories"})
        self.assertEqual(table["PartitionKeys"], [column("day")])
        self.assertEqual(table["Parameters"], {"Mixed.Key": "x", "comment": "kept"})
        self.assertEqual(table["Owner"], "Me")

    def test_names_of_any_script_and_values_that_need_escapes(self):
        text = "line\nbreak \"quote\" back\\slash tab\t é 漢字 \u2028 \U0001f600"
        self.make(Name="Größe.ÄÖ =%", Description="x", Parameters={text: text}, ViewOriginalText=text)
        table = self.table("GRÖßE.äö =%")
        self.assertEqual(table["Name"], "größe.äö =%")
        self.assertEqual(table["Parameters"], {text: text})
        self.assertEqual(table["ViewOriginalText"], text)

    def test_errors(self):
        self.make(Name="t")
        self.assertEqual(self.refused(self.glue.create_table, DatabaseName="d", TableInput={"Name": "T"}),
                         "AlreadyExistsException: Table already exists.")
        self.assertEqual(self.refused(self.glue.create_table, DatabaseName="x", TableInput={"Name": "T"}),
                         "EntityNotFoundException: Database x not found.")
        self.assertEqual(self.refused(self.glue.get_table, DatabaseName="d", Name="x"),
                         "EntityNotFoundException: Entity Not Found")
        for call in (self.glue.delete_table,):
            self.assertEqual(self.refused(call, DatabaseName="d", Name="x"),
                             "EntityNotFoundException: Table x not found.")
        self.assertEqual(self.refused(self.glue.get_tables, DatabaseName="d", Expression="(["),
                         "InvalidInputException: Invalid expression: ([")

    def test_listing_pages_expression_and_attributes(self):
        for i in range(150):
            self.make(Name=f"t{i:03}", TableType="EXTERNAL_TABLE")
        self.make(Name="sales_2026")
        pages = list(self.glue.get_paginator("get_tables").paginate(DatabaseName="d"))
        self.assertEqual([len(page["TableList"]) for page in pages], [100, 51])
        self.assertNotIn("NextToken", pages[-1])
        names = [table["Name"] for page in pages for table in page["TableList"]]
        self.assertEqual(names, sorted(names))
        found = self.glue.get_tables(DatabaseName="d", Expression="sal.*")["TableList"]
        self.assertEqual([table["Name"] for table in found], ["sales_2026"])
        self.assertEqual(self.glue.get_tables(DatabaseName="d", Expression="sal")["TableList"], [])
        page = self.glue.get_tables(DatabaseName="d", MaxResults=10, Expression="t.*")
        self.assertEqual(len(page["TableList"]), 10)
        self.assertIn("NextToken", page)
        few = self.glue.get_tables(DatabaseName="d", MaxResults=1, AttributesToGet=["NAME", "TABLE_TYPE"],
                                   Expression="t.*")["TableList"]
        self.assertEqual(few, [{"Name": "t000", "TableType": "EXTERNAL_TABLE"}])
        self.assertRegex(self.refused(self.glue.get_tables, DatabaseName="d", MaxResults=101), "^ValidationException: ")

    def test_batch_delete(self):
        self.make(Name="t")
        answer = self.glue.batch_delete_table(DatabaseName="d", TablesToDelete=["missing", "T"])
        self.assertEqual(content(answer), {"Errors": [{
            "TableName": "missing",
            "ErrorDetail": {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Table missing not found"}}]})
        self.assertEqual(self.glue.get_tables(DatabaseName="d")["TableList"], [])
        self.assertRegex(self.refused(self.glue.batch_delete_table, DatabaseName="d", TablesToDelete=["t"] * 101),
                         "^ValidationException: ")

    def test_update_replaces_counts_versions_and_keeps_its_creation(self):
        self.make(Name="t", Parameters={"a": "1", "b": "2"}, Owner="me")
        made = self.table("t")
        self.glue.update_table(DatabaseName="d", TableInput={"Name": "T", "Parameters": {"b": "3"}})
        table = self.table("t")
        self.assertEqual(table["Parameters"], {"b": "3"})
        self.assertNotIn("Owner", table)
        self.assertEqual(table["VersionId"], "1")
        self.assertEqual(table["CreateTime"], made["CreateTime"])
        self.assertEqual(self.refused(self.glue.update_table, DatabaseName="d", TableInput={"Name": "x"}),
                         "EntityNotFoundException: Table x not found.")

    def test_the_knob_for_members_left_out(self):
        self.server.admin("knobs", "PUT", {"update_table_keeps_omitted": True})
        self.make(Name="t", Owner="me", StorageDescriptor=descriptor())
        self.glue.update_table(DatabaseName="d", TableInput={"Name": "t", "Description": "new"})
        table = self.table("t")
        self.assertEqual((table["Owner"], table["Description"]), ("me", "new"))
        self.assertEqual(table["StorageDescriptor"]["Location"], "s3://lake/t/")

    def test_a_stale_version_id_changes_nothing(self):
        self.make(Name="t")
        self.glue.update_table(DatabaseName="d", TableInput={"Name": "t", "Description": "1"}, VersionId="0")
        self.assertEqual(
            self.refused(self.glue.update_table, DatabaseName="d", TableInput={"Name": "t"}, VersionId="0"),
            "ConcurrentModificationException: Update table failed due to concurrent modifications.")
        self.assertEqual(self.table("t")["Description"], "1")


class Versions(LocalTest):
    def setUp(self):
        super().setUp()
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "t", "Description": "0"})

    def update(self, description, **options):
        self.glue.update_table(DatabaseName="d", TableInput={"Name": "t", "Description": description}, **options)

    def versions(self):
        found = self.glue.get_table_versions(DatabaseName="d", TableName="t")["TableVersions"]
        return [version["VersionId"] for version in found]

    def test_archive_rules(self):
        self.update("1")
        self.update("2", SkipArchive=True)
        self.assertEqual(self.versions(), ["2", "0"])
        old = self.glue.get_table_version(DatabaseName="d", TableName="t", VersionId="0")["TableVersion"]
        self.assertEqual((old["VersionId"], old["Table"]["Description"], old["Table"]["VersionId"]), ("0", "0", "0"))
        newest = self.glue.get_table_version(DatabaseName="d", TableName="t")["TableVersion"]
        self.assertEqual(newest["VersionId"], "2")
        version = lambda number: self.refused(self.glue.get_table_version, DatabaseName="d", TableName="t",
                                              VersionId=number)
        self.assertEqual(version("1"), "EntityNotFoundException: Table version not found.")
        self.assertEqual(version("7"), "EntityNotFoundException: Version not found.")

    def test_deleting(self):
        for i in range(1, 5):
            self.update(str(i))
        delete = self.glue.delete_table_version
        self.assertEqual(self.refused(delete, DatabaseName="d", TableName="t", VersionId="4"),
                         "InvalidInputException: VersionId cannot be equal to the latest.")
        delete(DatabaseName="d", TableName="t", VersionId="2")
        self.assertEqual(self.versions(), ["4", "3", "1", "0"])
        answer = self.glue.batch_delete_table_version(DatabaseName="d", TableName="t", VersionIds=["0", "2", "4"])
        self.assertEqual(content(answer), {"Errors": [
            {"TableName": "t", "VersionId": "2", "ErrorDetail": {
                "ErrorCode": "EntityNotFoundException", "ErrorMessage": "Table version not found."}},
            {"TableName": "t", "VersionId": "4", "ErrorDetail": {
                "ErrorCode": "InvalidInputException", "ErrorMessage": "VersionId cannot be equal to the latest."}}]})
        self.assertEqual(self.versions(), ["4", "3", "1"])

    def test_paging(self):
        for i in range(1, 6):
            self.update(str(i))
        pages = self.glue.get_paginator("get_table_versions").paginate(
            DatabaseName="d", TableName="t", PaginationConfig={"PageSize": 2})
        self.assertEqual([[v["VersionId"] for v in page["TableVersions"]] for page in pages],
                         [["5", "4"], ["3", "2"], ["1", "0"]])


class Links(LocalTest):
    def setUp(self):
        super().setUp()
        self.glue.create_database(DatabaseInput={"Name": "real", "Description": "the target"})
        self.glue.create_table(DatabaseName="real", TableInput={
            "Name": "t", "StorageDescriptor": descriptor(), "PartitionKeys": [column("p")], "TableType": "EXTERNAL_TABLE"})
        target = {"CatalogId": "123456789012", "DatabaseName": "real"}
        self.glue.create_database(DatabaseInput={"Name": "link", "TargetDatabase": target})
        self.glue.create_database(DatabaseInput={"Name": "own"})
        self.glue.create_table(DatabaseName="own", TableInput={"Name": "tl", "TargetTable": {**target, "Name": "t"}})

    def test_get_database_follows_and_keeps_its_own_name(self):
        database = self.glue.get_database(Name="link")["Database"]
        self.assertEqual((database["Name"], database["Description"]), ("link", "the target"))
        self.assertEqual(database["TargetDatabase"]["DatabaseName"], "real")
        self.assertEqual(len(database["CreateTableDefaultPermissions"]), 1)
        self.glue.delete_database(Name="real")
        self.assertNotIn("Description", self.glue.get_database(Name="link")["Database"])

    def test_get_tables_of_a_link_are_the_targets(self):
        tables = self.glue.get_tables(DatabaseName="link")["TableList"]
        self.assertEqual([(t["DatabaseName"], t["Name"]) for t in tables], [("real", "t")])

    def test_get_table_of_a_link_merges_the_target(self):
        table = self.glue.get_table(DatabaseName="own", Name="tl")["Table"]
        self.assertEqual((table["Name"], table["DatabaseName"]), ("tl", "own"))
        self.assertEqual(table["TargetTable"]["Name"], "t")
        self.assertEqual(table["StorageDescriptor"]["Location"], "s3://lake/t/")
        self.assertEqual(table["PartitionKeys"], [column("p")])
        self.glue.delete_table(DatabaseName="real", Name="t")
        table = self.glue.get_table(DatabaseName="own", Name="tl")["Table"]
        self.assertNotIn("StorageDescriptor", table)

    def test_changes_go_to_the_target_and_deletes_only_to_the_link(self):
        self.glue.update_database(Name="link", DatabaseInput={"Name": "link", "Description": "changed"})
        self.assertEqual(self.glue.get_database(Name="real")["Database"]["Description"], "changed")
        self.glue.update_table(DatabaseName="own", TableInput={"Name": "tl", "Description": "changed"})
        self.assertEqual(self.glue.get_table(DatabaseName="real", Name="t")["Table"]["Description"], "changed")
        self.glue.delete_table(DatabaseName="own", Name="tl")
        self.glue.delete_database(Name="link")
        self.glue.get_table(DatabaseName="real", Name="t")

    def test_a_delete_through_a_database_link_hits_the_target(self):
        self.glue.delete_table(DatabaseName="link", Name="t")
        self.assertEqual(self.glue.get_tables(DatabaseName="real")["TableList"], [])

    def test_partition_calls_follow_one_link(self):
        self.glue.create_partition(DatabaseName="own", TableName="tl", PartitionInput={"Values": ["1"]})
        self.assertEqual(self.glue.get_partition(DatabaseName="link", TableName="t", PartitionValues=["1"])
                         ["Partition"]["TableName"], "t")
        self.glue.create_table(DatabaseName="real", TableInput={
            "Name": "again", "TargetTable": {"CatalogId": "123456789012", "DatabaseName": "real", "Name": "t"}})
        self.assertEqual(self.glue.get_partitions(DatabaseName="link", TableName="again")["Partitions"], [])
        self.assertRegex(self.refused(self.glue.create_partition, DatabaseName="link", TableName="again",
                                      PartitionInput={"Values": ["2"]}), "^InvalidInputException: ")


class Formats(LocalTest):
    def setUp(self):
        super().setUp()
        self.glue.create_database(DatabaseInput={"Name": "d"})

    def test_iceberg_by_the_service_and_commits_by_an_engine(self):
        self.glue.create_table(DatabaseName="d", TableInput={
            "Name": "i", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": descriptor("s3://lake/i/")},
            OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE", "Version": "2"}})
        table = self.glue.get_table(DatabaseName="d", Name="i")["Table"]
        self.assertEqual(set(table["Parameters"]), {"metadata_location", "table_type"})
        first = table["Parameters"]["metadata_location"]
        self.assertRegex(first, r"^s3://lake/i/metadata/00000-[0-9a-f-]{36}\.metadata\.json$")
        self.assertEqual(table["TableType"], "EXTERNAL_TABLE")
        written = self.server.client("s3").get_object(Bucket="lake", Key=first.removeprefix("s3://lake/"))
        self.assertIn(b"format-version", written["Body"].read())
        commit = {"Name": "i", "TableType": "EXTERNAL_TABLE", "Parameters": {
            "table_type": "ICEBERG", "metadata_location": "s3://lake/i/metadata/1.json",
            "previous_metadata_location": first}}
        self.glue.update_table(DatabaseName="d", TableInput=commit, VersionId="0", SkipArchive=True)
        self.assertRegex(self.refused(self.glue.update_table, DatabaseName="d", TableInput=commit, VersionId="0"),
                         "^ConcurrentModificationException: ")

    def test_iceberg_wholly_described_and_updated_by_the_service(self):
        def schema(*fields):
            return {"Fields": [{"Id": i, "Name": name, "Type": type_, "Required": False}
                               for i, (name, type_) in enumerate(fields, 1)]}

        self.glue.create_table(DatabaseName="d", Name="Whole", OpenTableFormatInput={"IcebergInput": {
            "MetadataOperation": "CREATE", "Version": "2", "CreateIcebergTableInput": {
                "Location": "s3://lake/whole", "Schema": schema(("id", "long"))}}})
        table = self.glue.get_table(DatabaseName="d", Name="whole")["Table"]
        self.assertEqual(table["StorageDescriptor"]["Columns"], [column("id", "bigint")])
        first = table["Parameters"]["metadata_location"]
        self.glue.update_table(DatabaseName="d", Name="whole", UpdateOpenTableFormatInput={"UpdateIcebergInput": {
            "UpdateIcebergTableInput": {"Updates": [
                {"Location": "s3://lake/whole", "Schema": schema(("id", "long"), ("name", "string"))}]}}})
        table = self.glue.get_table(DatabaseName="d", Name="whole")["Table"]
        self.assertEqual(table["StorageDescriptor"]["Columns"], [column("id", "bigint"), column("name")])
        self.assertEqual(table["Parameters"]["previous_metadata_location"], first)
        self.assertRegex(table["Parameters"]["metadata_location"], r"/metadata/00001-[0-9a-f-]{36}\.metadata\.json$")
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "plain"})
        self.assertEqual(
            self.refused(self.glue.update_table, DatabaseName="d", Name="plain", UpdateOpenTableFormatInput={
                "UpdateIcebergInput": {"UpdateIcebergTableInput": {"Updates": []}}}),
            "InvalidInputException: The table is not an Iceberg table.")

    def test_views(self):
        text = "/* Presto View: eyJ4IjoxfQ== */"
        self.glue.create_table(DatabaseName="d", TableInput={
            "Name": "v", "TableType": "VIRTUAL_VIEW", "ViewOriginalText": text, "ViewExpandedText": "/* Presto View */",
            "StorageDescriptor": {"Columns": [column("a")]}})
        view = self.glue.get_table(DatabaseName="d", Name="v")["Table"]
        self.assertEqual((view["ViewOriginalText"], view["ViewExpandedText"]), (text, "/* Presto View */"))

    def test_dialects_of_a_view(self):
        def definition(*dialects):
            return {"IsProtected": True, "Representations": [
                {"Dialect": dialect, "DialectVersion": "1", "ViewOriginalText": "select 1"} for dialect in dialects]}

        def change(action, dialect):
            self.glue.update_table(DatabaseName="d", ViewUpdateAction=action,
                                   TableInput={"Name": "v", "ViewDefinition": definition(dialect)})

        def dialects():
            table = self.glue.get_table(DatabaseName="d", Name="v")["Table"]
            self.assertTrue(table["IsMultiDialectView"])
            return [r["Dialect"] for r in table["ViewDefinition"]["Representations"]]

        self.glue.create_table(DatabaseName="d", TableInput={"Name": "v", "ViewDefinition": definition("ATHENA")})
        change("ADD", "REDSHIFT")
        self.assertEqual(dialects(), ["ATHENA", "REDSHIFT"])
        change("DROP", "ATHENA")
        self.assertEqual(dialects(), ["REDSHIFT"])
        with self.assertRaises(self.glue.exceptions.EntityNotFoundException):
            change("REPLACE", "SPARK")


if __name__ == "__main__":
    unittest.main()
