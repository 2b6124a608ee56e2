"""lambda.zip in a root where there is nothing else, as Lambda runs it: without arguments, handed events by a Runtime API, its
configuration in S3, AWS behind TLS by host name. What the functions do is for tests/lambda; here, that all of it is in the zip."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / folder) for folder in ("harness", "lambda")]

from empty_root import EmptyRoot, configuration, environment
from lambda_case import BUCKET, KEY, SOURCE, TARGET, LambdaCase
from local_aws import LocalAws
from runtime_api import RuntimeApi
from tls_front import Authority, TlsFront

ZIP = pathlib.Path(os.environ["LAKEMIRROR_LAMBDA_ZIP"])


class Function:
    """One execution environment in a root, with a Runtime API of its own."""

    def __init__(self, root, handler, **variables):
        self.api = RuntimeApi()
        self.log = root.folder / f"tmp/{handler}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(root.command(), stdout=subprocess.DEVNULL, stderr=log, env=environment({
                "AWS_LAMBDA_RUNTIME_API": self.api.host, "AWS_LAMBDA_FUNCTION_NAME": f"the-{handler}", "_HANDLER": handler,
                "AWS_REGION": TARGET, "config_file_bucket": BUCKET, "config_file_key": KEY, **variables}))

    def call(self, payload):
        """What came of the event: an answer or an error."""
        invocation = self.api.send(payload, 60)
        assert invocation.done.wait(60), "no answer; the log:\n" + self.log.read_text()
        return invocation

    def end(self):
        self.process.kill()
        self.process.wait()
        self.api.stop()


class Serves(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.local = LocalAws()
        self.addCleanup(self.local.stop)
        self.local.administer()
        self.authority, self.stranger = (Authority(folder, name) for name in ("authority", "stranger"))
        front = TlsFront(self.local.url, self.authority, "aws.test")
        self.addCleanup(front.close)
        self.url = front.url("aws.test")
        self.root = EmptyRoot(folder / "root", ZIP)
        self.local.client("s3", TARGET).put_object(Bucket=BUCKET, Key=KEY, Body=configuration(self.url))
        self.local.client("glue", SOURCE).create_database(DatabaseInput={"Name": "sales"})

    def call(self, handler, payload, trusted=None):
        bundle = self.root.write("tmp/ca.pem", (trusted or self.authority).pem)
        function = Function(self.root, handler, AWS_ENDPOINT_URL=self.url, AWS_CA_BUNDLE=bundle)
        self.addCleanup(function.end)
        return function.call(payload)

    def assert_replicated(self):
        self.assertIsNone(self.call("replicate", LambdaCase.schedule()).error)
        databases = self.local.client("glue", TARGET).get_databases()["DatabaseList"]
        self.assertEqual([database["Name"] for database in databases], ["sales"])

    def record(self):
        """What CloudTrail has of the database."""
        events = self.local.client("cloudtrail", SOURCE).lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateDatabase"}])["Events"]
        return json.loads(events[0]["CloudTrailEvent"])

    def test_pull_and_replicate(self):
        self.assertTrue(self.call("pull", LambdaCase.schedule()).answer["complete"])
        self.assert_replicated()

    def test_ingest_and_replicate(self):
        done = self.call("ingest", LambdaCase.queue_batch(LambdaCase.call_envelope(self.record())))
        self.assertEqual(done.answer, {"batchItemFailures": []})
        self.assert_replicated()

    def test_whom_nobody_vouches_for_is_refused(self):
        error = self.call("pull", LambdaCase.schedule(), trusted=self.stranger).error
        self.assertIsNotNone(error)
        self.assertRegex(error["errorMessage"], "aws.test:[0-9]+: SSL peer certificate .* was not OK")


if __name__ == "__main__":
    unittest.main()
