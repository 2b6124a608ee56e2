"""boto3 against the local AWS: CloudTrail, STS, S3, signatures, knobs."""
import datetime
import json
import socket
import time
import unittest
import unittest.mock
import urllib.error

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from local_server import LocalTest, column, descriptor


def record(event):
    return json.loads(event["CloudTrailEvent"])


class Trail(LocalTest):
    def events(self, **parameters):
        return [event for page in self.trail.get_paginator("lookup_events").paginate(**parameters)
                for event in page["Events"]]

    def by(self, key, value, **more):
        return self.events(LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], **more)

    def named(self, name):
        return [record(event) for event in self.by("EventName", name)]

    def test_a_record_looks_like_the_real_one(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.glue.create_table(DatabaseName="d", TableInput={
            "Name": "items", "TableType": "EXTERNAL_TABLE", "Parameters": {"Verbatim.Key": "x"},
            "StorageDescriptor": descriptor("s3://b/input/")})
        event = self.by("EventName", "CreateTable")[0]
        self.assertEqual({name: event[name] for name in ("EventName", "ReadOnly", "EventSource", "Username", "Resources")},
                         {"EventName": "CreateTable", "ReadOnly": "false", "EventSource": "glue.amazonaws.com",
                          "Username": "AKIALOCALTEST", "Resources": []})
        made = record(event)
        self.assertEqual(made["eventID"], event["EventId"])
        self.assertEqual(made["requestParameters"], {
            "databaseName": "d",
            "tableInput": {
                "name": "items", "retention": 0, "parameters": {"Verbatim.Key": "x"},
                "storageDescriptor": {
                    "columns": [{"name": "a", "type": "string"}], "location": "s3://b/input/",
                    "inputFormat": "org.apache.hadoop.mapred.TextInputFormat",
                    "outputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    "compressed": False, "numberOfBuckets": 0, "storedAsSubDirectories": False,
                    "serdeInfo": {"serializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"}},
                "tableType": "EXTERNAL_TABLE", "isRowFilteringEnabled": False}})
        self.assertIsNone(made["responseElements"])
        self.assertEqual([resource["ARN"] for resource in made["resources"]], [
            "arn:aws:glue:us-east-1:123456789012:catalog", "arn:aws:glue:us-east-1:123456789012:database/d",
            "arn:aws:glue:us-east-1:123456789012:table/d/items"])
        self.assertIs(made["readOnly"], False)
        self.assertEqual(made["userIdentity"]["arn"], "arn:aws:iam::123456789012:user/AKIALOCALTEST")

    def test_reads_failures_and_partial_failures_are_recorded(self):
        self.refused(self.glue.get_database, Name="x")
        failed = self.named("GetDatabase")[0]
        self.assertEqual((failed["errorCode"], failed["errorMessage"], failed["requestParameters"]),
                         ("EntityNotFoundException", "Database x not found.", {"name": "x", "federateToSource": False}))
        self.assertNotIn("resources", failed)
        self.glue.get_databases()
        self.assertIsNone(self.named("GetDatabases")[0]["requestParameters"])
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.glue.batch_delete_table(DatabaseName="d", TablesToDelete=["x"])
        partial = self.named("BatchDeleteTable")[0]
        self.assertNotIn("errorCode", partial)
        self.assertEqual(partial["responseElements"], {"errors": [{"tableName": "x", "errorDetail": {
            "errorCode": "EntityNotFoundException", "errorMessage": "Table x not found"}}]})
        self.refused(self.glue.get_database, Name="d", CatalogId="210987654321")
        denied = self.named("GetDatabase")[0]
        self.assertEqual((denied["errorCode"], denied["requestParameters"]), ("AccessDenied", None))

    def test_requests_over_100_kilobytes_are_omitted(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "big", "Parameters": {"k": "x" * 103000}})
        omitted = self.named("CreateTable")[0]
        self.assertEqual(omitted["requestParameters"]["reason"], "requestParameters too large")
        self.assertEqual(omitted["requestParameters"]["omitted"], "true")
        self.assertGreater(int(omitted["requestParameters"]["originalSize"]), 102400)
        self.assertEqual(omitted["resources"][2]["ARN"], "arn:aws:glue:us-east-1:123456789012:table/d/big")

    def test_every_attribute(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        other = self.server.client("glue", key="AKIAOTHER")
        other.delete_database(Name="d")
        event = self.by("EventName", "DeleteDatabase")[0]
        self.assertEqual([e["EventName"] for e in self.by("EventId", event["EventId"])], ["DeleteDatabase"])
        self.assertEqual([e["EventName"] for e in self.by("Username", "AKIAOTHER")], ["DeleteDatabase"])
        self.assertEqual([e["EventName"] for e in self.by("AccessKeyId", "AKIAOTHER")], ["DeleteDatabase"])
        self.assertEqual([e["EventName"] for e in self.by("EventSource", "glue.amazonaws.com")],
                         ["DeleteDatabase", "CreateDatabase"])
        self.assertEqual([e["EventName"] for e in self.by("ReadOnly", "false")], ["DeleteDatabase", "CreateDatabase"])
        self.assertEqual({e["EventName"] for e in self.by("ReadOnly", "true")}, {"LookupEvents"})
        self.assertEqual(self.by("ResourceName", "d"), [])
        self.assertEqual(self.by("ResourceType", "AWS::Glue::Database"), [])

    def test_time_range(self):
        self.glue.create_database(DatabaseInput={"Name": "d"})
        now = datetime.datetime.now(datetime.timezone.utc)
        minute = datetime.timedelta(minutes=1)
        find = lambda **times: len(self.by("EventName", "CreateDatabase", **times))
        self.assertEqual(find(StartTime=now - minute, EndTime=now + minute), 1)
        self.assertEqual(find(EndTime=now - minute), 0)
        self.assertEqual(find(StartTime=now + minute, EndTime=now + 2 * minute), 0)
        self.assertRegex(self.refused(self.trail.lookup_events, StartTime=now, EndTime=now - minute),
                         "^InvalidTimeRangeException: ")

    def test_newest_first_page_after_page(self):
        for i in range(120):
            self.glue.create_database(DatabaseInput={"Name": f"d{i:03}"})
        pages = list(self.trail.get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]))
        self.assertEqual([len(page["Events"]) for page in pages], [50, 50, 20])
        names = [record(event)["requestParameters"]["databaseInput"]["name"] for page in pages for event in page["Events"]]
        self.assertEqual(names, [f"d{i:03}" for i in reversed(range(120))])

    def test_a_token_is_good_only_for_the_same_parameters(self):
        for i in range(3):
            self.glue.create_database(DatabaseInput={"Name": f"d{i}"})
        token = self.trail.lookup_events(MaxResults=1)["NextToken"]
        self.assertRegex(self.refused(self.trail.lookup_events, MaxResults=2, NextToken=token),
                         "^InvalidNextTokenException: ")
        self.assertRegex(self.refused(self.trail.lookup_events, NextToken="x"), "^InvalidNextTokenException: ")
        self.assertEqual(len(self.trail.lookup_events(MaxResults=1, NextToken=token)["Events"]), 1)

    def test_refusals(self):
        self.assertRegex(self.refused(self.trail.lookup_events, MaxResults=51), "^InvalidMaxResultsException: ")
        two = [{"AttributeKey": "EventName", "AttributeValue": "a"}, {"AttributeKey": "ReadOnly", "AttributeValue": "true"}]
        self.assertRegex(self.refused(self.trail.lookup_events, LookupAttributes=two), "^InvalidLookupAttributesException: ")

    def test_the_rate_limit_it_is_started_with(self):
        self.assertEqual(self.as_started["lookup_rate"], 2)
        self.server.admin("knobs", "PUT", {"lookup_rate": 2})
        answers = []
        for _ in range(6):
            try:
                self.trail.lookup_events(MaxResults=1)
                answers.append("ok")
            except self.trail.exceptions.ClientError as error:
                answers.append(error.response["Error"]["Code"])
        self.assertIn("ThrottlingException", answers)
        time.sleep(0.6)
        self.trail.lookup_events(MaxResults=1)

    def test_delivery_takes_its_time(self):
        self.server.admin("knobs", "PUT", {"delivery_delay_min": 600, "delivery_delay_max": 600})
        self.glue.create_database(DatabaseInput={"Name": "d"})
        self.assertEqual(self.by("EventName", "CreateDatabase"), [])
        time.sleep(0.7)
        self.assertEqual(len(self.by("EventName", "CreateDatabase")), 1)


