"""boto3 against the local AWS: partitions, single, in batches, listed, filtered, in segments."""
import base64
import json
import unittest

from local_server import LocalTest, column, content, descriptor

ARITY = "InvalidInputException: The number of partition keys do not match the number of partition values"


class Partitions(LocalTest):
    keys = [column("day"), column("hour", "int")]

    def setUp(self):
        super().setUp()
        self.where = {"DatabaseName": "d", "TableName": "t"}
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.make_table(self.keys)

    def make_table(self, keys):
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": keys,
                                                             "StorageDescriptor": descriptor()})

    def add(self, *rows, **more):
        for start in range(0, len(rows), 100):
            answer = self.glue.batch_create_partition(**self.where, PartitionInputList=[
                {"Values": list(values), **more} for values in rows[start:start + 100]])
            self.assertEqual(answer["Errors"], [])

    def listed(self, **options):
        return [p["Values"] for page in self.glue.get_paginator("get_partitions").paginate(**self.where, **options)
                for p in page["Partitions"]]

    def filtered(self, expression):
        return [values[0] for values in self.listed(Expression=expression)]


class Single(Partitions):
    def test_round_trip(self):
        self.glue.create_partition(**self.where, PartitionInput={
            "Values": ["2026-01-01", "5"], "StorageDescriptor": descriptor("s3://lake/t/1/"), "Parameters": {"K": "v"}})
        partition = self.glue.get_partition(**self.where, PartitionValues=["2026-01-01", "5"])["Partition"]
        self.assertEqual(partition.pop("CreationTime").microsecond, 0)
        got = partition.pop("StorageDescriptor")
        self.assertEqual((got["Location"], got["Compressed"], got["NumberOfBuckets"]), ("s3://lake/t/1/", False, 0))
        self.assertEqual(partition, {"Values": ["2026-01-01", "5"], "DatabaseName": "d", "TableName": "t",
                                     "Parameters": {"K": "v"}, "CatalogId": "123456789012"})

    def test_values_are_exact(self):
        rows = [("A", "1"), ("a", "1"), ("a/b=c%d,e \"f\" 漢", "01"), ("[\"a\"]", "1")]
        self.add(*rows)
        for values in rows:
            got = self.glue.get_partition(**self.where, PartitionValues=list(values))["Partition"]["Values"]
            self.assertEqual(got, list(values))

    def test_errors(self):
        self.add(("a", "1"))
        create, get = self.glue.create_partition, self.glue.get_partition
        self.assertEqual(self.refused(create, **self.where, PartitionInput={"Values": ["a", "1"]}),
                         "AlreadyExistsException: Partition already exists.")
        self.assertEqual(self.refused(create, **self.where, PartitionInput={"Values": ["a"]}), ARITY)
        self.assertEqual(self.refused(get, **self.where, PartitionValues=["x", "1"]),
                         "EntityNotFoundException: Cannot find partition.")
        self.assertEqual(self.refused(self.glue.delete_partition, **self.where, PartitionValues=["x", "1"]),
                         "EntityNotFoundException: Cannot find partition.")
        self.assertEqual(self.refused(get, DatabaseName="d", TableName="x", PartitionValues=["a", "1"]),
                         "EntityNotFoundException: Table x not found.")
        self.glue.delete_table(DatabaseName="d", Name="t")
        self.assertEqual(self.refused(get, **self.where, PartitionValues=["a", "1"]),
                         "EntityNotFoundException: Table t not found.")

    def test_update(self):
        self.add(("a", "1"), Parameters={"old": "1"})
        self.glue.update_partition(**self.where, PartitionValueList=["a", "1"], PartitionInput={"Parameters": {"new": "1"}})
        partition = self.glue.get_partition(**self.where, PartitionValues=["a", "1"])["Partition"]
        self.assertEqual(partition["Parameters"], {"new": "1"})

    def test_update_with_other_values_follows_the_knob(self):
        self.add(("a", "1"), ("b", "1"))

        def rename(to):
            return self.glue.update_partition(**self.where, PartitionValueList=["a", "1"],
                                              PartitionInput={"Values": [to, "1"]})

        self.assertRegex(self.refused(lambda: rename("c")), "^InvalidInputException: ")
        self.server.admin("knobs", "PUT", {"update_partition_renames": True})
        self.assertEqual(self.refused(lambda: rename("b")), "AlreadyExistsException: Partition already exists.")
        rename("c")
        self.assertEqual(self.listed(), [["b", "1"], ["c", "1"]])

    def test_a_table_made_again_has_no_partitions(self):
        self.add(("a", "1"))
        self.glue.delete_table(DatabaseName="d", Name="t")
        self.make_table(self.keys)
        self.assertEqual(self.listed(), [])


