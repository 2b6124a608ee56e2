"""Two `lakemirror run` on one journal in DynamoDB. The one with the lease is stopped in the middle of a call, and
continued when the other has taken over."""
import signal
import threading
import unittest

from dynamo_case import SOURCE, TARGET, DynamoCase
from proxy import Proxy
from waiting import wait_until

LEASE_SECONDS = 15  # and some more until it is taken over, for clocks that differ
LONG = 120


class WritesOfOne:
    """Before the table, for one replicator alone: which items it has written, by DynamoDB's own word."""

    def __init__(self, upstream):
        self.written = []
        self.proxy = Proxy(upstream, after=self.note)

    def note(self, call, answer):
        if call.operation in ("UpdateItem", "PutItem", "DeleteItem") and b" 200 " in answer.head.split(b"\r\n", 1)[0]:
            body = call.input()
            self.written.append(((body.get("Key") or body["Item"])["EventId"]["S"], body))
        return answer


class Takeover(DynamoCase):
    settings = f"read_settle_seconds = 2\nlease_seconds = {LEASE_SECONDS}\n"

    def parameters(self, region):
        glue = self.aws.client("glue", region)
        try:
            return glue.get_table(DatabaseName="sales", Name="orders")["Table"].get("Parameters")
        except glue.exceptions.EntityNotFoundException:
            return None

    def test_the_holder_is_stopped_in_a_call_and_comes_back(self):
        caught, go_on = threading.Event(), threading.Event()

        def hold(call):
            """Holds the first update of the table, whose caller is then stopped."""
            if call.operation == "UpdateTable" and call.region == TARGET and not caught.is_set():
                caught.set()
                go_on.wait(LONG)
            return None

        proxy = Proxy(self.aws.url, before=hold)
        self.addCleanup(proxy.cut)
        self.addCleanup(go_on.set)
        of_first = WritesOfOne(self.database.url)
        self.addCleanup(of_first.proxy.cut)
        first = self.replicator("first", proxy.url, of_first.proxy.url)
        second = self.replicator("second")
        self.assertEqual(first.command("init").returncode, 0)
        source = self.aws.client("glue", SOURCE)
        source.create_database(DatabaseInput={"Name": "sales"})
        source.create_table(DatabaseName="sales", TableInput={"Name": "orders", "Parameters": {"n": "1"}})
        process = self.start(first)
        wait_until(lambda: self.token() == 1, 60, "the first has the lease")
        wait_until(lambda: self.parameters(TARGET) == {"n": "1"}, 60, "the copy is there")
        self.start(second)
        wait_until(lambda: "standing by" in second.log.read_text(), 60, "the second stands by")

        source.update_table(DatabaseName="sales", TableInput={"Name": "orders", "Parameters": {"n": "2"}})
        self.assertTrue(caught.wait(60), "the first updates the table")
        process.send_signal(signal.SIGSTOP)
        self.assertIn("InFlight", self.item("#lease"))
        # What it was about to write is old by now.
        source.update_table(DatabaseName="sales", TableInput={"Name": "orders", "Parameters": {"n": "3"}})
        wait_until(lambda: self.token() == 2, LONG, "the second has taken over")
        wait_until(lambda: self.parameters(TARGET) == {"n": "3"}, 60, "the second made it equal")
        settled = {e["EventId"]["S"]: e for e in self.entries() if e["Processed_Flag"]["S"] == "Y"}

        # Its call lands now, and it goes on.
        before = len(of_first.written)
        go_on.set()
        process.send_signal(signal.SIGCONT)
        wait_until(lambda: "lease lost" in first.log.read_text(), 60, "the first has noticed")
        wait_until(lambda: "standing by" in first.log.read_text(), 60, "the first stands by")
        self.assertEqual(self.token(), 2)
        wait_until(lambda: self.parameters(TARGET) == {"n": "3"}, 90, "equal again: the second was told")
        wait_until(lambda: all(e["Processed_Flag"]["S"] == "Y" for e in self.entries()), 120,
                   lambda: "all is processed: %s" % self.entries())
        for event_id, entry in settled.items():
            now = self.item(event_id)
            self.assertEqual((now["Attempts"], now["SettledAt"]), (entry["Attempts"], entry["SettledAt"]))
        # Without the lease it writes no outcome: neither into an entry nor to where they are taken in.
        for key, body in of_first.written[before:]:
            self.assertTrue(key.startswith("#") or "Item" in body, f"{key}: {body}")
            self.assertNotIn("#Outbox", body.get("UpdateExpression", ""))
        self.assertTrue([key for key, _ in of_first.written[:before] if not key.startswith("#")],
                        "nothing would have been seen")
        self.assertEqual(second.answer("diff")["differences"], [])
        self.assert_equal_regions()

    def test_the_holder_is_stopped_while_it_hands_in_outcomes(self):
        caught, go_on, refused = threading.Event(), threading.Event(), threading.Event()

        def hold(call):
            """Holds the first outcomes that come after the table was changed."""
            is_one = call.operation == "UpdateItem" and b"SET #Outbox" in call.body
            if is_one and self.parameters(TARGET) == {"n": "2"} and not caught.is_set():
                caught.set()
                go_on.wait(LONG)
            return None

        def look(call, answer):
            if caught.is_set() and b"SET #Outbox" in call.body and b"ConditionalCheckFailed" in answer.body:
                refused.set()
            return answer

        proxy = Proxy(self.database.url, before=hold, after=look)
        self.addCleanup(proxy.cut)
        self.addCleanup(go_on.set)
        first, second = self.replicator("first", database_url=proxy.url), self.replicator("second")
        self.assertEqual(second.command("init").returncode, 0)
        source = self.aws.client("glue", SOURCE)
        source.create_database(DatabaseInput={"Name": "sales"})
        source.create_table(DatabaseName="sales", TableInput={"Name": "orders", "Parameters": {"n": "1"}})
        process = self.start(first)
        wait_until(lambda: self.parameters(TARGET) == {"n": "1"}, 60, "the copy is there")
        source.update_table(DatabaseName="sales", TableInput={"Name": "orders", "Parameters": {"n": "2"}})
        self.assertTrue(caught.wait(60), "the first hands in what it did")
        process.send_signal(signal.SIGSTOP)
        self.start(second)
        wait_until(lambda: self.token() == 2, LONG, "the second has taken over")
        wait_until(lambda: all(e["Processed_Flag"]["S"] == "Y" for e in self.entries()), 120, "all is processed")
        settled = self.entries()
        go_on.set()
        self.assertTrue(refused.wait(60), "what it had handed in came too late")
        process.send_signal(signal.SIGCONT)
        wait_until(lambda: "standing by" in first.log.read_text(), 60, "the first stands by")
        for entry in settled:
            self.assertEqual(self.item(entry["EventId"]["S"]), entry)
        self.assertEqual(self.token(), 2)
        self.assert_equal_regions()


if __name__ == "__main__":
    unittest.main(verbosity=2)
