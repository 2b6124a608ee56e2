"""The function that CloudFormation asks for data lake administrators: its requests, and the answers over TLS."""
import json
import pathlib
import tempfile
import threading
import unittest
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lambda_case import SECONDS, SOURCE, TARGET, Answer, Function, Proxy
from local_aws import LocalAws
from tls_front import Authority, TlsFront

OURS, OPERATOR = ("arn:aws:iam::123456789012:role/" + name for name in ("lakemirror-ReplicateRole-1A2B", "operator"))
SECRET = "X-Amz-Signature=0123456789abcdef&X-Amz-Security-Token=token"


class Bucket:
    """Where CloudFormation takes answers: signed for a PUT without a type of content. `statuses` come first, then 200."""

    def __init__(self):
        self.statuses, self.puts = [], []
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                is_as_signed = "Content-Type" not in self.headers and self.path.endswith(SECRET)
                status = bucket.statuses.pop(0) if bucket.statuses else 200 if is_as_signed else 403
                bucket.puts.append((status, json.loads(body)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Administrators(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        self.settings = {"DataLakeAdmins": [{"DataLakePrincipalIdentifier": OPERATOR}], "TrustedResourceOwners": ["222222222222"],
                         "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []}
        for region in (SOURCE, TARGET):
            self.aws.client("lakeformation", region).put_data_lake_settings(DataLakeSettings=self.settings)
        self.before = {region: self.read(region) for region in (SOURCE, TARGET)}
        self.proxy = Proxy(self.aws.url)
        self.addCleanup(self.proxy.cut)
        self.bucket = Bucket()
        self.addCleanup(self.bucket.close)
        self.authority = Authority(self.folder, "authority")
        self.front = TlsFront(self.bucket.url, self.authority, "localhost")
        self.addCleanup(self.front.close)
        self.function = self.start()

    def start(self, authority=None):
        """Without configuration and journal: it works before there are any."""
        function = Function(self.folder, "admin", {"AWS_ENDPOINT_URL": self.proxy.url, "config_file_bucket": "", "config_file_key": "",
                                                   "AWS_CA_BUNDLE": str((authority or self.authority).file)})
        self.addCleanup(function.end)
        return function

    def read(self, region):
        return self.aws.client("lakeformation", region).get_data_lake_settings()["DataLakeSettings"]

    def names(self, region, member="DataLakeAdmins"):
        return [one["DataLakePrincipalIdentifier"] for one in self.read(region).get(member, [])]

    def request(self, kind, id=None, region=TARGET, word="admin"):
        made = {"RequestType": kind, "ResponseURL": f"{self.front.url('localhost')}/arn%3Aaws%3Acloudformation/1?{SECRET}",
                "StackId": "arn:aws:cloudformation:us-west-2:123456789012:stack/lakemirror/1", "RequestId": str(uuid.uuid4()),
                "ResourceType": "Custom::DataLakeAdmin", "LogicalResourceId": "TargetAdmin",
                # Every value as text, as CloudFormation hands them over.
                "ResourceProperties": {"ServiceToken": "arn:aws:lambda:us-west-2:123456789012:function:admin", "ServiceTimeout": "600",
                                       "Side": "target" if region == TARGET else "source", "Region": region, "Principal": OURS,
                                       "Kind": word, "MadeByStack": "true", "DeadAdmins": "keep"}}
        return {**made, "PhysicalResourceId": id} if id else made

    def test_it_adds_in_each_region_answers_and_removes(self):
        for region, word, member in ((TARGET, "admin", "DataLakeAdmins"), (SOURCE, "read-only", "ReadOnlyAdmins")):
            created = self.function.call(self.request("Create", region=region, word=word))
            self.assertEqual(created["Status"], "SUCCESS", created)
            self.assertIn(OURS, self.names(region, member))
            self.assertIn(OPERATOR, self.names(region))
            deleted = self.function.call(self.request("Delete", created["PhysicalResourceId"], region, word))
            self.assertEqual(deleted["Status"], "SUCCESS", deleted)
            self.assertEqual({**self.read(region), "ReadOnlyAdmins": []}, {**self.before[region], "ReadOnlyAdmins": []})
            self.assertEqual([put for _, put in self.bucket.puts[-2:]], [created, deleted])
        self.assertEqual(set(self.bucket.puts[0][1]),
                         {"Status", "Reason", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId"})

    def test_the_answer_is_put_until_it_is_taken_and_its_url_is_told_to_nobody(self):
        self.bucket.statuses = [503, 500]
        self.function.call(self.request("Create"))
        self.assertEqual([status for status, _ in self.bucket.puts], [503, 500, 200])
        self.bucket.statuses = [403]
        refused = self.function.send(self.request("Create")).wait(SECONDS)
        self.assertIn("403", refused.error["errorMessage"])
        stranger = self.start(Authority(self.folder, "stranger")).send(self.request("Create")).wait(SECONDS)
        self.assertIn("certificate", stranger.error["errorMessage"])
        told = self.function.said() + self.function.output.read_text() + json.dumps([refused.error, stranger.error])
        for secret in ("Signature", "token", "cloudformation/1"):
            self.assertNotIn(secret, told)

    def test_another_writer(self):
        late = "arn:aws:iam::123456789012:role/late"
        seen = []

        def before(call):
            seen.append(call.operation)
            if call.operation != "PutDataLakeSettings" or seen.count(call.operation) > 1:
                return None
            admins = [{"DataLakePrincipalIdentifier": name} for name in (OPERATOR, late)]
            self.aws.client("lakeformation", TARGET).put_data_lake_settings(DataLakeSettings={**self.settings, "DataLakeAdmins": admins})
            return Answer.refusal("ConcurrentModificationException", "changed meanwhile")

        self.proxy.before = before
        self.assertEqual(self.function.call(self.request("Create"))["Status"], "SUCCESS")
        self.assertEqual(self.names(TARGET), [OPERATOR, late, OURS])

    def test_a_dead_administrator_and_thirty_of_them(self):
        dead = "arn:aws:iam::123456789012:role/dead"
        lake = self.aws.client("lakeformation", TARGET)
        full = [{"DataLakePrincipalIdentifier": f"arn:aws:iam::123456789012:role/r{i}"} for i in range(30)]
        for admins, said in ((full, "AWS allows 30 DataLakeAdmins"), ([{"DataLakePrincipalIdentifier": dead}], dead + " does not exist any more")):
            self.aws.set_knobs(missing_principals=[])
            lake.put_data_lake_settings(DataLakeSettings={**self.settings, "DataLakeAdmins": admins})
            self.aws.set_knobs(missing_principals=[dead])
            failed = self.function.call(self.request("Create"))
            self.assertEqual(failed["Status"], "FAILED")
            self.assertIn(said, failed["Reason"])
            # What CloudFormation does then.
            self.assertEqual(self.function.call(self.request("Delete", failed["PhysicalResourceId"]))["Status"], "SUCCESS")
            self.assertEqual(self.read(TARGET)["DataLakeAdmins"], admins)
        (document,) = {json.dumps(sorted(set(one) - {"_aws"})) for one in self.function.metrics()}
        self.assertEqual(json.loads(document), ["DurationSeconds", "Failures", "FunctionName", "Handler", "function_request_id"])


if __name__ == "__main__":
    unittest.main()
