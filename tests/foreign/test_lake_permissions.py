"""boto3 against the local AWS: Lake Formation's grants, revokes, listings and settings."""

import unittest

from lake_test import ADMIN, ANALYST, IAP, LakeTest, grantee, record
from local_server import content

MODIFICATION = "InvalidInputException: Permissions modification is invalid."
NOT_HELD = ("InvalidInputException: No permissions revoked. Grantee has no permissions and no grantable permissions on "
            "resource")
DENIED = ("AccessDeniedException: Resource does not exist or requester is not authorized to access requested "
          "permissions.")
TABLE_BUT_SELECT = ["ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT"]


class Rows(LakeTest):
    """What one grant becomes."""

    def test_a_database(self):
        self.grant({"Database": {"Name": "SALES"}}, ["DROP", "ALTER", "CREATE_TABLE"], ["CREATE_TABLE"])
        self.assertEqual(self.rows(ANALYST), [
            ({"Database": {"CatalogId": "123456789012", "Name": "sales"}}, ["ALTER", "CREATE_TABLE", "DROP"],
             ["CREATE_TABLE"])])

    def test_what_a_new_database_and_table_bring(self):
        self.assertEqual(self.rows(IAP), [
            ({"Catalog": {"Id": "123456789012"}}, ["CREATE_DATABASE"], []),
            ({"Database": {"CatalogId": "123456789012", "Name": "sales"}}, ["ALL"], []),
            (self.table(), ["ALL"], [])])

    def test_select_is_kept_on_all_columns(self):
        self.grant(self.table(), ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(self.columns(ColumnWildcard={}), ["SELECT"], [])])

    def test_all_seven(self):
        seven = sorted(TABLE_BUT_SELECT + ["SELECT"])
        for resource in (self.table(), self.columns(ColumnWildcard={})):
            self.grant(resource, seven, ["SELECT", "INSERT"])
            self.assertEqual(self.rows(ANALYST), [
                (self.table(), TABLE_BUT_SELECT, ["INSERT"]),
                (self.columns(ColumnWildcard={}), ["SELECT"], ["SELECT"])])
            self.lake.revoke_permissions(Principal=grantee(ANALYST), Resource=resource, Permissions=seven)
            self.assertEqual(self.rows(ANALYST), [])

    def test_all_alone_in_three_readings(self):
        self.grant(self.table(), ["ALL"], ["ALL"])
        self.grant({"Database": {"Name": "sales"}}, ["ALL"])
        database = {"Database": {"CatalogId": "123456789012", "Name": "sales"}}
        select = (self.columns(ColumnWildcard={}), ["SELECT"], ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [
            (database, ["ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"], []),
            (self.table(), TABLE_BUT_SELECT, TABLE_BUT_SELECT), select])
        self.knobs(list_all="select_apart")
        self.assertEqual(self.rows(ANALYST), [(database, ["ALL"], []), (self.table(), ["ALL"], ["ALL"]), select])
        self.knobs(list_all="as_granted")
        self.assertEqual(self.rows(ANALYST), [(database, ["ALL"], []), (self.table(), ["ALL"], ["ALL"])])

    def test_a_wildcard_comes_back_by_its_name(self):
        self.grant({"Table": {"DatabaseName": "sales", "TableWildcard": {}}}, ["SELECT", "DESCRIBE"])
        where = {"CatalogId": "123456789012", "DatabaseName": "sales", "Name": "ALL_TABLES"}
        self.assertEqual(self.rows(ANALYST), [
            ({"Table": {**where, "TableWildcard": {}}}, ["DESCRIBE"], []),
            ({"TableWithColumns": {**where, "ColumnWildcard": {}}}, ["SELECT"], [])])

    def test_columns(self):
        self.grant(self.columns(ColumnNames=["b", "A"]), ["SELECT"], ["SELECT"])
        self.grant(self.columns(ColumnWildcard={"ExcludedColumnNames": ["c"]}), ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [
            (self.columns(ColumnWildcard={"ExcludedColumnNames": ["c"]}), ["SELECT"], []),
            (self.columns(ColumnNames=["a", "b"]), ["SELECT"], ["SELECT"])])

    def test_lists_of_columns_merge_or_not(self):
        self.grant(self.columns(ColumnNames=["a"]), ["SELECT"])
        self.grant(self.columns(ColumnNames=["b"]), ["SELECT"])
        self.assertEqual(len(self.rows(ANALYST)), 2)
        self.knobs(merge_column_lists=True)
        self.grant(self.columns(ColumnNames=["c"]), ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(self.columns(ColumnNames=["a", "b", "c"]), ["SELECT"], [])])
        self.revoke(self.columns(ColumnNames=["b"]), ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(self.columns(ColumnNames=["a", "c"]), ["SELECT"], [])])

    def test_a_second_grant_adds(self):
        self.grant(self.table(), ["INSERT"])
        self.grant(self.table(), ["DELETE"], ["DELETE"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["DELETE", "INSERT"], ["DELETE"])])

    def test_the_option_alone_brings_the_permission(self):
        self.grant(self.table(), [], ["INSERT"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["INSERT"], ["INSERT"])])

    def test_another_account(self):
        other = "999999999999"
        self.lake.grant_permissions(Principal=grantee(other), Resource=self.table(), Permissions=["DESCRIBE"])
        row = [r for r in self.all_rows() if r["Principal"] == grantee(other)][0]
        self.assertRegex(row["AdditionalDetails"]["ResourceShare"][0], "^arn:aws:ram:us-east-1:123456789012:resource-share/")
        settings = self.lake.get_data_lake_settings()["DataLakeSettings"]
        settings["Parameters"]["CROSS_ACCOUNT_VERSION"] = "3"
        self.lake.put_data_lake_settings(DataLakeSettings=settings)
        self.assertRegex(self.refused(self.lake.grant_permissions, Principal=grantee(other), Resource=self.table(),
                                      Permissions=["ALTER"]),
                         "^InvalidInputException: .*Please revoke permission.s. for IAM_ALLOWED_PRINCIPALS on the table")

    def test_every_member_of_a_row(self):
        self.grant(self.table(), ["INSERT"])
        row = [r for r in self.all_rows() if r["Principal"] == grantee(ANALYST)][0]
        self.assertEqual(set(row), {"Principal", "Resource", "Permissions", "PermissionsWithGrantOption", "LastUpdated",
                                    "LastUpdatedBy"})
        self.assertEqual(row["LastUpdatedBy"], ADMIN)


