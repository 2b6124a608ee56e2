"""What these tests share: a run that serves metrics, and asking it."""
import http.client
import json
import pathlib
import re
import sys
import urllib.parse

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / folder) for folder in ("harness", "robust")]

from robust_case import SECONDS, SOURCE, TARGET, Answer, Replicator, RobustCase, wait_until

from exposition import Metrics

__all__ = ["SECONDS", "SOURCE", "TARGET", "Answer", "OperationsCase", "Replicator", "wait_until"]

# What is made before the first pull is not to be copied without an event.
ANYWHERE = ("--metrics-listen", "127.0.0.1:0", "--no-bootstrap")


class OperationsCase(RobustCase):
    settings = "read_settle_seconds = 0\n"

    def start_watched(self, *arguments, **more):
        """A run and where it is asked, once it has said so."""
        said = len(self.replicator.said())
        process = self.start_run(*(arguments or ANYWHERE), **more)
        self.replicator.wait_for_words("metrics at ", SECONDS, after=said)
        self.address = re.search(r"metrics at http://(\S+)/metrics", self.replicator.said()[said:]).group(1)
        return process

    def ask(self, path, method="GET", body=None, timeout=SECONDS):
        """Status, headers and body."""
        where = urllib.parse.urlsplit("//" + self.address)
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=timeout)
        try:
            connection.request(method, path, body=body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def metrics(self):
        status, _, body = self.ask("/metrics")
        self.assertEqual(status, 200, body)
        return Metrics(body)

    def health(self):
        status, _, body = self.ask("/healthz")
        return status, json.loads(body)

    def wait_for_metric(self, value, name, **labels):
        """Waits until a series has this value; the journal is read for metrics at most once a second."""
        wait_until(lambda: self.metrics().value(name, **labels) == value, SECONDS,
                   lambda: f"{name} {labels} is {self.metrics().value(name, **labels)}, not {value}; the log:\n"
                           f"{self.replicator.said()[-3000:]}")
