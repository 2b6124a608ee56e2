"""What these tests share: a local AWS, a configuration in its S3, and functions that a local Runtime API invokes."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "harness"))

from expectation import differences
from local_aws import BINARY, CREDENTIALS, SOURCE, TARGET, LocalAws, mutating_event_ids
from proxy import Answer, Proxy
from replicator import BUCKETS, Replicator
from runtime_api import RuntimeApi
from waiting import wait_until

__all__ = ["BINARY", "SECONDS", "SOURCE", "TARGET", "Answer", "LambdaCase", "Proxy", "wait_until"]

# On a machine that is busy with other tests everything takes its time. None of these is waited for in full.
SECONDS = 60
BUCKET, KEY = "configuration", "lakemirror/lakemirror.conf"


class Function:
    """One execution environment: the process and its Runtime API."""

    def __init__(self, folder, handler, environment):
        self.api = RuntimeApi()
        self.output, self.log = folder / f"{handler}-{uuid.uuid4()}.out", folder / f"{handler}-{uuid.uuid4()}.log"
        variables = {"PATH": os.environ["PATH"], "HOME": str(folder), **CREDENTIALS, "AWS_REGION": TARGET,
                     "AWS_LAMBDA_RUNTIME_API": self.api.host, "AWS_LAMBDA_FUNCTION_NAME": f"the-{handler}",
                     "_HANDLER": handler, "config_file_bucket": BUCKET, "config_file_key": KEY, **environment}
        variables.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        with open(self.output, "wb") as output, open(self.log, "wb") as log:
            self.process = subprocess.Popen([BINARY, "lambda"], cwd=folder, stdout=output, stderr=log, env=variables)

    def send(self, payload, timeout=SECONDS):
        return self.api.send(payload, timeout)

    def call(self, payload, timeout=SECONDS):
        return self.send(payload, timeout).result(SECONDS)

    def said(self):
        return self.log.read_text()

    def lines(self):
        """The log, each line as the object it has to be."""
        return [json.loads(line) for line in self.said().splitlines()]

    def metrics(self):
        return [json.loads(line) for line in self.output.read_text().splitlines()]

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.api.stop()


class LambdaCase(unittest.TestCase):
    settings = "read_settle_seconds = 1\n"

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-lambda-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.aws.administer()
        self.source_proxy, self.target_proxy = Proxy(self.aws.url), Proxy(self.aws.url)
        self.addCleanup(self.source_proxy.cut)
        self.addCleanup(self.target_proxy.cut)
        self.replicator = Replicator(self.folder, self.source_proxy.url, self.target_proxy.url, self.settings)
        self.configure((self.folder / "lakemirror.conf").read_text())
        self.glue = self.aws.client("glue", SOURCE)
        self.tables = 0

    def configure(self, text):
        self.aws.client("s3", TARGET).put_object(Bucket=BUCKET, Key=KEY, Body=text)

    def start(self, handler, **environment):
        function = Function(self.folder, handler, {"AWS_ENDPOINT_URL": self.aws.url, **environment})
        self.addCleanup(function.end)
        return function

    def make_tables(self, count, database="sales"):
        if self.tables == 0:
            self.glue.create_database(DatabaseInput={"Name": database})
        for _ in range(count):
            self.tables += 1
            self.glue.create_table(DatabaseName=database, TableInput={
                "Name": f"t{self.tables}",
                "StorageDescriptor": {"Location": f"s3://lake-us-east-1/{database}/t{self.tables}"}})

    def records(self):
        """What CloudTrail has of the source's changes, each as the record it is."""
        answer = self.aws.client("cloudtrail", SOURCE).lookup_events(
            LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}])
        return [json.loads(event["CloudTrailEvent"]) for event in answer["Events"]]

    def changes(self):
        return mutating_event_ids(self.aws.client("cloudtrail", SOURCE))

    @staticmethod
    def call_envelope(record):
        """As EventBridge delivers a record of CloudTrail."""
        return {"version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail",
                "source": "aws." + record["eventSource"].split(".")[0], "account": "123456789012",
                "time": record["eventTime"], "region": SOURCE, "resources": [], "detail": record}

    @staticmethod
    def state_change(time, **detail):
        """As Glue itself tells EventBridge."""
        kind = "Table" if "tableName" in detail else "Database"
        return {"version": "0", "id": str(uuid.uuid4()), "detail-type": f"Glue Data Catalog {kind} State Change",
                "source": "aws.glue", "account": "123456789012", "time": time, "region": SOURCE, "resources": [],
                "detail": detail}

    @staticmethod
    def queue_batch(*bodies):
        """Messages of SQS; a body that is no text is sent as JSON."""
        return {"Records": [{
            "messageId": str(uuid.uuid4()), "receiptHandle": "handle", "eventSource": "aws:sqs", "awsRegion": TARGET,
            "eventSourceARN": f"arn:aws:sqs:{TARGET}:123456789012:events", "attributes": {"ApproximateReceiveCount": "1"},
            "body": body if isinstance(body, str) else json.dumps(body)} for body in bodies]}

    @staticmethod
    def stream_batch(count=2):
        """Inserts into the journal's table, as its stream hands them over."""
        return {"Records": [{
            "eventID": str(number), "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
            "awsRegion": TARGET, "dynamodb": {"Keys": {"EventId": {"S": str(number)}}, "SizeBytes": 59,
                                              "SequenceNumber": str(1000 + number), "StreamViewType": "KEYS_ONLY"}}
            for number in range(count)]}

    @staticmethod
    def schedule():
        return {"version": "0", "id": str(uuid.uuid4()), "detail-type": "Scheduled Event", "source": "aws.events",
                "account": "123456789012", "time": "2026-11-23T08:00:00Z", "region": TARGET, "resources": [],
                "detail": {}}

    def pull(self):
        """Everything of the source into the journal, by another hand."""
        self.replicator.answer("pull")

    def replicate_until_settled(self, function):
        """Invokes by schedule until nothing waits any more."""
        def settled():
            function.call(self.schedule())
            counts = self.replicator.counts()
            return counts["pending"] == 0 and counts["provisional"] == 0
        wait_until(settled, SECONDS, lambda: f"still {self.replicator.counts()}; the log:\n{function.said()[-3000:]}")

    @staticmethod
    def deny(proxy, operation):
        """Until the answer is called, nobody may call this operation through the proxy."""
        proxy.before = lambda call: Answer.refusal("AccessDeniedException", "no") if call.operation == operation else None
        return lambda: setattr(proxy, "before", lambda call: None)

    def assert_equal_regions(self):
        self.assertEqual(differences(self.aws.dump(SOURCE), self.aws.dump(TARGET), BUCKETS), [])

    def stop(self, function):
        function.process.send_signal(signal.SIGTERM)
        return function.process.wait(timeout=SECONDS)