class Refusals(LakeTest):
    def refuse_grant(self, resource, permissions, options=(), principal=ANALYST):
        return self.refused(self.lake.grant_permissions, Principal=grantee(principal), Resource=resource,
                            Permissions=permissions, PermissionsWithGrantOption=list(options))

    def refuse_revoke(self, resource, permissions):
        return self.refused(self.lake.revoke_permissions, Principal=grantee(ANALYST), Resource=resource,
                            Permissions=permissions)

    def test_what_cannot_be_granted_there(self):
        self.assertEqual(self.refuse_grant({"Database": {"Name": "sales"}}, ["SELECT"]), MODIFICATION)
        self.assertEqual(self.refuse_grant(self.columns(ColumnNames=["a"]), ["DESCRIBE"]), MODIFICATION)
        excluded = self.columns(ColumnWildcard={"ExcludedColumnNames": ["a"]})
        self.assertEqual(self.refuse_grant(excluded, ["SELECT"], ["SELECT"]), MODIFICATION)
        self.assertEqual(self.refuse_grant(self.table(), ["SELECT"], ["INSERT"]), MODIFICATION)

    def test_a_resource_link_takes_only_describe_and_drop(self):
        self.glue.create_table(DatabaseName="sales", TableInput={
            "Name": "link", "TargetTable": {"CatalogId": "123456789012", "DatabaseName": "sales", "Name": "orders"}})
        self.assertEqual(self.refuse_grant(self.table("link"), ["SELECT"]), MODIFICATION)
        self.grant(self.table("link"), ["DESCRIBE", "DROP"])

    def test_select_on_the_table_and_on_columns_shut_each_other_out(self):
        self.grant(self.table(), ["SELECT"])
        self.assertEqual(self.refuse_grant(self.columns(ColumnNames=["a"]), ["SELECT"]), MODIFICATION)
        self.assertEqual(self.refuse_revoke(self.columns(ColumnNames=["a"]), ["SELECT"]), MODIFICATION)
        self.revoke(self.table(), ["SELECT"])
        self.grant(self.columns(ColumnNames=["a"]), ["SELECT"])
        self.assertEqual(self.refuse_grant(self.table(), ["SELECT"]), MODIFICATION)
        self.grant(self.table(), ["DESCRIBE"])
        self.knobs(column_select_excludes_table_select=False)
        self.grant(self.table(), ["SELECT"])
        self.assertEqual(len(self.rows(ANALYST)), 3)

    def test_what_is_held_anyway_cannot_be_narrowed_or_revoked(self):
        self.assertEqual(self.refuse_grant(self.columns(ColumnNames=["a"]), ["SELECT"], principal=ADMIN), MODIFICATION)
        self.assertEqual(self.refused(self.lake.revoke_permissions, Principal=grantee(ADMIN), Resource=self.table(),
                                      Permissions=["ALTER"]), NOT_HELD)

    def test_missing_things(self):
        self.knobs(missing_principals=["arn:aws:iam::123456789012:role/Gone"])
        self.assertEqual(self.refuse_grant(self.table(), ["ALTER"], principal="arn:aws:iam::123456789012:role/Gone"),
                         "InvalidInputException: Invalid principal")
        self.assertEqual(self.refuse_grant(self.table(), ["ALTER"], principal="nobody"),
                         "InvalidInputException: Invalid principal")
        self.assertEqual(self.refuse_grant(self.table("nothing"), ["ALTER"]), "EntityNotFoundException: Entity Not Found")
        self.assertEqual(self.refuse_grant({"Database": {"Name": "nothing"}}, ["ALTER"]),
                         "EntityNotFoundException: Entity Not Found")
        self.assertRegex(self.refuse_grant(self.columns(ColumnNames=["z"]), ["SELECT"]),
                         "^InvalidInputException: .*cannot grant/revoke permission on non-existent column")
        self.assertRegex(self.refuse_grant({"DataLocation": {"ResourceArn": "arn:aws:s3:::lake"}},
                                           ["DATA_LOCATION_ACCESS"]), "^InvalidInputException: .*register the S3 path")
        self.assertEqual(self.refuse_grant({"DataCellsFilter": {"TableCatalogId": "123456789012", "DatabaseName": "sales",
                                                                "TableName": "orders", "Name": "none"}}, ["SELECT"]),
                         "InvalidInputException: Cell Filter not found")
        self.assertEqual(self.refuse_grant({"Database": {"CatalogId": "999999999999", "Name": "sales"}}, ["ALTER"]), DENIED)
        self.knobs(missing_resource_denied=True)
        self.assertEqual(self.refuse_grant(self.table("nothing"), ["ALTER"]), DENIED)

    def test_resources_that_are_none(self):
        self.assertEqual(self.refuse_grant({}, ["CREATE_TABLE"]),
                         "InvalidInputException: Resource must have one of the have either the catalog, table or database "
                         "field populated.")
        for table in ({"DatabaseName": "sales"}, {"DatabaseName": "sales", "Name": "orders", "TableWildcard": {}}):
            self.assertRegex(self.refuse_grant({"Table": table}, ["ALTER"]), "^InvalidInputException: .*cannot both be")
        self.assertRegex(self.refuse_grant(self.columns("ALL_TABLES", ColumnWildcard={}), ["SELECT"]),
                         "^InvalidInputException: ")

    def test_repeating_a_grant_succeeds_or_not(self):
        self.grant(self.table(), ["ALTER"])
        self.grant(self.table(), ["ALTER"])
        self.knobs(grant_repeat_refused=True)
        self.assertEqual(self.refuse_grant(self.table(), ["ALTER"]), MODIFICATION)
        self.grant(self.table(), ["ALTER"], ["ALTER"])

    def test_revoking_what_is_not_held(self):
        self.assertEqual(self.refuse_revoke(self.table(), ["ALTER"]), NOT_HELD)
        self.grant({"Table": {"DatabaseName": "sales", "TableWildcard": {}}}, ["ALTER"])
        self.assertEqual(self.refuse_revoke(self.table(), ["ALTER"]), NOT_HELD)

    def test_iam_throttled_behind_it(self):
        self.knobs(iam_throttle=1)
        self.assertRegex(self.refuse_grant(self.table(), ["ALTER"]),
                         r"^InvalidInputException: Rate exceeded \(Service: AmazonIdentityManagement; ")