class Identity(LocalTest):
    def test_who_am_i(self):
        answer = self.server.client("sts").get_caller_identity()
        self.assertEqual((answer["Account"], answer["Arn"]),
                         ("123456789012", "arn:aws:iam::123456789012:user/AKIALOCALTEST"))

    def test_an_assumed_role_works_where_it_belongs(self):
        sts = self.server.client("sts")
        answer = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/path/Replicator", RoleSessionName="s1",
                                 DurationSeconds=900, Tags=[{"Key": "a", "Value": "b"}])
        keys = answer["Credentials"]
        arn = "arn:aws:sts::444455556666:assumed-role/Replicator/s1"
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], arn)
        left = keys["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
        self.assertLess(abs(left.total_seconds() - 900), 10)
        as_role = dict(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])
        self.assertEqual(self.server.client("sts", **as_role).get_caller_identity()["Arn"], arn)
        glue = self.server.client("glue", **as_role)
        glue.create_database(DatabaseInput={"Name": "theirs"})
        self.assertEqual(glue.get_database(Name="theirs")["Database"]["CatalogId"], "444455556666")
        event = self.server.client("cloudtrail", **as_role).lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateDatabase"}])["Events"][0]
        self.assertEqual(event["Username"], "s1")
        self.assertEqual(record(event)["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"],
                         "arn:aws:iam::444455556666:role/Replicator")
        wrong = dict(as_role, token="forged")
        self.assertEqual(self.refused(self.server.client("glue", **wrong).get_databases),
                         "UnrecognizedClientException: The security token included in the request is invalid.")

    def test_wrong_secrets_are_refused_in_each_services_words(self):
        wrong = dict(secret="wrong")
        long_words = ("The request signature we calculated does not match the signature you provided. Check your AWS "
                      "Secret Access Key and signing method. Consult the service documentation for details.")
        self.assertEqual(self.refused(self.server.client("glue", **wrong).get_databases),
                         "InvalidSignatureException: " + long_words)
        self.assertEqual(self.refused(self.server.client("sts", **wrong).get_caller_identity),
                         "SignatureDoesNotMatch: " + long_words)
        self.assertEqual(self.refused(self.server.client("s3", **wrong).get_object, Bucket="b", Key="k"),
                         "SignatureDoesNotMatch: The request signature we calculated does not match the signature you "
                         "provided. Check your key and signing method.")
        self.assertEqual(self.refused(self.server.client("glue", key="ASIANOBODYISSUED").get_databases),
                         "UnrecognizedClientException: The security token included in the request is invalid.")

    def test_unsigned_requests_are_refused(self):
        unsigned = self.server.client("glue", signature_version=UNSIGNED)
        self.assertEqual(self.refused(unsigned.get_databases),
                         "MissingAuthenticationTokenException: Missing Authentication Token")

    def test_bad_roles_are_refused(self):
        sts = self.server.client("sts")
        self.assertRegex(self.refused(sts.assume_role, RoleArn="arn:aws:iam::1:user/not-a-role", RoleSessionName="ss"),
                         "^ValidationError: ")
        self.assertRegex(self.refused(sts.assume_role, RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="ss",
                                      DurationSeconds=43201), "^ValidationError: ")