class Batches(Partitions):
    def test_create_reports_duplicates_one_by_one(self):
        self.add(("a", "1"))
        answer = self.glue.batch_create_partition(**self.where, PartitionInputList=[
            {"Values": ["a", "1"]}, {"Values": ["b", "1"]}])
        self.assertEqual(content(answer), {"Errors": [{"PartitionValues": ["a", "1"], "ErrorDetail": {
            "ErrorCode": "AlreadyExistsException", "ErrorMessage": "Partition already exists."}}]})
        self.assertEqual(len(self.listed()), 2)

    def test_create_with_one_wrong_count_creates_nothing(self):
        wrong = [{"Values": ["a", "1"]}, {"Values": ["b"]}]
        self.assertEqual(self.refused(self.glue.batch_create_partition, **self.where, PartitionInputList=wrong), ARITY)
        self.assertEqual(self.listed(), [])

    def test_update_and_delete_report_what_is_missing(self):
        self.add(("a", "1"))
        answer = self.glue.batch_update_partition(**self.where, Entries=[
            {"PartitionValueList": [value, "1"], "PartitionInput": {"Values": [value, "1"], "Parameters": {"x": "y"}}}
            for value in ("missing", "a")])
        self.assertEqual(content(answer), {"Errors": [{"PartitionValueList": ["missing", "1"], "ErrorDetail": {
            "ErrorCode": "EntityNotFoundException", "ErrorMessage": "Partition [missing, 1] not found"}}]})
        self.assertEqual(self.glue.get_partition(**self.where, PartitionValues=["a", "1"])["Partition"]["Parameters"],
                         {"x": "y"})
        answer = self.glue.batch_delete_partition(**self.where, PartitionsToDelete=[
            {"Values": ["missing", "1"]}, {"Values": ["a", "1"]}])
        self.assertEqual(content(answer), {"Errors": [{"PartitionValues": ["missing", "1"], "ErrorDetail": {
            "ErrorCode": "EntityNotFoundException", "ErrorMessage": "Partition not found"}}]})
        self.assertEqual(self.listed(), [])

    def test_get_keeps_the_order_and_leaves_out_the_missing(self):
        self.add(("a", "1"), ("b", "1"))
        answer = self.glue.batch_get_partition(**self.where, PartitionsToGet=[
            {"Values": [value, "1"]} for value in ("b", "missing", "a")])
        self.assertEqual([p["Values"][0] for p in answer["Partitions"]], ["b", "a"])
        self.assertEqual(answer["UnprocessedKeys"], [])

    def test_limits(self):
        many = [{"Values": [str(i), "1"]} for i in range(101)]
        self.assertRegex(
            self.refused(self.glue.batch_create_partition, **self.where, PartitionInputList=many),
            "^ValidationException: 1 validation error detected: Value .* at 'partitionInputList' failed to satisfy "
            "constraint: Member must have length less than or equal to 100$")
        self.assertRegex(self.refused(self.glue.batch_delete_partition, **self.where, PartitionsToDelete=many[:26]),
                         "^ValidationException: ")


class Listing(Partitions):
    def test_a_page_with_anything_on_it_has_a_token_even_when_nothing_is_left(self):
        self.assertNotIn("NextToken", self.glue.get_partitions(**self.where))
        self.add(("a", "1"))
        first = self.glue.get_partitions(**self.where)
        self.assertEqual(len(first["Partitions"]), 1)
        decoded = json.loads(base64.b64decode(first["NextToken"]))
        self.assertEqual(decoded["pageSize"], 500)
        second = self.glue.get_partitions(**self.where, NextToken=first["NextToken"])
        self.assertEqual(content(second), {"Partitions": []})

    def test_paging_gives_each_once(self):
        rows = [(f"{i:04}", "1") for i in range(1205)]
        self.add(*rows)
        pages = list(self.glue.get_paginator("get_partitions").paginate(**self.where))
        self.assertEqual([len(page["Partitions"]) for page in pages], [500, 500, 205, 0])
        self.assertEqual(self.listed(PaginationConfig={"PageSize": 1000}), [list(row) for row in rows])

    def test_segments_are_disjoint_and_complete(self):
        self.add(*[(f"{i:03}", "1") for i in range(300)])
        shares = [self.listed(Segment={"SegmentNumber": n, "TotalSegments": 4}) for n in range(4)]
        self.assertEqual(sorted(sum(shares, [])), self.listed())
        self.assertTrue(all(len(share) > 30 for share in shares))
        self.assertRegex(self.refused(self.glue.get_partitions, **self.where,
                                      Segment={"SegmentNumber": 4, "TotalSegments": 4}), "^InvalidInputException: ")
        self.assertRegex(self.refused(self.glue.get_partitions, **self.where,
                                      Segment={"SegmentNumber": 0, "TotalSegments": 11}), "^ValidationException: ")

    def test_columns_can_be_left_out(self):
        self.add(("a", "1"), StorageDescriptor=descriptor())
        got = self.glue.get_partitions(**self.where, ExcludeColumnSchema=True)["Partitions"][0]["StorageDescriptor"]
        self.assertNotIn("Columns", got)
        self.assertEqual(got["Location"], "s3://lake/t/")
        self.assertIn("Columns", self.glue.get_partitions(**self.where)["Partitions"][0]["StorageDescriptor"])


