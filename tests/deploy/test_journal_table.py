#!/usr/bin/env python3
"""The journal's table as the CDK app has it: made by moto's CloudFormation from the synthesized template, it keeps the contract
of a journal, and is the table that `lakemirror init` makes.

Usage: test_journal_table.py ROOT DYNAMODB_TEST LAKEMIRROR. Without the CDK, the contract is held against tables that `init`
makes, and the comparison is left out: that is said.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, CONTRACT, BINARY = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.path.insert(0, str(ROOT / "tests/dynamodb"))

import boto3  # noqa: E402
from with_dynamodb import StandIn  # noqa: E402

REGION = "us-west-2"
APP = ROOT / "deploy/cdk"
SUITE = "--gtest_filter=StandIn*"
# Properties of the table that moto's CloudFormation passes over, by what `init` says when it switches them on. A moto that has
# learned one fails the test, so that the list stays true.
MOTO_LACKS = {"switched on time to live, by TimeToLive": "TimeToLiveSpecification",
              "switched on point-in-time recovery": "PointInTimeRecoverySpecification"}
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


def has_cdk():
    lock, installed = APP / "package-lock.json", APP / "node_modules/.installed-from"
    return installed.exists() and installed.read_bytes() == lock.read_bytes()


def synthesized_table(folder):
    """The journal's table in the synthesized template, as a resource with its name there."""
    node = os.environ.get("NODE", "node")
    subprocess.run([node, "node_modules/typescript/bin/tsc", "--build"], cwd=APP, check=True)
    (folder / "lake.conf").write_text("[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n")
    context = {**json.loads((APP / "cdk.json").read_text())["context"], "config_file": str(folder / "lake.conf"),
               "config_file_key": "config/lake.conf", "config_file_bucket": "lake-config", "target_region": REGION,
               "eventbridge_schedule_min": "1"}
    subprocess.run([node, "build/bin/lakemirror.js"], cwd=APP, check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "CDK_CONTEXT_JSON": json.dumps(context), "CDK_OUTDIR": str(folder / "out")})
    template = json.loads((folder / "out/lakemirror-us-east-1-to-us-west-2.template.json").read_text())
    ((name, table),) = [pair for pair in template["Resources"].items() if pair[1]["Type"] == "AWS::DynamoDB::Table"]
    return name, table


def make_tables(url, name, table):
    """One for each test of the contract, which begins with an empty journal, and one more."""
    listed = subprocess.run([CONTRACT, SUITE, "--gtest_list_tests"], env={**os.environ, "LAKEMIRROR_DYNAMODB": "moto"},
                            check=True, capture_output=True, text=True).stdout
    count = len(re.findall(r"^  \w+/\d", listed, re.M))
    formation = boto3.client("cloudformation", endpoint_url=url, region_name=REGION, **KEYS)
    template = {"Resources": {f"{name}{number}": table for number in range(count + 1)}}
    formation.create_stack(StackName="journals", TemplateBody=json.dumps(template))
    pages = formation.get_paginator("list_stack_resources").paginate(StackName="journals")
    tables = [one["PhysicalResourceId"] for page in pages for one in page["StackResourceSummaries"]]
    assert len(set(tables)) == count + 1 > 30, tables
    return tables


def described(url, table):
    """What a journal relies on, as it is."""
    database = boto3.client("dynamodb", endpoint_url=url, region_name=REGION, **KEYS)
    of = database.describe_table(TableName=table)["Table"]
    return {
        "key": of["KeySchema"],
        "attributes": sorted(of["AttributeDefinitions"], key=lambda one: one["AttributeName"]),
        "indexes": [{word: one[word] for word in ("IndexName", "KeySchema", "Projection")} for one in of["GlobalSecondaryIndexes"]],
        "billing": of["BillingModeSummary"]["BillingMode"],
        "stream": of["StreamSpecification"],
    }


def passed_over(url, table):
    """As a template would have written what moto passes over in one."""
    database = boto3.client("dynamodb", endpoint_url=url, region_name=REGION, **KEYS)
    to_live = database.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    backups = database.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return {"TimeToLiveSpecification": {"AttributeName": to_live["AttributeName"], "Enabled": to_live["TimeToLiveStatus"] == "ENABLED"},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": recovery == "ENABLED"}}


def init(url, folder, table):
    """What `lakemirror init` says of a table."""
    configuration = folder / f"{table}.conf"
    configuration.write_text("[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n"
                             f"[lakemirror]\njournal = dynamodb://{table}\n")
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL_DYNAMODB": url}
    return subprocess.run([BINARY, "init", "--config", str(configuration), "--output", "json"], env=environment, check=True,
                          capture_output=True, text=True).stdout


def compare(url, folder, table, properties):
    made = json.loads(init(url, folder, "made-by-init"))["made"]
    assert made, "init made nothing"
    by_init, by_template = described(url, "made-by-init"), described(url, table)
    for name, value in by_init.items():
        assert by_template[name] == value, f"{name}: the template has {by_template[name]}, init makes {value}"
    for name, value in passed_over(url, "made-by-init").items():
        assert properties[name] == value, f"{name}: the template has {properties[name]}, init makes {value}"
    added = json.loads(init(url, folder, table))["made"]
    assert set(added) == set(MOTO_LACKS), f"init adds to the table of the template: {added}"


def main():
    with tempfile.TemporaryDirectory() as temporary, StandIn("moto") as server:
        environment = {**os.environ, "AWS_ENDPOINT_URL_DYNAMODB": server.url, "LAKEMIRROR_DYNAMODB": "moto"}
        if has_cdk():
            folder = pathlib.Path(temporary)
            name, table = synthesized_table(folder)
            *tables, last = make_tables(server.url, name, table)
            compare(server.url, folder, last, table["Properties"])
            environment["LAKEMIRROR_JOURNAL_TABLES"] = ",".join(tables)
        else:
            print("The AWS CDK is not here (scripts/lib/install.sh judges): the tables are those of init, not of the template")
        return subprocess.run([CONTRACT, SUITE], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