class Revokes(LakeTest):
    def test_a_part(self):
        self.grant(self.table(), ["ALTER", "INSERT"], ["ALTER", "INSERT"])
        self.revoke(self.table(), ["ALTER"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["INSERT"], ["INSERT"])])
        self.revoke(self.table(), ["INSERT"])
        self.assertEqual(self.rows(ANALYST), [])

    def test_only_the_option_in_two_readings(self):
        self.grant(self.table(), ["ALTER"], ["ALTER"])
        self.revoke(self.table(), [], ["ALTER"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["ALTER"], [])])
        self.knobs(revoke_named_option_only=True)
        self.grant(self.table(), ["ALTER"], ["ALTER"])
        self.revoke(self.table(), ["ALTER"], ["ALTER"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["ALTER"], [])])

    def test_a_part_of_all(self):
        self.grant(self.table(), ["ALL"])
        self.revoke(self.table(), ["INSERT"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["ALTER", "DELETE", "DESCRIBE", "DROP"], []),
                                              (self.columns(ColumnWildcard={}), ["SELECT"], [])])
        self.grant(self.table(), ["ALL"])
        self.revoke(self.table(), ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT"], [])])
        self.revoke(self.table(), ["ALL"])
        self.knobs(revoke_splits_all=False)
        self.grant(self.table(), ["ALL"])
        self.assertEqual(self.refused(self.lake.revoke_permissions, Principal=grantee(ANALYST), Resource=self.table(),
                                      Permissions=["SELECT"]), NOT_HELD)

    def test_all_of_a_part(self):
        self.grant(self.table(), ["SELECT", "INSERT"])
        self.revoke(self.table(), ["ALL"])
        self.assertEqual(self.rows(ANALYST), [])
        self.knobs(revoke_all_takes_parts=False)
        self.grant(self.table(), ["SELECT", "INSERT"])
        self.assertEqual(self.refused(self.lake.revoke_permissions, Principal=grantee(ANALYST), Resource=self.table(),
                                      Permissions=["ALL"]), NOT_HELD)


class Batches(LakeTest):
    def entry(self, number, resource, permissions):
        return {"Id": str(number), "Principal": grantee(ANALYST), "Resource": resource, "Permissions": permissions}

    def test_what_fails_is_listed_and_the_rest_applied(self):
        entries = [self.entry(1, self.table(), ["ALTER"]), self.entry(2, self.table("nothing"), ["ALTER"]),
                   self.entry(3, {"Database": {"Name": "sales"}}, ["SELECT"])]
        answer = self.lake.batch_grant_permissions(Entries=entries)
        self.assertEqual(content(answer)["Failures"], [
            {"RequestEntry": entries[1], "Error": {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Entity Not Found"}},
            {"RequestEntry": entries[2], "Error": {"ErrorCode": "InvalidInputException",
                                                   "ErrorMessage": "Permissions modification is invalid."}}])
        self.assertEqual(self.rows(ANALYST), [(self.table(), ["ALTER"], [])])
        failures = self.lake.batch_revoke_permissions(Entries=[entries[0], entries[0] | {"Id": "2"}])["Failures"]
        self.assertEqual([f["RequestEntry"]["Id"] for f in failures], ["2"])
        self.assertEqual(self.rows(ANALYST), [])

    def test_at_most_twenty(self):
        entries = [self.entry(i, self.table(), ["ALTER"]) for i in range(21)]
        self.assertRegex(self.refused(self.lake.batch_grant_permissions, Entries=entries), "^InvalidInputException: ")
        self.assertEqual(self.lake.batch_grant_permissions(Entries=entries[:20])["Failures"], [])


class Listings(LakeTest):
    def list(self, **filters):
        return [(r["Resource"], r["Permissions"], r["PermissionsWithGrantOption"])
                for r in self.lake.list_permissions(**filters)["PrincipalResourcePermissions"]]

    def test_principal_and_resource_together_are_computed(self):
        self.grant(self.table(), ["DESCRIBE"])
        seven = sorted(TABLE_BUT_SELECT + ["SELECT"])
        both = dict(Principal=grantee(ANALYST), Resource=self.table())
        # What everybody has counts for the analyst.
        self.assertEqual(self.list(**both), [(self.table(), TABLE_BUT_SELECT, []),
                                             (self.columns(ColumnWildcard={}), ["SELECT"], [])])
        database = {"Database": {"Name": "sales"}}
        self.assertEqual(self.list(Principal=grantee(ANALYST), Resource=database)[0][1],
                         ["ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"])
        self.assertEqual(self.list(Principal=grantee(IAP), Resource=self.table()), [(self.table(), ["ALL"], [])])
        self.lake.revoke_permissions(Principal=grantee(IAP), Resource=self.table(), Permissions=["ALL"])
        self.assertEqual(self.list(**both), [(self.table(), ["DESCRIBE"], [])])
        self.grant(self.columns(ColumnNames=["b", "a"]), ["SELECT"])
        self.assertEqual(self.list(**both), [(self.table(), ["DESCRIBE"], []),
                                             (self.columns(ColumnNames=["a", "b"]), ["SELECT"], [])])
        rows = self.list(Principal=grantee(ADMIN), Resource=self.table())
        self.assertEqual(sorted(sum((options for _, _, options in rows), [])), seven)
        self.assertEqual(self.list(Principal=grantee("arn:aws:iam::999999999999:role/Other"), Resource=self.table()), [])

    def test_one_of_the_two_is_a_filter_or_computed(self):
        self.grant(self.table(), ["DESCRIBE"])
        self.assertEqual(self.list(Principal=grantee(ANALYST)), [(self.table(), ["DESCRIBE"], [])])
        self.assertEqual(self.list(Resource=self.table()), [(self.table(), ["ALL"], []), (self.table(), ["DESCRIBE"], [])])
        self.knobs(list_single_filter_computed=True)
        rows = self.list(Principal=grantee(ANALYST))
        self.assertIn((self.table(), TABLE_BUT_SELECT, []), rows)
        self.assertEqual(len(rows), 3)

    def test_columns_cannot_be_asked_for(self):
        self.assertRegex(self.refused(self.lake.list_permissions, Resource=self.columns(ColumnWildcard={})),
                         "^InvalidInputException: ")

    def test_by_type(self):
        count = lambda kind: len(self.list(ResourceType=kind))
        self.assertEqual((count("CATALOG"), count("TABLE"), count("DATABASE")), (1, 1, 0))
        self.knobs(resource_type_filter_incomplete=False)
        self.assertEqual(count("DATABASE"), 1)

    def test_page_after_page(self):
        for i in range(7):
            self.lake.grant_permissions(Principal=grantee(f"arn:aws:iam::123456789012:role/R{i}"), Resource=self.table(),
                                        Permissions=["ALL"])
        whole = self.all_rows()
        self.assertEqual(len(whole), 3 + 14)
        paged, token = [], {}
        for _ in range(100):
            page = self.lake.list_permissions(MaxResults=1, **token)
            self.assertLessEqual(len(page["PrincipalResourcePermissions"]), 1)
            paged += page["PrincipalResourcePermissions"]
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        self.assertEqual(paged, whole)
        self.assertRegex(self.refused(self.lake.list_permissions, NextToken="x"), "^InvalidInputException: ")

    def test_creators_rows(self):
        self.knobs(list_creators="all")
        rows = self.rows(ADMIN)
        self.assertEqual([r[1] for r in rows], [["ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"], TABLE_BUT_SELECT,
                                                ["SELECT"]])


class Settings(LakeTest):
    def test_a_fresh_account(self):
        self.server.admin("reset", "POST")
        everybody = [{"Principal": grantee(IAP), "Permissions": ["ALL"]}]
        self.assertEqual(self.lake.get_data_lake_settings()["DataLakeSettings"], {
            "DataLakeAdmins": [], "CreateDatabaseDefaultPermissions": everybody, "CreateTableDefaultPermissions": everybody,
            "Parameters": {"CROSS_ACCOUNT_VERSION": "4", "SET_CONTEXT": "TRUE"}, "TrustedResourceOwners": [],
            "AllowExternalDataFiltering": False, "ExternalDataFilteringAllowList": []})

    def test_a_put_replaces_everything(self):
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [grantee(ADMIN)]})
        settings = self.lake.get_data_lake_settings()["DataLakeSettings"]
        self.assertEqual(settings["CreateTableDefaultPermissions"], [])
        self.assertEqual(settings["DataLakeAdmins"], [grantee(ADMIN)])
        self.assertEqual(settings["Parameters"]["CROSS_ACCOUNT_VERSION"], "4")

    def test_new_things_take_the_new_defaults_and_old_ones_keep_theirs(self):
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [grantee(ADMIN)]})
        before = self.rows(IAP)
        self.glue.create_database(DatabaseInput={"Name": "later"})
        self.glue.create_table(DatabaseName="later", TableInput={"Name": "t"})
        self.assertEqual(self.glue.get_database(Name="later")["Database"]["CreateTableDefaultPermissions"], [])
        self.assertEqual(self.rows(IAP), before)

    def test_admins_must_exist(self):
        gone = "arn:aws:iam::123456789012:role/Gone"
        self.knobs(missing_principals=[gone])
        self.assertEqual(self.refused(self.lake.put_data_lake_settings, DataLakeSettings={
            "DataLakeAdmins": [grantee(ADMIN), grantee(gone)]}), "InvalidInputException: Invalid principal, arn: " + gone)

    def test_one_who_is_gone_holds_up_every_change_of_the_settings(self):
        gone = "arn:aws:iam::123456789012:role/Gone"
        settings = {"DataLakeAdmins": [grantee(ADMIN)], "ReadOnlyAdmins": [grantee(gone)]}
        self.lake.put_data_lake_settings(DataLakeSettings=settings)
        self.knobs(missing_principals=[gone])
        self.assertEqual(self.refused(self.lake.put_data_lake_settings, DataLakeSettings={**settings, "TrustedResourceOwners": ["210987654321"]}),
                         "InvalidInputException: Invalid principal, arn: " + gone)
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [grantee(ADMIN)]})

    def test_thirty_admins_and_no_more(self):
        admins = [grantee(ADMIN)] + [grantee(f"arn:aws:iam::123456789012:role/r{i}") for i in range(30)]
        self.assertRegex(self.refused(self.lake.put_data_lake_settings, DataLakeSettings={"DataLakeAdmins": admins}), "^ValidationException: ")
        self.lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": admins[:30]})

    def test_default_permissions_are_all_or_none(self):
        self.assertEqual(self.refused(self.lake.put_data_lake_settings, DataLakeSettings={
            "CreateTableDefaultPermissions": [{"Principal": grantee(ANALYST), "Permissions": ["ALL"]}]})[:22],
            "InvalidInputException:")


