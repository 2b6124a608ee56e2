"""boto3 against the local AWS: LF-tags, their assignment, policies and expressions."""
import unittest

from lake_test import ACCOUNT, ADMIN, ANALYST, IAP, LakeTest, grantee, record
from local_server import content

MISSING = {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Tag or tag value does not exist."}


def tag(key, *values):
    return {"CatalogId": ACCOUNT, "TagKey": key, "TagValues": list(values)}


class TagTest(LakeTest):
    def setUp(self):
        super().setUp()
        self.lake.create_lf_tag(TagKey="level", TagValues=["low", "high", "secret"])
        self.lake.create_lf_tag(TagKey="team", TagValues=["a", "b"])
        self.database = {"Database": {"Name": "sales"}}

    def put(self, resource, key, value):
        return self.lake.add_lf_tags_to_resource(Resource=resource, LFTags=[{"TagKey": key, "TagValues": [value]}])["Failures"]

    def take(self, resource, key, value):
        return self.lake.remove_lf_tags_from_resource(Resource=resource,
                                                      LFTags=[{"TagKey": key, "TagValues": [value]}])["Failures"]

    def tags(self, resource, **more):
        return content(self.lake.get_resource_lf_tags(Resource=resource, **more))


class Tags(TagTest):
    def test_values_keep_their_order(self):
        self.assertEqual(content(self.lake.get_lf_tag(TagKey="level")), tag("level", "low", "high", "secret"))
        self.assertEqual(self.lake.list_lf_tags()["LFTags"], [tag("level", "low", "high", "secret"), tag("team", "a", "b")])

    def test_page_after_page(self):
        first = self.lake.list_lf_tags(MaxResults=1)
        second = self.lake.list_lf_tags(MaxResults=1, NextToken=first["NextToken"])
        self.assertEqual([t["TagKey"] for t in first["LFTags"] + second["LFTags"]], ["level", "team"])
        self.assertNotIn("NextToken", second)

    def test_case_in_two_readings(self):
        self.lake.create_lf_tag(TagKey="Mixed", TagValues=["Value"])
        self.assertEqual(content(self.lake.get_lf_tag(TagKey="Mixed")), tag("Mixed", "Value"))
        self.knobs(tag_case_folds=True)
        self.lake.create_lf_tag(TagKey="Other", TagValues=["Value", "VALUE"])
        self.assertEqual(content(self.lake.get_lf_tag(TagKey="OTHER")), tag("other", "value"))
        self.assertEqual(self.put(self.table(), "Other", "vaLUE"), [])

    def test_duplicates_and_missing_ones(self):
        self.assertRegex(self.refused(self.lake.create_lf_tag, TagKey="team", TagValues=["c"]), "^InvalidInputException: ")
        for call in (self.lake.get_lf_tag, self.lake.delete_lf_tag):
            self.assertRegex(self.refused(call, TagKey="none"), "^EntityNotFoundException: ")
        self.assertRegex(self.refused(self.lake.update_lf_tag, TagKey="none", TagValuesToAdd=["a"]),
                         "^EntityNotFoundException: ")

    def test_update_adds_and_deletes(self):
        self.put(self.table(), "level", "low")
        self.lake.update_lf_tag(TagKey="level", TagValuesToAdd=["new"], TagValuesToDelete=["high"])
        self.assertEqual(self.lake.get_lf_tag(TagKey="level")["TagValues"], ["low", "secret", "new"])
        self.assertEqual(self.refused(self.lake.update_lf_tag, TagKey="level", TagValuesToDelete=["low"]),
                         "InvalidInputException: Update not allowed")
        self.assertEqual(self.tags(self.table())["LFTagsOnTable"], [tag("level", "low")])

    def test_delete_takes_it_off_everything(self):
        self.put(self.table(), "level", "low")
        self.put(self.table(), "team", "a")
        self.grant({"LFTag": {"TagKey": "level", "TagValues": ["low"]}}, ["DESCRIBE"])
        self.lake.delete_lf_tag(TagKey="level")
        self.assertEqual(self.tags(self.table())["LFTagsOnTable"], [tag("team", "a")])
        self.assertEqual(self.rows(ANALYST), [])

    def test_who_may_make_and_see_them(self):
        lake = self.as_role("Analyst", "lakeformation")
        self.assertEqual(self.refused(lake.create_lf_tag, TagKey="mine", TagValues=["x"]),
                         "AccessDeniedException: Insufficient Lake Formation permission(s): Required Create LF Tag on Catalog")
        self.assertEqual(lake.list_lf_tags()["LFTags"], [])
        self.grant({"LFTag": {"TagKey": "level", "TagValues": ["low"]}}, ["DESCRIBE"])
        self.assertEqual(lake.list_lf_tags()["LFTags"], [tag("level", "low")])
        self.grant({"Catalog": {}}, ["CREATE_LF_TAG"])
        lake.create_lf_tag(TagKey="mine", TagValues=["x"])
        lake.update_lf_tag(TagKey="mine", TagValuesToAdd=["y"])
        lake.delete_lf_tag(TagKey="mine")


class Assignments(TagTest):
    def test_nothing_assigned_is_no_list(self):
        self.assertEqual(self.tags(self.database), {})
        self.assertEqual(self.tags(self.table()), {})

    def test_inheritance(self):
        self.assertEqual(self.put(self.database, "level", "low"), [])
        self.assertEqual(self.put(self.database, "team", "a"), [])
        self.assertEqual(self.put(self.table(), "level", "high"), [])
        self.assertEqual(self.put(self.columns(ColumnNames=["a"]), "level", "secret"), [])
        self.assertEqual(self.tags(self.database), {"LFTagOnDatabase": [tag("level", "low"), tag("team", "a")]})
        on_table = self.tags(self.table())
        self.assertEqual(on_table["LFTagOnDatabase"], [tag("level", "low"), tag("team", "a")])
        self.assertEqual(on_table["LFTagsOnTable"], [tag("level", "high"), tag("team", "a")])
        self.assertEqual(on_table["LFTagsOnColumns"][0], {"Name": "a", "LFTags": [tag("level", "secret"), tag("team", "a")]})
        assigned = self.tags(self.table(), ShowAssignedLFTags=True)
        self.assertEqual(assigned["LFTagsOnTable"], [tag("level", "high")])
        self.assertEqual(assigned["LFTagsOnColumns"], [{"Name": "a", "LFTags": [tag("level", "secret")]}])
        only = self.tags(self.columns(ColumnNames=["a"]), ShowAssignedLFTags=True)
        self.assertEqual(only, {"LFTagsOnColumns": [{"Name": "a", "LFTags": [tag("level", "secret")]}]})

    def test_a_second_value_replaces_the_first(self):
        self.put(self.table(), "level", "low")
        self.assertEqual(self.put(self.table(), "level", "high"), [])
        self.assertEqual(self.tags(self.table())["LFTagsOnTable"], [tag("level", "high")])

    def test_failures(self):
        self.assertEqual(self.put(self.table(), "level", "none"), [{"LFTag": tag("level", "none"), "Error": MISSING}])
        answer = self.lake.add_lf_tags_to_resource(Resource=self.table(), LFTags=[
            {"TagKey": "none", "TagValues": ["x"]}, {"TagKey": "team", "TagValues": ["b"]}])
        self.assertEqual([f["LFTag"]["TagKey"] for f in answer["Failures"]], ["none"])
        self.assertEqual(self.tags(self.table())["LFTagsOnTable"], [tag("team", "b")])
        made = record(self.trail, "AddLFTagsToResource")
        self.assertEqual(made["requestParameters"]["lFTags"][1], {"tagKey": "team", "tagValues": ["b"]})
        self.assertEqual(made["responseElements"]["failures"][0]["lFTag"]["tagKey"], "none")

    def test_wildcards_bear_none(self):
        for resource in ({"Table": {"DatabaseName": "sales", "TableWildcard": {}}}, self.columns(ColumnWildcard={})):
            self.assertRegex(self.refused(self.lake.add_lf_tags_to_resource, Resource=resource,
                                          LFTags=[{"TagKey": "team", "TagValues": ["a"]}]), "^InvalidInputException: ")
        self.assertRegex(self.refused(self.lake.add_lf_tags_to_resource, Resource=self.table("none"),
                                      LFTags=[{"TagKey": "team", "TagValues": ["a"]}]), "^EntityNotFoundException: ")

    def test_only_what_was_put_there_can_be_taken_away(self):
        self.put(self.database, "level", "low")
        self.assertEqual(self.take(self.table(), "level", "low")[0]["LFTag"], tag("level", "low"))
        self.assertEqual(self.take(self.database, "level", "low"), [])
        self.assertEqual(self.tags(self.database), {})

    def test_they_die_with_their_table_or_stay(self):
        self.put(self.table(), "level", "low")
        again = lambda: (self.glue.delete_table(DatabaseName="sales", Name="orders"),
                         self.glue.create_table(DatabaseName="sales", TableInput={"Name": "orders"}))
        again()
        self.assertEqual(self.tags(self.table()), {})
        self.knobs(tags_outlive_table=True)
        self.put(self.table(), "level", "low")
        again()
        self.assertEqual(self.tags(self.table()), {"LFTagsOnTable": [tag("level", "low")]})

    def test_a_column_that_is_gone_holds_no_value(self):
        self.knobs(tags_outlive_table=True)
        self.put(self.columns(ColumnNames=["b"]), "team", "a")
        again = lambda *columns: (self.glue.delete_table(DatabaseName="sales", Name="orders"), self.glue.create_table(
            DatabaseName="sales", TableInput={"Name": "orders", "StorageDescriptor": {"Columns": [
                {"Name": name, "Type": "string"} for name in columns]}}))
        again("a", "b")
        self.assertEqual(self.refused(self.lake.update_lf_tag, TagKey="team", TagValuesToDelete=["a"]),
                         "InvalidInputException: Update not allowed")
        again("a")
        self.lake.update_lf_tag(TagKey="team", TagValuesToDelete=["a"])
        self.assertEqual(self.lake.get_lf_tag(TagKey="team")["TagValues"], ["b"])
        again("a", "b")
        self.assertEqual(self.tags(self.table()), {})


class Policies(TagTest):
    def policy(self, kind, **expression):
        return {"LFTagPolicy": {"CatalogId": ACCOUNT, "ResourceType": kind, "Expression": [
            {"TagKey": key, "TagValues": values} for key, values in sorted(expression.items())]}}

    def test_rows(self):
        policy = self.policy("TABLE", level=["high", "low"], team=["a"])
        self.grant(policy, ["SELECT", "DESCRIBE"], ["DESCRIBE"])
        self.assertEqual(self.rows(ANALYST), [(policy, ["DESCRIBE", "SELECT"], ["DESCRIBE"])])
        self.revoke(policy, ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(policy, ["DESCRIBE"], ["DESCRIBE"])])
        self.assertRegex(self.refused(self.lake.grant_permissions, Principal=grantee(ANALYST), Permissions=["DESCRIBE"],
                                      Resource=self.policy("TABLE", level=["none"])), "^EntityNotFoundException: ")

    def test_by_type(self):
        self.grant(self.policy("TABLE", team=["a"]), ["SELECT"])
        self.grant(self.policy("DATABASE", team=["a"]), ["DESCRIBE"])
        count = lambda kind: len(self.lake.list_permissions(ResourceType=kind)["PrincipalResourcePermissions"])
        self.assertEqual((count("LF_TAG_POLICY"), count("LF_TAG_POLICY_TABLE"), count("LF_TAG_POLICY_DATABASE")), (1, 1, 1))
        self.knobs(resource_type_filter_incomplete=False)
        self.assertEqual(count("LF_TAG_POLICY"), 2)

    def test_they_stay_when_the_tag_goes_and_can_be_revoked(self):
        policy = self.policy("TABLE", team=["a"])
        self.grant(policy, ["SELECT"])
        self.lake.delete_lf_tag(TagKey="team")
        self.assertEqual(self.rows(ANALYST), [(policy, ["SELECT"], [])])
        self.revoke(policy, ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [])

    def test_they_give_what_they_match(self):
        self.lake.revoke_permissions(Principal=grantee(IAP), Resource=self.table(), Permissions=["ALL"])
        glue = self.as_role("Analyst", "glue")
        self.grant(self.policy("TABLE", level=["secret"]), ["SELECT"])
        denial = "AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on orders"
        self.assertEqual(self.refused(glue.get_table, DatabaseName="sales", Name="orders"), denial)
        self.put(self.columns(ColumnNames=["b"]), "level", "secret")
        table = glue.get_table(DatabaseName="sales", Name="orders")["Table"]
        self.assertEqual([c["Name"] for c in table["StorageDescriptor"]["Columns"]], ["b"])
        self.put(self.database, "level", "secret")
        table = glue.get_table(DatabaseName="sales", Name="orders")["Table"]
        self.assertEqual(len(table["StorageDescriptor"]["Columns"]), 3)

    def test_grants_on_tags(self):
        self.grant({"LFTag": {"TagKey": "level", "TagValues": ["low", "high"]}}, ["ASSOCIATE", "DESCRIBE"])
        resource = {"LFTag": tag("level", "high", "low")}
        self.assertEqual(self.rows(ANALYST), [(resource, ["ASSOCIATE", "DESCRIBE"], [])])
        self.assertEqual(self.refused(self.lake.revoke_permissions, Principal=grantee(ANALYST), Permissions=["DESCRIBE"],
                                      Resource={"LFTag": {"TagKey": "level", "TagValues": ["secret"]}}),
                         "InvalidInputException: No permissions revoked. Revoking Tag permissions on Tags that grantee does "
                         "not have permissions on.")
        self.revoke({"LFTag": {"TagKey": "level", "TagValues": ["low"]}}, ["ASSOCIATE", "DESCRIBE"])
        self.assertEqual(self.rows(ANALYST), [({"LFTag": tag("level", "high")}, ["ASSOCIATE", "DESCRIBE"], [])])

    def test_the_creators_row_of_a_tag(self):
        row = ({"LFTag": tag("level", "*")}, ["ASSOCIATE"], ["ASSOCIATE"])
        self.assertIn(row, self.rows(ADMIN))
        self.knobs(list_creators="none")
        self.assertEqual(self.rows(ADMIN), [])


