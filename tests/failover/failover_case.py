"""What these tests share: two Regions of a local AWS, each behind a proxy that can be cut, and a flow in either direction."""
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / folder) for folder in ("harness", "operations")]

from exposition import Metrics
from expectation import differences, lake_differences
from local_aws import SOURCE, TARGET, LocalAws, mutating_event_ids
from proxy import Answer, Proxy
from replicator import BUCKETS, Replicator
from waiting import wait_until

__all__ = ["Answer", "FailoverCase", "ON_DYNAMODB", "SECONDS", "mutating_event_ids", "wait_until"]

SECONDS = 90
ROLE = "arn:aws:iam::123456789012:role/"
ON_DYNAMODB = "AWS_ENDPOINT_URL_DYNAMODB" in os.environ
SETTINGS = "read_settle_seconds = 1\nlease_seconds = 15\n"


class Flow(Replicator):
    """One direction, with a `run` that is asked how it is over HTTP."""

    def __init__(self, folder, source_url, target_url):
        folder.mkdir()
        super().__init__(folder, source_url, target_url, settings=SETTINGS)
        self.environment.update({name: os.environ[name] for name in ("AWS_ENDPOINT_URL_DYNAMODB",) if name in os.environ})
        self.process = None

    @classmethod
    def of(cls, folder, configuration):
        """The flow of a configuration that stands there already."""
        flow = cls.__new__(cls)
        flow.folder = folder
        flow.log = folder / "stderr.log"
        flow.environment = configuration.environment
        flow.process = None
        return flow

    def move_to_table(self, table):
        path = self.folder / "lakemirror.conf"
        path.write_text(re.sub(r"(?m)^journal = .*$", f"journal = dynamodb://{table}", path.read_text()))

    def run(self, *arguments, tick=1):
        self.process = self.start_run("--metrics-listen", "127.0.0.1:0", *arguments, tick=tick)
        self.wait_for_words("metrics at ", SECONDS)
        self.address = re.findall(r"metrics at (http://\S+)/metrics", self.said())[-1]

    def ask(self, path):
        try:
            with urllib.request.urlopen(self.address + path, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def health(self):
        status, body = self.ask("/healthz")
        return status, json.loads(body)

    def metric(self, name, **labels):
        return Metrics(self.ask("/metrics")[1]).value(name, **labels)

    def wait_for_ticks(self, count):
        """Waits until so many ticks more have ended; each looks for work, or stands by."""
        wanted = self.metric("lakemirror_ticks_total", result="ok") + count
        wait_until(lambda: self.metric("lakemirror_ticks_total", result="ok") >= wanted, SECONDS, "no more ticks")

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=SECONDS) == 0, self.said()


class Region:
    """One Region, as its users see it: not through the proxy."""

    def __init__(self, aws, name, bucket):
        self.aws, self.name, self.bucket = aws, name, bucket
        self.glue = aws.client("glue", name)
        self.lake = aws.client("lakeformation", name)
        self.trail = aws.client("cloudtrail", name)

    def table_input(self, database, name, **parameters):
        return {"Name": name, "Parameters": parameters,
                "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "int"}],
                                      "Location": f"s3://{self.bucket}/{database}/{name}"}}

    def make_database(self, name):
        self.glue.create_database(DatabaseInput={"Name": name, "LocationUri": f"s3://{self.bucket}/{name}"})

    def make_table(self, database, name, **parameters):
        self.glue.create_table(DatabaseName=database, TableInput=self.table_input(database, name, **parameters))

    def change_table(self, database, name, **parameters):
        self.glue.update_table(DatabaseName=database, TableInput=self.table_input(database, name, **parameters))

    def grant(self, role, database, table):
        self.lake.grant_permissions(**self.permission(role, database, table))

    def revoke(self, role, database, table):
        self.lake.revoke_permissions(**self.permission(role, database, table))

    @staticmethod
    def permission(role, database, table):
        return {"Principal": {"DataLakePrincipalIdentifier": ROLE + role}, "Permissions": ["SELECT"],
                "Resource": {"Table": {"DatabaseName": database, "Name": table}}}

    def tables(self, database):
        return {table["Name"]: table.get("Parameters", {})
                for table in self.glue.get_tables(DatabaseName=database)["TableList"]}

    def holders(self):
        rows = self.lake.list_permissions(MaxResults=1000)["PrincipalResourcePermissions"]
        return {row["Principal"]["DataLakePrincipalIdentifier"].removeprefix(ROLE) for row in rows}

    def dump(self):
        return self.aws.dump(self.name)

    def records(self):
        """The records of all calls that changed something, as the trail has them."""
        found, token = [], {}
        while True:
            page = self.trail.lookup_events(LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}],
                                            **token)
            found += [json.loads(event["CloudTrailEvent"]) for event in page["Events"]]
            if "NextToken" not in page:
                return found
            token = {"NextToken": page["NextToken"]}


class FailoverCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-failover-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.aws.administer()
        self.east, self.west = Region(self.aws, SOURCE, "lake-us-east-1"), Region(self.aws, TARGET, "lake-us-west-2")
        self.east_proxy, self.west_proxy = Proxy(self.aws.url), Proxy(self.aws.url)
        self.addCleanup(self.east_proxy.cut)
        self.addCleanup(self.west_proxy.cut)
        self.there = Flow(self.folder / "there", self.east_proxy.url, self.west_proxy.url)
        self.addCleanup(self.there.end)
        if ON_DYNAMODB:
            self.there.move_to_table("glue_lf_events")
            self.assert_done(self.there.command("init"))

    def reverse(self):
        """The flow of the configuration that `reverse` writes."""
        folder = self.folder / "back"
        folder.mkdir()
        self.assert_done(self.there.command("reverse", "--output-file", str(folder / "lakemirror.conf")))
        back = Flow.of(folder, self.there)
        self.addCleanup(back.end)
        self.assert_done(back.command("init"))
        return back

    def assert_done(self, done, code=0):
        self.assertEqual(done.returncode, code, f"{done.args}\n{done.stdout}\n{done.stderr}")
        return done

    def unequal(self):
        """What of us-west-2 is not as in us-east-1."""
        east, west = self.east.dump(), self.west.dump()
        return differences(east, west, BUCKETS) + lake_differences(east, west, BUCKETS)

    def wait_until_equal(self, *flows):
        wait_until(lambda: not self.unequal(), SECONDS,
                   lambda: "\n".join(self.unequal() + [flow.said()[-3000:] for flow in flows]))

    def wait_until_settled(self, flow):
        """Nothing is pending, and three more ticks found nothing to do."""
        def settled():
            counts = flow.counts()
            return counts["pending"] == 0 and counts["provisional"] == 0
        wait_until(settled, SECONDS, lambda: f"{flow.counts()}\n{flow.said()[-3000:]}")
        flow.wait_for_ticks(3)
        wait_until(settled, SECONDS, lambda: f"{flow.counts()}\n{flow.said()[-3000:]}")