class Trail(LakeTest):
    def test_records_of_grants(self):
        self.grant(self.columns(ColumnWildcard={}), ["SELECT"])
        made = record(self.trail, "GrantPermissions")
        self.assertEqual(made["eventSource"], "lakeformation.amazonaws.com")
        self.assertEqual(made["requestParameters"], {
            "principal": {"dataLakePrincipalIdentifier": ANALYST},
            "resource": {"tableWithColumns": {"catalogId": "123456789012", "databaseName": "sales", "name": "orders",
                                              "columnWildcard": {}}},
            "permissions": ["SELECT"], "permissionsWithGrantOption": []})
        self.assertIsNone(made["responseElements"])
        self.assertNotIn("resources", made)
        self.assertFalse(made["readOnly"])

    def test_a_failed_grant(self):
        self.refused(self.lake.grant_permissions, Principal=grantee(ANALYST), Resource={}, Permissions=["CREATE_TABLE"])
        made = record(self.trail, "GrantPermissions")
        self.assertEqual(made["errorCode"], "InvalidInputException")
        self.assertEqual(made["requestParameters"]["resource"], {})

    def test_failures_of_a_batch(self):
        entry = {"Id": "x", "Principal": grantee(ANALYST), "Resource": self.table("nothing"), "Permissions": ["ALTER"]}
        self.lake.batch_grant_permissions(Entries=[entry])
        failure = record(self.trail, "BatchGrantPermissions")["responseElements"]["failures"][0]
        self.assertEqual(failure["requestEntry"]["id"], "x")
        self.assertEqual(failure["error"]["errorCode"], "EntityNotFoundException")

    def test_settings(self):
        self.lake.put_data_lake_settings(DataLakeSettings={"Parameters": {"CROSS_ACCOUNT_VERSION": "3"}})
        made = record(self.trail, "PutDataLakeSettings")
        self.assertEqual(made["requestParameters"],
                         {"dataLakeSettings": {"parameters": {"CROSS_ACCOUNT_VERSION": "3"}}})

    def test_reads_leave_records_too(self):
        self.lake.list_permissions()
        self.assertTrue(record(self.trail, "ListPermissions")["readOnly"])


if __name__ == "__main__":
    unittest.main()