class Expressions(TagTest):
    def test_round_trip(self):
        body = [{"TagKey": "level", "TagValues": ["high", "low"]}]
        self.lake.create_lf_tag_expression(Name="e", Description="d", Expression=body)
        shown = {"Name": "e", "Description": "d", "CatalogId": ACCOUNT, "Expression": body}
        self.assertEqual(content(self.lake.get_lf_tag_expression(Name="e")), shown)
        self.assertEqual(self.lake.list_lf_tag_expressions()["LFTagExpressions"], [shown])
        other = [{"TagKey": "team", "TagValues": ["a"]}]
        self.lake.update_lf_tag_expression(Name="e", Expression=other)
        self.assertEqual(content(self.lake.get_lf_tag_expression(Name="e")),
                         {"Name": "e", "CatalogId": ACCOUNT, "Expression": other})

    def test_refusals(self):
        body = [{"TagKey": "level", "TagValues": ["none"]}]
        self.assertRegex(self.refused(self.lake.create_lf_tag_expression, Name="e", Expression=body),
                         "^EntityNotFoundException: ")
        self.lake.create_lf_tag_expression(Name="e", Expression=[{"TagKey": "team", "TagValues": ["a"]}])
        self.assertRegex(self.refused(self.lake.create_lf_tag_expression, Name="e",
                                      Expression=[{"TagKey": "team", "TagValues": ["a"]}]), "^InvalidInputException: ")
        self.assertRegex(self.refused(self.lake.get_lf_tag_expression, Name="f"), "^EntityNotFoundException: ")

    def test_grants_that_name_it_go_with_it(self):
        self.lake.create_lf_tag_expression(Name="e", Expression=[{"TagKey": "team", "TagValues": ["a"]}])
        policy = {"LFTagPolicy": {"CatalogId": ACCOUNT, "ResourceType": "TABLE", "ExpressionName": "e"}}
        self.grant(policy, ["SELECT"])
        self.assertEqual(self.rows(ANALYST), [(policy, ["SELECT"], [])])
        self.lake.delete_lf_tag_expression(Name="e")
        self.assertEqual(self.rows(ANALYST), [])


if __name__ == "__main__":
    unittest.main()
