"""`lakemirror local` as a process, and clients for it that were written by others."""
import json
import os
import subprocess
import urllib.request

import boto3
from botocore.config import Config

BINARY = os.environ["LAKEMIRROR"]
SOURCE = "us-east-1"
TARGET = "us-west-2"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def client(url, service, region, attempts=1):
    """A boto3 client that neither retries nor validates more than AWS does, unless told."""
    return boto3.client(service, endpoint_url=url, region_name=region, aws_access_key_id="test",
                        aws_secret_access_key="test",
                        config=Config(retries={"total_max_attempts": attempts}, read_timeout=30))


class LocalAws:
    """Two Regions of one account in one process; gone with it."""

    def __init__(self):
        self.process = subprocess.Popen([BINARY, "local", "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on http://"):
            self.process.kill()
            raise RuntimeError(f"lakemirror local said {line!r} and {self.process.communicate()[1]!r}")
        self.url = line.split()[-1]
        # The tests are not about AWS's limit on LookupEvents, which would only cost time.
        self.set_knobs(lookup_rate=0)

    def administer(self):
        """Makes us the data lake administrator of both Regions: only such may see everything. Leaves an event in each."""
        us = {"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:user/test"}
        for region in (SOURCE, TARGET):
            self.client("lakeformation", region).put_data_lake_settings(DataLakeSettings={
                "DataLakeAdmins": [us], "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []})

    def client(self, service, region):
        return client(self.url, service, region)

    def dump(self, region):
        return self._admin("dump?region=" + region)

    def set_knobs(self, **knobs):
        return self._admin("knobs", "PUT", knobs)

    def _admin(self, path, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_local/{path}", data=data, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def mutating_event_ids(trail):
    """The id of every record of CloudTrail that is no read."""
    ids, token = set(), {}
    while True:
        page = trail.lookup_events(LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}], **token)
        ids.update(event["EventId"] for event in page["Events"])
        if "NextToken" not in page:
            return ids
        token = {"NextToken": page["NextToken"]}
