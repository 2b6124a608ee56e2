"""The log of a run: a line for each decision, in documented fields, that nobody can forge and no secret is in."""
import json
import re
import unittest

from operations_case import ANYWHERE, SECONDS, Answer, OperationsCase, wait_until

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z (debug|info |warn |error) \S")
SAID_BY_SIGNAL = ("", "lakemirror: stopping cleanly; once more stops at once")
PROOFS = ("sessiontoken/that+nobody=sees", "secret-key-that-nobody-sees", "0123456789abcdef" * 4)
VALUES = ("value-that-nobody-sees", "other-value-that-nobody-sees")


def deny(operation, message="no"):
    return lambda call: Answer.refusal("AccessDeniedException", message) if call.operation == operation else None


class Logs(OperationsCase):
    def json_lines(self):
        return [json.loads(line) for line in self.replicator.said().splitlines() if line not in SAID_BY_SIGNAL]

    def lines(self, message, **fields):
        return [line for line in self.json_lines() if line["message"] == message and
                fields.items() <= line.items()]


class Decisions(Logs):
    def run_through(self, level):
        """A database, a table, one that is refused, and a change of what is there; all of it told."""
        process = self.start_run("--log-format", "json", "--log-level", level, *ANYWHERE)
        self.target_proxy.before = lambda call: Answer.refusal("AccessDeniedException", "no") if \
            call.operation == "CreateTable" and call.input()["TableInput"]["Name"] == "refused" else None
        self.make_database()
        self.make_table("fine")
        wait_until(lambda: self.replicator.journal.exists() and self.replicator.counts()["processed"] >= 2 and
                   self.replicator.counts()["pending"] == 0, SECONDS, self.replicator.said)
        self.make_table("refused")
        self.glue.update_table(DatabaseName="sales", TableInput={"Name": "fine", "Description": "changed"})
        wait_until(lambda: self.replicator.counts()["parked"] == 1 and self.replicator.counts()["pending"] == 0 and
                   len(self.replicator.journal_event_ids()) == len(self.changes()), SECONDS, self.replicator.said)
        self.stop(process)

    def test_each_entry_and_each_change_has_its_line(self):
        self.run_through("debug")
        for entry in self.replicator.entries():
            message = "entry parked" if entry["Outcome"] == "parked" else "entry settled"
            (line, *more) = self.lines(message, event_id=entry["EventId"])
            self.assertEqual(more, [], "an entry is settled once")
            self.assertEqual((line["event_name"], line["outcome"], line.get("reason", "")),
                             (entry["EventName"], entry["Outcome"], entry["Reason"] if "Reason" in entry else ""))
            self.assertIn(line["key"], entry["Keys"])
            levels = {"replicated": "info", "parked": "warn", "unchanged": "debug", "ignored": "debug"}
            self.assertEqual(line["level"], levels[entry["Outcome"]])
        (made,) = self.lines("change applied", key="database/sales/table/fine", change="create")
        self.assertEqual((made["level"], made["result"], made["reason"]), ("info", "created", "missing at the target"))
        (changed,) = self.lines("change applied", key="database/sales/table/fine", change="update")
        self.assertEqual((changed["result"], changed["reason"]), ("updated", "differs"))
        refused = self.lines("change failed", key="database/sales/table/refused")[0]
        self.assertEqual((refused["level"], refused["code"], refused["request_id"]),
                         ("error", "AccessDeniedException", "made-by-the-proxy"))
        created = sum(line["created"] for line in self.lines("pass"))
        self.assertEqual(created, len(self.lines("change applied", result="created")))

    def test_at_info_what_changed_nothing_is_not_told(self):
        self.run_through("info")
        self.assertEqual({line["level"] for line in self.json_lines()} - {"info", "warn", "error"}, set())
        self.assertEqual([line for line in self.lines("entry settled") if line["outcome"] != "replicated"], [])
        self.assertGreater(len(self.lines("entry settled", outcome="replicated")), 0)
        self.assertEqual(len(self.lines("entry parked")), 1)

    def test_commands_that_end_by_themselves_tell_decisions_only_when_asked(self):
        self.make_database()
        self.replicator.answer("pull")
        self.assertEqual(self.replicator.command("replicate").stderr, "")
        self.make_table()
        self.replicator.answer("pull")
        self.assertIn("change applied", self.replicator.command("replicate", "--log-level", "info").stderr)


