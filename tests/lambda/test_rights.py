"""The functions with a journal in DynamoDB: they make the calls there that the deployment's roles allow, and no others."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("harness", "dynamodb")]

from lambda_case import BINARY, LambdaCase, Proxy
from local_aws import CREDENTIALS
from with_dynamodb import StandIn

TABLE = "journal-of-the-stack"


def allowed(name):
    """The actions of one statement in the deployment's tests, which hold the templates to them."""
    text = (ROOT / "deploy/cdk/test/statements.ts").read_text()
    return set(re.findall(r"'dynamodb:(\w+)'", re.search(rf"^const {name} = (.*);$", text, re.M)[1]))


class JournalCalls(LambdaCase):
    def setUp(self):
        super().setUp()
        database = StandIn("dynalite")
        database.__enter__()
        self.addCleanup(database.__exit__)
        self.called = set()
        self.database = Proxy(database.url, before=self.note)
        self.addCleanup(self.database.cut)
        self.at_table = {"AWS_ENDPOINT_URL_DYNAMODB": self.database.url, "journal": "dynamodb://" + TABLE}
        subprocess.run([BINARY, "init", "--config", str(self.folder / "lakemirror.conf"), "--journal", "dynamodb://" + TABLE], check=True,
                       capture_output=True, env={**os.environ, **CREDENTIALS, **self.at_table})
        self.called.clear()

    def note(self, call):
        self.called.add(call.operation)

    def test_all_of_a_life(self):
        self.make_tables(3)
        self.start("ingest", **self.at_table).call(self.queue_batch("not JSON", *map(self.call_envelope, self.records())))
        self.start("pull", **self.at_table).call(self.schedule())
        replicate = self.start("replicate", **self.at_table)
        replicate.call(self.stream_batch())
        allow = self.deny(self.target_proxy, "CreateTable")
        self.make_tables(2)
        self.start("pull", **self.at_table).call(self.schedule())
        replicate.call(self.schedule())
        allow()
        replicate.call(self.schedule())
        self.assertEqual(self.called, allowed("storeEvents") | allowed("findOpenEntries"))


if __name__ == "__main__":
    unittest.main()