class Objects(LocalTest):
    KEYS = ["plain", "a/b/c.json", "with space and+plus", "per%cent%20", "key=value/x=1", "ünïcödé/漢字 \U0001f600", "a//b/./c",
            "q?x&y#z", "'(quoted)'!*~"]

    def test_keys_of_all_kinds(self):
        for style in ("path", "virtual"):
            s3 = self.virtual_host_client() if style == "virtual" else self.server.client("s3")
            bucket = f"bucket-{style}"
            for key in self.KEYS:
                with self.subTest(style=style, key=key):
                    put = s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType="text/x-test",
                                        Metadata={"m": "1"})
                    got = s3.get_object(Bucket=bucket, Key=key)
                    self.assertEqual(got["Body"].read(), key.encode())
                    self.assertEqual((got["ETag"], got["ContentType"], got["Metadata"]), (put["ETag"], "text/x-test", {"m": "1"}))
                    head = s3.head_object(Bucket=bucket, Key=key)
                    self.assertEqual(head["ContentLength"], len(key.encode()))
                    self.assertLess(abs(head["LastModified"] - datetime.datetime.now(datetime.timezone.utc)),
                                    datetime.timedelta(seconds=10))

    def virtual_host_client(self):
        # bucket.localhost is this machine (RFC 6761), but not every resolver knows.
        resolve = socket.getaddrinfo
        local = lambda host, *rest, **more: resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more)
        patch = unittest.mock.patch("socket.getaddrinfo", local)
        patch.start()
        self.addCleanup(patch.stop)
        return boto3.client("s3", endpoint_url=self.server.url.replace("127.0.0.1", "localhost"), region_name="us-east-1",
                            aws_access_key_id="test", aws_secret_access_key="test",
                            config=Config(s3={"addressing_style": "virtual"}))

    def test_a_large_object(self):
        s3 = self.server.client("s3")
        body = bytes(range(256)) * 4096 * 8
        s3.put_object(Bucket="b", Key="large", Body=body)
        self.assertEqual(s3.get_object(Bucket="b", Key="large")["Body"].read(), body)
        self.assertEqual(s3.get_object(Bucket="b", Key="large", Range="bytes=1-3")["Body"].read(), b"\x01\x02\x03")

    def test_what_is_missing(self):
        s3 = self.server.client("s3")
        self.assertEqual(self.refused(s3.get_object, Bucket="none", Key="k"),
                         "NoSuchBucket: The specified bucket does not exist")
        s3.put_object(Bucket="b", Key="k", Body=b"")
        self.assertEqual(self.refused(s3.get_object, Bucket="b", Key="x"), "NoSuchKey: The specified key does not exist.")
        self.assertEqual(self.refused(s3.head_object, Bucket="b", Key="x"), "404: Not Found")
        s3.delete_object(Bucket="b", Key="k")
        self.assertEqual(self.refused(s3.head_object, Bucket="b", Key="k"), "404: Not Found")