class Forgery(Logs):
    def test_nobody_forges_a_line(self):
        forged = "2026-11-23T00:00:00Z info  entry settled event_id=forged outcome=replicated"
        message = f"no\r\n{forged}\x1b[2K\x85\u2028{forged}"
        self.target_proxy.before = deny("CreateTable", message)
        process = self.start_run()
        self.make_database()
        self.make_table()
        self.replicator.wait_for_words("entry parked", SECONDS)
        self.stop(process)
        said = self.replicator.said()
        self.assertIn("event_id=forged", said, "the message itself is to be told")
        for line in re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", said):
            if line not in SAID_BY_SIGNAL:
                self.assertRegex(line, LINE)
                self.assertFalse(line.startswith(forged), line)
        self.assertNotIn("\x1b", said)


class Secrets(Logs):
    def credentials(self, secret):
        """Credentials from a process, as an operator would set them."""
        token, _, _ = PROOFS
        answer = json.dumps({"Version": 1, "AccessKeyId": "test", "SecretAccessKey": secret,
                             "SessionToken": token})
        (self.folder / "answer.json").write_text(answer)
        (self.folder / "aws-config").write_text(
            f"[default]\ncredential_process = /bin/cat {self.folder}/answer.json\n")
        return {"AWS_CONFIG_FILE": str(self.folder / "aws-config"), "AWS_ACCESS_KEY_ID": "",
                "AWS_SECRET_ACCESS_KEY": ""}

    def assert_no_secret(self, text, secrets=PROOFS + VALUES):
        for secret in secrets:
            self.assertNotIn(secret, text)

    def test_no_log_has_a_secret(self):
        token, _, signature = PROOFS
        quoted = f"canonical: x-amz-security-token:{token}; Authorization=AWS4-HMAC-SHA256 " \
                 f"Credential=test/20261123, SignedHeaders=host, Signature={signature}"
        self.target_proxy.before = deny("CreateTable", quoted)
        process = self.start_watched(*ANYWHERE, "--log-level", "debug", environment=self.credentials("test"))
        self.make_database()
        parameters = {"password": VALUES[0], "url": f"jdbc:mysql://host/db?password={VALUES[1]}"}
        for name in ("t1", "t2"):
            self.glue.create_table(DatabaseName="sales", TableInput={"Name": name, "Parameters": parameters})
        self.replicator.wait_for_words("entry parked", SECONDS)
        self.target_proxy.before = lambda call: None
        self.replicator.answer("events", "retry", "--all-parked")
        self.replicator.wait_for_words("key=database/sales/table/t1 result=created", SECONDS)
        self.glue.update_table(DatabaseName="sales", TableInput={
            "Name": "t1", "Parameters": {**parameters, "password": VALUES[0] + "2"}})
        self.replicator.wait_for_words("key=database/sales/table/t1 result=updated", SECONDS)
        self.assert_no_secret(self.ask("/metrics")[2] + self.ask("/healthz")[2])
        self.stop(process)
        self.assertIn("security-token:***", self.replicator.said(), "the refusal itself is to be told")
        self.assert_no_secret(self.replicator.said())
        self.assert_no_secret(json.dumps(self.replicator.entries()), PROOFS)

    def test_credentials_that_are_refused_are_not_told(self):
        process = self.start_run("--log-level", "debug", *ANYWHERE, environment=self.credentials(PROOFS[1]))
        self.assertEqual(process.wait(timeout=SECONDS), 1)
        self.assertIn("check the access key", self.replicator.said())
        self.assert_no_secret(self.replicator.said())


if __name__ == "__main__":
    unittest.main()
