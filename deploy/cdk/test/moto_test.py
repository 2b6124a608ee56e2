#!/usr/bin/env python3
"""Creates the synthesized templates in moto's CloudFormation, and runs the rules' pattern against the sample records.

Usage: moto_test.py FOLDER SAMPLES     FOLDER is what `cdk synth -o` wrote of a deployment with everything that may be asked for,
                                       SAMPLES is tests/records/samples

What moto cannot do is taken out before: custom resources (their functions would have to run), and the CDK's own bucket and
version, which are made by hand. Types that moto passes over without creating anything are listed below; a moto that has
learned one of them fails the test, so that the list stays true. Exits 77 when moto is not installed.
"""
import importlib.util
import io
import json
import pathlib
import re
import sys
import unittest
import zipfile

if any(importlib.util.find_spec(name) is None for name in ("moto", "boto3", "flask")):
    print("SKIPPED: moto is not installed (scripts/lib/install.sh judges), so the templates were created nowhere")
    sys.exit(77)

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.cloudformation.parsing import resource_class_from_type  # noqa: E402
from moto.events.models import EventPattern  # noqa: E402

SOURCE, TARGET = "us-east-1", "us-west-2"
ACCOUNT = "123456789012"
NAME = "lakemirror-us-east-1-to-us-west-2"
# Types of ours that moto's CloudFormation does not know: it creates nothing for them.
MOTO_LACKS = {
    "AWS::CloudWatch::Alarm",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}
READS = ("Get", "List", "Describe", "Search", "BatchGet")

FOLDER = pathlib.Path(sys.argv.pop(1)) if len(sys.argv) > 2 else None
SAMPLES = pathlib.Path(sys.argv.pop(1)) if FOLDER else None


def without_alarm_arns(value, resources):
    """The dashboard names alarms, which moto does not create."""
    if isinstance(value, list):
        return [without_alarm_arns(one, resources) for one in value]
    if not isinstance(value, dict):
        return value
    of = value.get("Fn::GetAtt", [None])[0]
    if of in resources and resources[of]["Type"] == "AWS::CloudWatch::Alarm":
        return "arn:aws:cloudwatch:%s:%s:alarm:%s" % (TARGET, ACCOUNT, of)
    return {key: without_alarm_arns(one, resources) for key, one in value.items()}


def template_of(stack):
    template = json.loads((FOLDER / (stack + ".template.json")).read_text())
    resources = template["Resources"]
    left_out = {name for name, resource in resources.items() if resource["Type"].startswith("Custom::")}
    for name in left_out:
        del resources[name]
    template["Resources"] = resources = without_alarm_arns(resources, resources)
    for resource in resources.values():
        if resource["Type"] == "AWS::Events::Rule" and "EventBusName" in resource["Properties"]:
            # In moto a reference to a bus is not its name.
            bus = resources[resource["Properties"]["EventBusName"]["Ref"]]
            resource["Properties"]["EventBusName"] = bus["Properties"]["Name"]
        if "DependsOn" in resource:
            resource["DependsOn"] = [name for name in resource["DependsOn"] if name not in left_out]
    return template


def records():
    """Every sample that is a CloudTrail record, by the name of its file."""
    for path in sorted(SAMPLES.rglob("*.json")):
        if path.parent.name == "api_responses" or path.name == "INDEX.json":
            continue
        try:
            sample = json.loads(path.read_text())
        except ValueError:
            continue
        if isinstance(sample, dict) and "eventName" in sample and "eventSource" in sample:
            yield path.parent.name + "/" + path.name, sample


def envelope(record):
    """What EventBridge makes of a record."""
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws." + record["eventSource"].split(".")[0],
        "account": record.get("recipientAccountId", ACCOUNT),
        "time": record.get("eventTime", "2026-01-01T00:00:00Z"),
        "region": record.get("awsRegion", SOURCE),
        "resources": [],
        "detail": record,
    }


def notice(kind, region=SOURCE, detail=None):
    """One of Glue's own."""
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": kind,
        "source": "aws.glue",
        "account": ACCOUNT,
        "time": "2026-01-01T00:00:00Z",
        "region": region,
        "resources": ["arn:aws:glue:%s:%s:table/sales/orders" % (region, ACCOUNT)],
        "detail": detail or {"databaseName": "sales", "typeOfChange": "CreateTable", "tableName": "orders"},
    }