class Administration(LocalTest):
    def test_the_dump_holds_the_whole_catalog(self):
        self.glue.create_database(DatabaseInput={"Name": "d", "Description": "x"})
        self.glue.create_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": [column("p")]})
        self.glue.create_partition(DatabaseName="d", TableName="t", PartitionInput={"Values": ["1"]})
        self.glue.update_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": [column("p")], "Owner": "o"})
        entry = self.server.admin("dump?region=us-east-1")["databases"]["d"]
        self.assertEqual(entry["database"]["Description"], "x")
        table = entry["tables"]["t"]
        self.assertEqual(table["table"].pop("service")["VersionId"], "1")
        self.assertEqual(table["table"], {"Name": "t", "Owner": "o", "PartitionKeys": [column("p")], "Retention": 0})
        self.assertEqual([p["Values"] for p in table["partitions"]], [["1"]])
        self.assertEqual(table["versions"], 2)
        self.assertEqual(self.server.admin("dump?region=us-east-1&account=999999999999"), {"databases": {}})

    def test_unknown_knobs_are_refused(self):
        for knobs, words in ({"nonsense": 1}, "nonsense: there is no such knob"), ({"shuffle": 2}, "shuffle: must be a number from 0 to 1"):
            with self.assertRaises(urllib.error.HTTPError) as raised:
                self.server.admin("knobs", "PUT", knobs)
            self.assertEqual(json.load(raised.exception)["error"], words)
            raised.exception.close()

    def test_throttles_reach_the_client_as_such(self):
        self.server.admin("knobs", "PUT", {"throttle": 1})
        self.assertEqual(self.refused(self.glue.get_databases), "ThrottlingException: Rate exceeded")
        self.server.admin("knobs", "PUT", {"throttle": 0.3, "seed": 7})
        patient = self.server.client("glue", retries={"total_max_attempts": 20, "mode": "standard"})
        for i in range(10):
            patient.create_database(DatabaseInput={"Name": f"d{i}"})
        self.assertEqual(self.server.admin("health"), {"status": "ok"})


if __name__ == "__main__":
    unittest.main()
