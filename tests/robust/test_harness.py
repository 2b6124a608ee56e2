"""The judges are judged: each kind of difference is found, and a call is read for what it is."""
import copy
import json
import unittest

from robust_case import BUCKETS, Call, RobustCase, differences, lake_differences, mapped, sizes

SOURCE_DUMP = {"databases": {"sales": {
    "database": {"Name": "sales", "LocationUri": "s3://lake-us-east-1", "service": {"CreateTime": 1}},
    "tables": {"orders": {
        "table": {"Name": "orders", "Parameters": {"path": "s3a://lake-us-east-1/x"}, "service": {"VersionId": "3"}},
        "partitions": [{"Values": ["1"], "StorageDescriptor": {"Location": "s3://lake-us-east-1/p"}, "service": {}}],
        "versions": 4}}}}}


def equal_target():
    dump = mapped(copy.deepcopy(SOURCE_DUMP), BUCKETS)
    dump["databases"]["sales"]["database"]["service"] = {"CreateTime": 2}
    return dump


class Expectation(unittest.TestCase):
    def test_what_the_service_writes_is_no_difference(self):
        self.assertEqual(differences(SOURCE_DUMP, equal_target(), BUCKETS), [])
        self.assertEqual(sizes(SOURCE_DUMP), {"databases": 1, "tables": 1, "partitions": 1})

    def test_every_other_difference_is_found(self):
        def change(path, value):
            dump = equal_target()
            place = dump["databases"]
            for name in path[:-1]:
                place = place[name]
            if value is None:
                del place[path[-1]]
            else:
                place[path[-1]] = value
            return differences(SOURCE_DUMP, dump, BUCKETS)

        table = ("sales", "tables", "orders")
        for path, value in (
                (("sales",), None), (table, None), ((*table, "partitions", 0), None),
                (("stray",), {"database": {}, "tables": {}}),
                ((*table, "table", "Description"), "more"),
                ((*table, "table", "Parameters", "path"), "s3a://lake-us-east-1/x"),
                ((*table, "partitions", 0, "StorageDescriptor"), None),
                (("sales", "database", "LocationUri"), "s3://lake-us-west-2/")):
            with self.subTest(path=path):
                self.assertNotEqual(change(path, value), [])

    def test_a_difference_of_lake_formation_is_found(self):
        lake = {"settings": {"DataLakeAdmins": []}, "tags": {"team": {"values": ["a"], "service": {"CreatedBy": "x"}}},
                "locations": {"arn:aws:s3:::lake-us-east-1/raw": {"RoleArn": "r", "service": {}}},
                "grants": [{"principal": "p", "resource": {"Catalog": {}}, "permissions": ["DESCRIBE"], "service": {}}]}
        target = json.loads(json.dumps(lake).replace("lake-us-east-1", "lake-us-west-2").replace('"x"', '"y"'))
        def found():
            return lake_differences({"lake_formation": lake}, {"lake_formation": target}, BUCKETS)
        self.assertEqual(found(), [])
        target["grants"][0]["permissions"] = []
        target["tags"]["team"]["values"] = ["a", "b"]
        target["locations"] = {}
        kinds = [text.split(":")[0] for text in found()]
        self.assertEqual(kinds, ["grants", "grants", "tags", "tags", "locations"])

    def test_only_whole_buckets_are_mapped(self):
        for text, wanted in (("s3://lake-us-east-1", "s3://lake-us-west-2"),
                             ("arn:aws:s3:::lake-us-east-1/a", "arn:aws:s3:::lake-us-west-2/a"),
                             ("s3://lake-us-east-1-old/a", "s3://lake-us-east-1-old/a"),
                             ("see s3://lake-us-east-1/a", "see s3://lake-us-east-1/a")):
            self.assertEqual(mapped([text], BUCKETS), [wanted])


class Wire(RobustCase):
    def test_the_proxy_knows_what_is_asked_of_whom(self):
        calls = []
        self.source_proxy.before = calls.append
        self.replicator.answer("pull")
        seen = {(call.service, call.operation, call.region, call.changes_something()) for call in calls}
        self.assertIn(("cloudtrail", "LookupEvents", "us-east-1", False), seen)
        head = b"POST / HTTP/1.1\r\nX-Amz-Target: AWSGlue.CreateTable\r\n" \
               b"Authorization: AWS4-HMAC-SHA256 Credential=test/20261122/us-west-2/glue/aws4_request, ...\r\n\r\n"
        self.assertTrue(Call(head, b"{}").changes_something())


if __name__ == "__main__":
    unittest.main()
