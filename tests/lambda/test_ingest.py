"""The function that takes what EventBridge sends through a queue."""
import json
import unittest

from lambda_case import LambdaCase


class Events(LambdaCase):
    def entries(self):
        return {entry["EventId"]: entry for entry in self.replicator.entries()}

    def test_calls_and_notices_are_entries_and_reach_the_target(self):
        self.make_tables(3)
        records = self.records()
        notice = self.state_change(records[0]["eventTime"], databaseName="sales", typeOfChange="CreateTable",
                                   changedTables=["t1"])
        read = dict(records[0], eventID="a-read", eventName="GetTable", readOnly=True)
        job = {"detail-type": "Glue Job State Change", "source": "aws.glue", "detail": {}}
        function = self.start("ingest")
        answer = function.call(self.queue_batch(*map(self.call_envelope, records), notice, self.call_envelope(read), job))
        self.assertEqual(answer, {"batchItemFailures": []})
        entries = self.entries()
        self.assertEqual(set(entries), {record["eventID"] for record in records} | {"state:" + notice["id"]})
        self.assertEqual({entry["Feed"] for entry in entries.values()}, {"eventbridge"})
        self.assertEqual(entries["state:" + notice["id"]]["EventName"], "CreateTable")
        self.replicate_until_settled(self.start("replicate"))
        self.assert_equal_regions()
        self.assertEqual(self.replicator.counts()["parked"], 0)

    def test_a_notice_alone_brings_the_table(self):
        self.make_tables(2)
        function = self.start("ingest")
        function.call(self.queue_batch(
            self.state_change("2026-11-23T08:00:00Z", databaseName="sales", typeOfChange="CreateDatabase", changedTables=[]),
            self.state_change("2026-11-23T08:00:00Z", databaseName="sales", typeOfChange="BatchCreatePartition",
                              tableName="t1", changedPartitions=["[1, 2021-05-23 00:00:00]"])))
        self.replicate_until_settled(self.start("replicate"))
        self.assert_equal_regions()

    def test_an_event_of_both_paths_is_one_entry_and_tells_of_both(self):
        self.make_tables(2)
        records = {record["eventID"]: record for record in self.records()}
        early = next(id for id, record in records.items() if record["eventName"] == "CreateDatabase")
        function = self.start("ingest")
        function.call(self.queue_batch(self.call_envelope(records[early])))
        self.start("pull").call(self.schedule())
        function.call(self.queue_batch(*map(self.call_envelope, records.values())))
        entries = self.entries()
        self.assertEqual(set(entries), self.changes())
        for id, entry in entries.items():
            first, other = ("eventbridge", "lookup") if id == early else ("lookup", "eventbridge")
            self.assertEqual((entry["Feed"], entry["OtherFeed"]), (first, other))
            self.assertLessEqual(entry["ReceivedAt"], entry["OtherReceivedAt"])
        shown = self.replicator.answer("events", "show", early)
        self.assertEqual(shown["OtherFeed"], "lookup")
        lateness = self.replicator.status()["lateness"]
        self.assertEqual([lateness[feed]["first"] for feed in ("eventbridge", "lookup")], [1, len(entries) - 1])
        self.assertEqual([lateness[feed]["entries"] for feed in ("eventbridge", "lookup")], [len(entries)] * 2)

    def test_what_cannot_be_read_is_parked_once_and_holds_nothing_up(self):
        self.make_tables(1)
        odd = ["", "not JSON", "[]", "{}", '{"detail-type": "AWS API Call via CloudTrail", "detail": null}', "\u0000 \ufffd"]
        function = self.start("ingest")
        batch = self.queue_batch(*odd, *map(self.call_envelope, self.records()))
        batch["Records"] += [None, 7, {"messageId": "without a body"}]
        for _ in range(2):  # a queue may deliver twice
            self.assertEqual(function.call(batch), {"batchItemFailures": []})
        self.assertEqual(len(self.entries()), len(self.changes()) + len(odd) + 3)
        self.replicate_until_settled(self.start("replicate"))
        self.assert_equal_regions()
        parked = [id for id, entry in self.entries().items() if entry["Processed_Flag"] == "F"]
        self.assertEqual(len(parked), len(odd) + 3)
        self.assertTrue(all(id.startswith("malformed:") for id in parked))
        texts = [self.replicator.answer("events", "show", id).get("CloudTrailEvent", "") for id in parked]
        self.assertIn("not JSON", texts)

    def test_when_the_time_is_up_the_rest_is_given_back(self):
        self.make_tables(1)
        function = self.start("ingest")
        function.call(self.queue_batch())
        batch = self.queue_batch(*map(self.call_envelope, self.records()))
        failed = function.call(batch, timeout=-1)["batchItemFailures"]
        self.assertEqual([item["itemIdentifier"] for item in failed], [record["messageId"] for record in batch["Records"]])
        self.assertEqual(self.replicator.entries(), [])
        self.assertEqual(function.call(batch), {"batchItemFailures": []})
        self.assertEqual(set(self.entries()), self.changes())

    def test_what_comes_from_no_queue_is_refused_and_the_next_is_served(self):
        function = self.start("ingest")
        for payload in (b"{", b"[]", json.dumps({"Records": 7}).encode(), b"{}"):
            invocation = function.send(payload).wait()
            self.assertEqual(invocation.error_type, "lakemirror.InvalidEvent")
            self.assertEqual(invocation.error["errorType"], "lakemirror.InvalidEvent")
        self.assertEqual(function.call(self.queue_batch()), {"batchItemFailures": []})


if __name__ == "__main__":
    unittest.main()
