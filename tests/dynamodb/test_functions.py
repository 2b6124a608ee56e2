"""Several `replicate` functions at a time over one table, as processes that a local Runtime API invokes. Batches of the
table's stream come in any order, more than once, and split among them."""
import random
import sys
import threading
import unittest

from dynamo_case import HERE, SOURCE, TARGET, DynamoCase
from proxy import Proxy
from waiting import wait_until

sys.path.insert(0, str(HERE.parent / "lambda"))
from lambda_case import BUCKET, SECONDS, Function, LambdaCase  # noqa: E402

FUNCTIONS = 3
SEED = 20261123


class Changes:
    """Who changes the target at the moment: never two at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.under_way = set()
        self.made, self.overlaps = [], []

    def proxy(self, url, who):
        def before(call):
            if call.changes_something():
                with self.lock:
                    self.overlaps += [f"{other} and {who}: {call.operation}" for other in self.under_way if other != who]
                    self.under_way.add(who)
                    self.made.append(who)

        def after(call, answer):
            if call.changes_something():
                with self.lock:
                    self.under_way.discard(who)
            return answer
        return Proxy(url, before, after)


class Functions(DynamoCase):
    # A function reaches the target by one connection at a time: what it does itself does not overlap.
    settings = "read_settle_seconds = 1\nthreads = 1\n"

    def setUp(self):
        super().setUp()
        self.operator = self.replicator("operator")
        self.assertEqual(self.operator.command("init").returncode, 0)
        self.changes = Changes()
        self.functions = [self.function(f"function{i}") for i in range(FUNCTIONS)]
        self.random = random.Random(SEED)

    def function(self, name):
        proxy = self.changes.proxy(self.aws.url, name)
        self.addCleanup(proxy.cut)
        configured = self.replicator(name, proxy.url)
        self.aws.client("s3", TARGET).put_object(
            Bucket=BUCKET, Key=name, Body=(configured.folder / "lakemirror.conf").read_text())
        function = Function(configured.folder, "replicate", {
            "AWS_ENDPOINT_URL": self.aws.url, "AWS_ENDPOINT_URL_DYNAMODB": self.database.url, "config_file_key": name})
        self.addCleanup(function.end)
        return function

    def change_source(self, round):
        glue = self.aws.client("glue", SOURCE)
        if round == 0:
            glue.create_database(DatabaseInput={"Name": "sales"})
        for i in range(4):
            glue.create_table(DatabaseName="sales", TableInput={"Name": f"t{round}_{i}"})
        if round > 0:
            glue.update_table(DatabaseName="sales", TableInput={"Name": f"t{round - 1}_0", "Parameters": {"n": str(round)}})
            glue.delete_table(DatabaseName="sales", Name=f"t{round - 1}_1")

    def batches(self, known):
        """What the stream has of entries that are not known yet: in any order, some twice, in batches of a few."""
        records = [{"eventID": item["EventId"]["S"], "eventName": "INSERT", "eventSource": "aws:dynamodb",
                    "dynamodb": {"SequenceNumber": str(number), "NewImage": item, "Keys": {"EventId": item["EventId"]}}}
                   for number, item in enumerate(self.entries()) if item["EventId"]["S"] not in known]
        known.update(record["eventID"] for record in records)
        records += self.random.sample(records, len(records) // 2)
        self.random.shuffle(records)
        return [{"Records": records[i:i + 3]} for i in range(0, len(records), 3)]

    def deliver(self, batches):
        """All batches, to all functions at once, until each was taken."""
        rounds = 0
        while batches:
            rounds += 1
            self.assertLess(rounds, 20, "batches come again and again")
            sent = [(batch, self.functions[i % len(self.functions)].send(batch)) for i, batch in enumerate(batches)]
            batches = [batch for batch, invocation in sent
                       if invocation.wait(SECONDS).error is not None or invocation.answer["batchItemFailures"]]

    def test_any_number_at_a_time_make_equal_regions(self):
        known, everybody = set(), self.functions
        # Each call takes a while: two at a time would meet.
        self.aws.set_knobs(latency=30)
        for round in range(4):
            self.change_source(round)
            self.operator.answer("pull")
            self.deliver(self.batches(known))
        # Who took the lease was a matter of luck so far: each goes on where another one stopped.
        for round, function in enumerate(everybody, start=4):
            self.functions = [function]
            self.change_source(round)
            self.operator.answer("pull")
            self.deliver(self.batches(known))
        self.aws.set_knobs(latency=0)

        def settled():
            self.functions[0].call(LambdaCase.schedule())
            counts = self.operator.counts()
            return counts["pending"] == 0 and counts["provisional"] == 0
        wait_until(settled, SECONDS, lambda: f"still {self.operator.counts()}")
        self.assert_equal_regions()
        self.assertEqual({entry["Processed_Flag"]["S"] for entry in self.entries()}, {"Y"})
        self.assertEqual(self.changes.overlaps, [])
        self.assertEqual(len(set(self.changes.made)), FUNCTIONS, f"not everybody did something; seed {SEED}")
        self.assertNotIn("Holder", self.item("#lease"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
