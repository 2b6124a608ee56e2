"""What is the same for every function: its configuration, its log, its metrics, how it starts and ends, TLS."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from lambda_case import BINARY, SECONDS, SOURCE, LambdaCase
from tls_front import Authority, TlsFront

HERE = pathlib.Path(__file__).resolve().parent
COMPUTED = {"_aws", "FunctionName", "Handler", "function_request_id"}


class Documents(LambdaCase):
    def test_each_metric_is_documented_and_each_documented_one_is_there(self):
        self.make_tables(1)
        seen = {}
        for handler, payload in (("pull", self.schedule()), ("ingest", self.queue_batch(*map(self.call_envelope, self.records()))),
                                 ("replicate", self.stream_batch())):
            function = self.start(handler)
            function.call(payload)
            seen[handler] = set(function.metrics()[0]) - COMPUTED
        documented = {}
        for row in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.*?) \|", (HERE.parents[1] / "docs/lambda.md").read_text(), re.M):
            handlers = list(seen) if row[1] == "all" else re.findall(r"`(\w+)`", row[1])
            for handler in handlers:
                documented.setdefault(handler, set()).update(re.findall(r"`([A-Z]\w+)`", row[0]))
        self.assertEqual({handler: sorted(names) for handler, names in seen.items()},
                         {handler: sorted(documented[handler]) for handler in seen})

    def test_the_runtime_api_is_a_program_too(self):
        done = subprocess.run([sys.executable, HERE / "runtime_api.py", BINARY, "lambda", "--handler", "ingest", "--config",
                               str(self.folder / "lakemirror.conf")], input='{"Records": []}\n[]\n', text=True,
                              capture_output=True, timeout=SECONDS, cwd=self.folder, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(answers[0], {"batchItemFailures": []})
        self.assertEqual(answers[1]["error"]["errorType"], "lakemirror.InvalidEvent")


class Start(LambdaCase):
    def test_an_unknown_handler_is_told_to_the_runtime(self):
        function = self.start("push")
        self.assertTrue(function.api.start_failed.wait(SECONDS))
        self.assertEqual(function.api.start_error["errorType"], "lakemirror.UnknownHandler")
        self.assertEqual(function.process.wait(SECONDS), 3)

    def test_outside_of_lambda_it_says_so(self):
        done = subprocess.run([BINARY, "lambda", "--handler", "pull"], capture_output=True, text=True, timeout=SECONDS,
                              env={"PATH": os.environ["PATH"]}, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("AWS_LAMBDA_RUNTIME_API", done.stderr)

    def test_it_ends_when_it_is_told_to_and_when_the_runtime_is_gone(self):
        idle = self.start("ingest")
        self.assertTrue(idle.api.waiting.wait(SECONDS))
        self.assertEqual(self.stop(idle), 0)
        orphan = self.start("ingest")
        self.assertTrue(orphan.api.waiting.wait(SECONDS))
        orphan.api.stop()
        self.assertEqual(orphan.process.wait(SECONDS), 1)


class Configuration(LambdaCase):
    def test_a_broken_one_fails_invocations_until_it_is_mended(self):
        good = (self.folder / "lakemirror.conf").read_text()
        self.configure(good.replace("destination_region = ", "destination_regoin = "))
        function = self.start("ingest")
        invocation = function.send(self.queue_batch()).wait()
        self.assertIn("destination_region", invocation.error["errorMessage"])
        self.configure(good)
        self.assertEqual(function.call(self.queue_batch()), {"batchItemFailures": []})
        self.assertEqual([document["ConfigurationFaults"] for document in function.metrics()], [1, 0])
        self.assertEqual([document["Failures"] for document in function.metrics()], [1, 0])

    def test_one_that_is_not_there_says_where_it_was_looked_for(self):
        function = self.start("ingest", config_file_key="elsewhere.conf")
        self.assertIn("elsewhere.conf", function.send(self.queue_batch()).wait().error["errorMessage"])


class Telling(LambdaCase):
    def test_each_line_is_json_and_names_its_invocation(self):
        self.make_tables(2)
        self.pull()
        function = self.start("replicate")
        sent = [function.send(self.schedule()) for _ in range(2)]
        for invocation in sent:
            invocation.result()
        lines = function.lines()
        self.assertEqual({line["function_request_id"] for line in lines}, {invocation.id for invocation in sent})
        first = [line["message"] for line in lines if line["function_request_id"] == sent[0].id]
        self.assertIn("change applied", first)
        self.assertEqual(first[-1], "replicated")
        self.assertTrue(all(line["trace_id"].startswith("Root=") for line in lines))

    def test_what_aws_calls_its_request_stands_beside_it(self):
        self.make_tables(1)
        self.pull()
        self.deny(self.target_proxy, "CreateDatabase")
        function = self.start("replicate")
        invocation = function.send(self.schedule())
        invocation.result()
        failed = [line for line in function.lines() if line["message"] == "change failed"]
        self.assertEqual({(line["request_id"], line["function_request_id"]) for line in failed},
                         {("made-by-the-proxy", invocation.id)})

    def test_one_document_of_metrics_for_each_invocation(self):
        self.make_tables(2)
        pull, replicate, ingest = self.start("pull"), self.start("replicate"), self.start("ingest")
        pull.call(self.schedule())
        replicate.call(self.stream_batch())
        ingest.call(self.queue_batch("not JSON", *map(self.call_envelope, self.records())))
        replicate.call(self.stream_batch())
        documents = {function: function.metrics() for function in (pull, replicate, ingest)}
        self.assertEqual([len(documents[function]) for function in (pull, replicate, ingest)], [1, 2, 1])
        for function, handler in ((pull, "pull"), (replicate, "replicate"), (ingest, "ingest")):
            for document in documents[function]:
                self.assert_is_embedded_metrics(document)
                self.assertEqual((document["FunctionName"], document["Handler"]), (f"the-{handler}", handler))
        self.assertEqual(documents[pull][0]["StoredEvents"], len(self.changes()))
        self.assertEqual(len(documents[pull][0]["LookupLatenessSeconds"]), len(self.changes()))
        self.assertGreater(documents[pull][0]["SourceCalls"], 0)
        self.assertEqual(documents[pull][0]["PendingEntries"], len(self.changes()))
        self.assertEqual(len(documents[ingest][0]["EventbridgeLatenessSeconds"]), len(self.changes()) + 1)
        self.assertEqual(documents[ingest][0]["MalformedMessages"], 1)
        self.assertGreaterEqual(documents[replicate][0]["Changes"], 3)
        self.assertGreater(documents[replicate][0]["TargetCalls"], 0)
        self.assertEqual(documents[replicate][1]["ParkedEntries"], 1)
        for name in ("LagSeconds", "OverPermissionSeconds", "ReplicationPointAgeSeconds", "WorkLeft", "TargetThrottles"):
            self.assertIn(name, documents[replicate][1])

    def assert_is_embedded_metrics(self, document):
        self.assertIsInstance(document["_aws"]["Timestamp"], int)
        for directive in document["_aws"]["CloudWatchMetrics"]:
            self.assertEqual(directive["Namespace"], "lakemirror")
            for dimensions in directive["Dimensions"]:
                self.assertTrue(all(isinstance(document[name], str) for name in dimensions))
            self.assertLessEqual(len(directive["Metrics"]), 100)
            for metric in directive["Metrics"]:
                self.assertIn(metric["Unit"], ("Count", "Seconds"))
                values = document[metric["Name"]]
                self.assertTrue(isinstance(values, (int, float)) or 0 < len(values) <= 100, metric)


class OverTls(LambdaCase):
    def setUp(self):
        super().setUp()
        self.authority, self.stranger = (Authority(self.folder, name) for name in ("authority", "stranger"))
        self.front = TlsFront(self.aws.url, self.authority, "localhost")
        self.addCleanup(self.front.close)
        text = (self.folder / "lakemirror.conf").read_text()
        self.configure("\n".join(line for line in text.splitlines() if "_endpoint" not in line) + "\n")
        self.make_tables(1)

    def test_everything_is_reached_by_host_name(self):
        trusting = {"AWS_ENDPOINT_URL": self.front.url("localhost"), "AWS_CA_BUNDLE": str(self.authority.file)}
        self.start("pull", **trusting).call(self.schedule())
        self.assertEqual(self.start("replicate", **trusting).call(self.stream_batch()), {"batchItemFailures": []})
        self.assertEqual(self.aws.client("glue", "us-west-2").get_table(DatabaseName="sales", Name="t1")["Table"]["Name"], "t1")

    def test_another_authority_or_another_name_is_refused(self):
        by_name, by_number = self.front.url("localhost"), self.front.url("127.0.0.1")
        for endpoint, bundle in ((by_name, self.stranger.file), (by_number, self.authority.file), (by_name, None)):
            trust = {"AWS_CA_BUNDLE": str(bundle)} if bundle else {}
            invocation = self.start("pull", AWS_ENDPOINT_URL=endpoint, **trust).send(self.schedule()).wait()
            self.assertIn("certificate", invocation.error["errorMessage"].lower())
        self.assertFalse((self.folder / "journal.db").exists())
        self.assertEqual(self.aws.client("glue", SOURCE).get_databases()["DatabaseList"][0]["Name"], "sales")


if __name__ == "__main__":
    unittest.main()
