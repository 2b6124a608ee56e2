"""Starts the binary under test as `lakemirror local --port 0` and makes boto3 clients for it."""
import json
import os
import subprocess
import unittest
import urllib.request

import boto3
from botocore.config import Config

REGION = "us-east-1"


class LocalServer:
    def __init__(self):
        # The binary under test, with its arguments: another server that prints the same first line can be judged too.
        command = os.environ["LAKEMIRROR"].split() + ["local", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on http://"):
            raise RuntimeError(f"{command}: expected 'listening on http://...', got {line!r}")
        self.url = line.split()[-1]

    def client(self, service, key="AKIALOCALTEST", secret="test", token=None, region=REGION, **config):
        config.setdefault("retries", {"total_max_attempts": 1})
        return boto3.client(service, endpoint_url=self.url, region_name=region, aws_access_key_id=key,
                            aws_secret_access_key=secret, aws_session_token=token, config=Config(**config))

    def admin(self, path, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/_local/" + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()


class LocalTest(unittest.TestCase):
    """One server for a class of tests, emptied and set back before each."""

    @classmethod
    def setUpClass(cls):
        cls.server = LocalServer()
        cls.as_started = cls.server.admin("knobs")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def setUp(self):
        # LookupEvents' rate limit is tested where it is the subject; elsewhere it would only cost time.
        self.server.admin("knobs", "PUT", {**self.as_started, "lookup_rate": 0})
        self.server.admin("reset", "POST")
        self.glue = self.server.client("glue")
        self.trail = self.server.client("cloudtrail")

    def refused(self, call, **parameters):
        """The error a call meets, as "Code: message"."""
        try:
            answer = call(**parameters)
        except Exception as error:  # botocore makes a class for each error code
            if not hasattr(error, "response"):
                raise
            details = error.response["Error"]
            return f"{details['Code']}: {details['Message']}"
        self.fail(f"was not refused, but answered {answer}")


def content(answer):
    """An answer without the transport's part of it."""
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def column(name, type_="string"):
    return {"Name": name, "Type": type_}


def descriptor(location="s3://lake/t/", columns=None):
    return {
        "Columns": columns or [column("a")],
        "Location": location,
        "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
        "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"},
    }
