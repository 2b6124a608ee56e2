"""Records that cannot be read are stored and parked, once; the rest go on."""
import json
import pathlib
import unittest

from robust_case import Answer, RobustCase

WELL = {"EventId": "well", "EventName": "CreateTable", "EventSource": "glue.amazonaws.com", "EventTime": 1795348800,
        "ReadOnly": "false", "Username": "etl"}


def with_(**members):
    return {**WELL, **members}


def without(name):
    return {member: value for member, value in WELL.items() if member != name}


SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "records" / "samples"
REAL = json.dumps(json.loads((SAMPLES / "real" / "glue_CreateTable.json").read_text()), separators=(",", ":"))


# What a page of LookupEvents may hold that is no record. All of these are parked: they may have changed anything.
MALFORMED = {
    "null": None,
    "number": 7,
    "text": "CreateTable",
    "list": [WELL],
    "empty object": {},
    "no EventId": {**without("EventId"), "CloudTrailEvent": "{not json either"},
    "EventId that is no text": with_(EventId=17, CloudTrailEvent="[]"),
    "record that is cut off": with_(EventId="cut-off", CloudTrailEvent='{"eventVersion":"1.08","eventName":"Create'),
    "record that is no object": with_(EventId="no-object", CloudTrailEvent="[1, 2]"),
    "record that is empty": with_(EventId="empty-record", CloudTrailEvent=""),
    "record with a lone surrogate cut off": with_(EventId="surrogate", CloudTrailEvent='{"eventName":"\\ud83d'),
    "real record cut in half": with_(EventId="half", CloudTrailEvent=REAL[:len(REAL) // 2]),
    "real record with a quote too many": with_(EventId="quote", CloudTrailEvent=REAL.replace('"items"', '"it"ems"', 1)),
    "real record whose Region can be none": with_(EventId="region", CloudTrailEvent=REAL.replace(
        '"awsRegion":"us-east-1"', '"awsRegion":"us-e{st-1"')),
    "no name anywhere": {"EventId": "no-name", "EventSource": "glue.amazonaws.com", "ReadOnly": "false",
                         "EventTime": 1795348800, "CloudTrailEvent": '{"eventVersion":"1.08"}'},
}


class Malformed(RobustCase):
    """The proxy adds the malformed ones to the first page of every answer."""

    def setUp(self):
        super().setUp()
        self.source_proxy.after = self.add_malformed
        self.make_database()
        for _ in range(3):
            self.make_table()

    def add_malformed(self, call, answer):
        if call.operation != "LookupEvents":
            return answer
        page = json.loads(answer.body)
        if "NextToken" not in call.input():
            page["Events"] = list(MALFORMED.values()) + page["Events"]
        return Answer(answer.head, json.dumps(page).encode())

    def test_they_are_parked_once_and_the_rest_go_on(self):
        pulled = self.replicator.answer("pull")
        self.assertTrue(pulled["complete"], pulled)
        self.assertEqual(pulled["stored"], len(MALFORMED) + len(self.changes()))
        again = self.replicator.answer("pull")
        self.assertEqual(again["stored"], 0, "what was read before is stored a second time")

        passed = self.replicator.answer("replicate", codes=(5,))
        self.assertEqual(passed["parked"], len(MALFORMED), self.replicator.entries("--flag", "F"))
        self.assert_nothing_lost()
        for entry in self.replicator.entries("--flag", "F"):
            self.assertIn("read CloudTrail record", entry["Error"])
            self.assertIn(f"lakemirror events show {entry['EventId']}", entry["Hint"])

        self.replicator.answer("replicate")  # nothing new is parked
        counts = self.replicator.counts()
        self.assertEqual((counts["parked"], counts["processed"] + counts["provisional"]),
                         (len(MALFORMED), len(self.changes())))

    def test_people_see_them_in_the_list_with_what_to_do(self):
        self.replicator.answer("pull")
        self.replicator.answer("replicate", codes=(5,))
        listed = self.replicator.command("events", "list", "--flag", "F", "--limit", "100").stdout
        for identifier in ("half", "quote", "region", "cut-off"):
            self.assertIn(identifier, listed)
        shown = self.replicator.command("events", "show", "half").stdout
        self.assertIn("lakemirror sync", shown)
        self.assertIn(REAL[:100], shown)

    def received(self, identifier):
        """What is kept of a record: JSON where it is JSON, else its text."""
        return self.replicator.answer("events", "show", identifier)["CloudTrailEvent"]

    def test_what_was_received_can_be_looked_at_and_skipped(self):
        self.replicator.answer("pull")
        self.replicator.answer("replicate", codes=(5,))
        self.assertEqual(self.received("cut-off"), MALFORMED["record that is cut off"]["CloudTrailEvent"])
        nameless = [self.received(entry["EventId"]) for entry in self.replicator.entries("--flag", "F")
                    if entry["EventId"].startswith("malformed:")]
        for name in ("null", "number", "text", "list", "empty object"):
            self.assertIn(MALFORMED[name], nameless)
        self.assertEqual(self.replicator.answer("events", "skip", "cut-off", "--reason", "seen")["skipped"], 1)
        self.assertEqual(self.flags()["cut-off"], "Y")

    def test_times_that_are_no_times_do_not_stop_a_record(self):
        odd = ["soon", None, -1e300, {"seconds": 1}, "2026-11-22T10:00:00Z"]
        record = json.dumps({"eventName": "CreateTable", "eventSource": "glue.amazonaws.com",
                             "requestParameters": {"databaseName": "sales", "tableInput": {"name": "t1"}}})
        elements = [with_(EventId=f"odd-{i}", EventTime=time, CloudTrailEvent=record)
                           for i, time in enumerate(odd)]
        self.source_proxy.after = lambda call, answer: answer if call.operation != "LookupEvents" else Answer(
            answer.head, json.dumps({"Events": elements}).encode())
        self.assertEqual(self.replicator.answer("pull")["stored"], len(odd))
        self.replicator.answer("replicate")
        self.assertEqual({flag for flag in self.flags().values()} - {"Y", "N"}, set())

    def test_an_answer_that_is_none_is_told_and_nothing_is_taken_for_read(self):
        well = self.source_proxy.after
        for body in (b"<html>maintenance</html>", b"", b"[]", b'{"Events": "none"}'[:-1]):
            with self.subTest(body=body):
                self.source_proxy.after = lambda call, answer: answer if call.operation != "LookupEvents" else Answer(
                    answer.head, body)
                done = self.replicator.command("pull", "--output", "json")
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn("LookupEvents", done.stderr)
        self.source_proxy.after = well
        self.assertEqual(self.replicator.answer("pull")["stored"], len(MALFORMED) + len(self.changes()))


if __name__ == "__main__":
    unittest.main()