class Account:
    """An account of moto's, bootstrapped as `cdk bootstrap` would do it."""

    def __init__(self):
        self.mock = mock_aws()
        self.mock.start()
        self.clients = {}
        for region in (SOURCE, TARGET):
            self.client("ssm", region).put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")
        bucket = "cdk-hnb659fds-assets-%s-%s" % (ACCOUNT, TARGET)
        self.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": TARGET})
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as zipped:
            zipped.writestr("bootstrap", "")
        assets = json.loads((FOLDER / (NAME + ".assets.json")).read_text())
        for asset in assets["files"].values():
            for destination in asset["destinations"].values():
                self.client("s3").put_object(Bucket=bucket, Key=destination["objectKey"], Body=archive.getvalue())

    def close(self):
        self.mock.stop()

    def client(self, service, region=TARGET):
        key = service, region
        if key not in self.clients:
            self.clients[key] = boto3.client(service, region_name=region, aws_access_key_id="test", aws_secret_access_key="test")
        return self.clients[key]

    def create(self, stack, region):
        """The template, and what was made by logical name."""
        template = template_of(stack)
        formation = self.client("cloudformation", region)
        formation.create_stack(StackName=stack, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
        status = formation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        assert status == "CREATE_COMPLETE", status
        pages = formation.get_paginator("list_stack_resources").paginate(StackName=stack)
        made = [one for page in pages for one in page["StackResourceSummaries"]]
        return template, {one["LogicalResourceId"]: one.get("PhysicalResourceId") for one in made}


class OnMoto(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.client = cls.account.client
        cls.target = cls.account.create(NAME, TARGET)
        cls.source = cls.account.create(NAME + "-events", SOURCE)

    @classmethod
    def tearDownClass(cls):
        cls.account.close()

    def physical(self, made, name):
        # Behind the name stand eight digits of the CDK's.
        found = [value for key, value in made.items() if re.fullmatch(name + "[0-9A-F]{8}", key)]
        self.assertEqual(len(found), 1, name)
        return found[0]

    def test_every_type_is_created_or_listed_as_lacking(self):
        lacking = set()
        for template, made in (self.target, self.source):
            for name, resource in template["Resources"].items():
                if resource_class_from_type(resource["Type"]) is None:
                    lacking.add(resource["Type"])
                else:
                    self.assertIn(name, made)
        self.assertEqual(lacking, MOTO_LACKS)

    def test_the_table(self):
        _, made = self.target
        table = self.client("dynamodb").describe_table(TableName=self.physical(made, "JournalTable"))["Table"]
        self.assertEqual(table["KeySchema"], [{"AttributeName": "EventId", "KeyType": "HASH"}])
        self.assertEqual([index["IndexName"] for index in table["GlobalSecondaryIndexes"]], ["open"])
        self.assertEqual(table["StreamSpecification"]["StreamViewType"], "NEW_IMAGE")
        self.assertTrue(table["DeletionProtectionEnabled"])

    def test_the_functions_and_what_calls_them(self):
        _, made = self.target
        functions = self.client("lambda")
        arns = {}
        for word in ("Pull", "Replicate", "Ingest", "Admin"):
            found = functions.get_function_configuration(FunctionName=self.physical(made, word + "Function"))
            self.assertEqual((found["Handler"], found["Runtime"]), (word.lower(), "provided.al2023"))
            arns[word] = found["FunctionArn"]
            if word != "Admin":
                table = self.physical(made, "JournalTable")
                self.assertEqual(found["Environment"]["Variables"]["journal"], "dynamodb://" + table)
        mapped = {mapping["FunctionArn"]: mapping["EventSourceArn"] for mapping in functions.list_event_source_mappings()["EventSourceMappings"]}
        self.assertIn(":dynamodb:", mapped[arns["Replicate"]])
        self.assertIn(":sqs:", mapped[arns["Ingest"]])
        events = self.client("events")
        for word in ("Pull", "Replicate"):
            rule = self.physical(made, word + "Schedule")
            targets = events.list_targets_by_rule(Rule=rule)["Targets"]
            self.assertEqual([target["Arn"] for target in targets], [arns[word]])

    def test_an_event_at_the_source_finds_the_bus_of_the_target(self):
        _, at_source = self.source
        rule = self.physical(at_source, "Forward")
        (target,) = self.client("events", SOURCE).list_targets_by_rule(Rule=rule)["Targets"]
        bus = self.client("events").describe_event_bus(Name=NAME)
        self.assertEqual(target["Arn"], bus["Arn"])
        self.assertIn(":" + TARGET + ":", target["Arn"])


class Leaving(unittest.TestCase):
    def test_the_source_stack_goes_without_a_trace(self):
        account = Account()
        self.addCleanup(account.close)
        account.create(NAME + "-events", SOURCE)
        self.assertEqual(len(account.client("events", SOURCE).list_rules()["Rules"]), 1)
        account.client("cloudformation", SOURCE).delete_stack(StackName=NAME + "-events")
        self.assertEqual(account.client("events", SOURCE).list_rules()["Rules"], [])
        self.assertEqual(account.client("sqs", SOURCE).list_queues().get("QueueUrls", []), [])
        self.assertEqual(account.client("iam", SOURCE).list_roles()["Roles"], [])


class Pattern(unittest.TestCase):
    """Whether the rules let through what they should, by a matcher that others wrote."""

    def setUp(self):
        resources = template_of(NAME + "-events")["Resources"].values()
        (self.pattern,) = [one["Properties"]["EventPattern"] for one in resources if one["Type"] == "AWS::Events::Rule"]

    def matches(self, event):
        return EventPattern.load(json.dumps(self.pattern)).matches_event(event)

    def test_sample_records(self):
        names = {name for name in self.pattern["detail"]["eventName"] if isinstance(name, str)}
        through, held = set(), set()
        for file, record in records():
            of_lake = record["eventSource"] in ("glue.amazonaws.com", "lakeformation.amazonaws.com")
            wanted = of_lake and record["eventName"] in names and record.get("awsRegion", SOURCE) == SOURCE
            self.assertEqual(self.matches(envelope(record)), wanted, file)
            (through if wanted else held).add(record["eventName"])
            if record["eventName"].startswith(READS):
                self.assertFalse(self.matches(envelope(record)), file)
        # The samples have something to say about both.
        self.assertGreater(len(through), 25, through)
        self.assertTrue({"GetTable", "GetTables", "GetDatabase", "GetDataAccess", "GetTags"} & held, held)

    def test_each_call_that_is_read_is_let_through_from_its_service(self):
        for name in self.pattern["detail"]["eventName"]:
            if isinstance(name, str):
                record = {"eventSource": "glue.amazonaws.com", "eventName": name, "awsRegion": SOURCE, "eventID": "e"}
                self.assertTrue(self.matches(envelope(record)), name)

    def test_reads_are_not(self):
        for name in ("GetTable", "GetTables", "GetPartitions", "BatchGetPartition", "SearchTables", "GetDataAccess", "ListPermissions"):
            for source in ("glue", "lakeformation"):
                record = {"eventSource": source + ".amazonaws.com", "eventName": name, "awsRegion": SOURCE, "readOnly": True}
                self.assertFalse(self.matches(envelope(record)), name)

    def test_other_regions_and_services_are_not(self):
        record = {"eventSource": "glue.amazonaws.com", "eventName": "CreateTable", "awsRegion": SOURCE}
        self.assertTrue(self.matches(envelope(record)))
        self.assertFalse(self.matches(envelope({**record, "awsRegion": TARGET})))
        self.assertFalse(self.matches(envelope({**record, "eventSource": "athena.amazonaws.com"})))
        self.assertFalse(self.matches({**envelope(record), "detail-type": "AWS Console Sign In via CloudTrail"}))

    def test_notices_of_glue_itself(self):
        for kind in ("Glue Data Catalog Database State Change", "Glue Data Catalog Table State Change"):
            self.assertTrue(self.matches(notice(kind)))
            self.assertFalse(self.matches(notice(kind, region=TARGET)))
        for kind in ("Glue Job State Change", "Glue Crawler State Change", "Glue Data Catalog Column Statistics Task State Change"):
            self.assertFalse(self.matches(notice(kind)))


if __name__ == "__main__":
    if FOLDER is None:
        sys.exit(__doc__)
    unittest.main()