class Expressions(Partitions):
    def check(self, type_, values, cases):
        self.glue.delete_table(DatabaseName="d", Name="t")
        self.make_table([column("v", type_)])
        self.add(*[(value,) for value in values])
        for expression, expected in cases.items():
            with self.subTest(expression):
                self.assertEqual(sorted(self.filtered(expression)), sorted(expected))

    def test_strings(self):
        self.check("string", ["a", "ab", "b", "B", "it's"], {
            "": ["a", "ab", "b", "B", "it's"], "  ": ["a", "ab", "b", "B", "it's"], "v = 'a'": ["a"],
            "v <> 'a'": ["ab", "b", "B", "it's"], "v > 'a'": ["ab", "b", "it's"], "'b' <= v": ["b", "it's"],
            "V in ('a', 'B')": ["a", "B"], "v NOT IN ('a','ab','b','B')": ["it's"],
            "v BETWEEN 'a' AND 'b'": ["a", "ab", "b"], "v LIKE 'a%'": ["a", "ab"], "v like '_b'": ["ab"],
            "v NOT LIKE '%'": [], "v = 'it''s'": ["it's"], "v IS NULL": [], "v is not null": ["a", "ab", "b", "B", "it's"],
            "NOT (v = 'a' OR v = 'b') AND v < 'b'": ["ab", "B"], "v = 'a' OR v = 'b' AND v = 'x'": ["a"],
            "\"v\" = 'a'": ["a"], "`v` = 'a'": ["a"]})

    def test_integers_compare_as_numbers(self):
        for type_ in ("int", "bigint", "tinyint", "smallint", "long"):
            self.check(type_, ["9", "10", "010", "-1"], {
                "v > 9": ["10", "010"], "v = '10'": ["10", "010"], "v = 10": ["10", "010"], "v < 0": ["-1"],
                "v between -1 and 9": ["-1", "9"], "v in (9, -1)": ["9", "-1"], "v != 10": ["9", "-1"]})

    def test_integers_of_any_size(self):
        self.check("bigint", ["9223372036854775808", "9223372036854775807"], {
            "v > 9223372036854775807": ["9223372036854775808"]})

    def test_decimals(self):
        self.check("decimal(10,2)", ["1.5", "1.50", "-2.25", "10"], {
            "v = 1.5": ["1.5", "1.50"], "v > 2": ["10"], "v < -2.2": ["-2.25"], "v >= 1.50": ["1.5", "1.50", "10"]})

    def test_dates_and_timestamps(self):
        self.check("date", ["2025-12-31", "2026-01-01"], {
            "v > '2025-12-31'": ["2026-01-01"], "v = DATE '2026-01-01'": ["2026-01-01"]})
        self.check("timestamp", ["2026-01-01 00:00:00", "2026-01-01 00:00:00.5"], {
            "v > '2026-01-01 00:00:00'": ["2026-01-01 00:00:00.5"],
            "v = '2026-01-01 00:00:00.500'": ["2026-01-01 00:00:00.5"]})

    def test_several_keys(self):
        self.add(("2026-01-01", "1"), ("2026-01-01", "12"), ("2026-01-02", "2"))
        self.assertEqual(self.listed(Expression="day = '2026-01-01' AND hour > 9"), [["2026-01-01", "12"]])

    def test_refusals(self):
        self.glue.delete_table(DatabaseName="d", Name="t")
        self.make_table([column("s"), column("i", "int"), column("d", "date"), column("ts", "timestamp"),
                         column("n", "decimal"), column("f", "float")])
        self.add(("a", "x", "2026-01-01", "2026-01-01 00:00:00", "1", "1"))
        for expression, refusal in {
            "nothing = 'x'": "InvalidInputException: Invalid partition expression!",
            "i = 'x'": "InvalidInputException: \"x\" is not an integer.",
            "n = 'x'": "InvalidInputException: x is not a decimal.",
            "d = '2026-02-30'": "InvalidInputException: 2026-02-30 is not a date.",
            "ts = 'x'": "InvalidInputException: Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] x is not a timestamp.",
            "i LIKE '1%'": "InvalidInputException: Integral data type doesn't support operation 'LIKE'",
            "f = 1": "InvalidInputException: Unknown type : 'float'",
            "i = 1": "InvalidStateException: \"x\" is not an integer.",
        }.items():
            with self.subTest(expression):
                self.assertEqual(self.refused(self.glue.get_partitions, **self.where, Expression=expression), refusal)
        for expression in ("s", "s =", "= 's'", "s = 'a", "s = 'a' s = 'b'", "(s = 'a'", "s IN ()", "s ~ 'a'", "s = i",
                           "NOT", "(" * 300):
            with self.subTest(expression):
                self.assertEqual(self.refused(self.glue.get_partitions, **self.where, Expression=expression),
                                 f"InvalidInputException: Unsupported expression '{expression}'")


if __name__ == "__main__":
    unittest.main()
