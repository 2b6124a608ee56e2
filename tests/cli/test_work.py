"""The commands at work between two Regions of a local AWS: outputs, exit codes, signals."""
import json
import os
import pty
import resource
import signal
import socket
import subprocess
import time
import unittest

import boto3
from cli_case import BINARY, SIDES, CliCase

TABLE = {"Name": "orders", "TableType": "EXTERNAL_TABLE",
         "StorageDescriptor": {"Location": "s3://lake-east/sales/orders", "Columns": [{"Name": "id", "Type": "bigint"}]}}


class WorkCase(CliCase):
    def setUp(self):
        super().setUp()
        # The tests read without pacing, so the local AWS may not hold them to CloudTrail's two requests a second.
        _, self.url = self.start_local("--knobs", '{"lookup_rate": 0}')
        self.source, self.target = (
            boto3.client("glue", endpoint_url=self.url, region_name=region, aws_access_key_id="test",
                         aws_secret_access_key="test") for region in SIDES)
        # A read right after a change may be stale; here it is not, and nobody wants to wait a minute.
        self.configure("read_settle_seconds = 0\n")

    def make_table(self):
        self.source.create_database(DatabaseInput={"Name": "sales"})
        self.source.create_table(DatabaseName="sales", TableInput=TABLE)

    def pull_and_replicate(self):
        self.assert_exit(self.run_it("pull"), 0)
        self.assert_exit(self.run_it("replicate"), 0)


class Status(WorkCase):
    def test_of_a_new_journal_is_all_zero(self):
        status = self.json_of(self.run_it("status", "--output", "json"))
        self.assertEqual(status["lag_seconds"], 0)
        self.assertIsNone(status["replication_point"])
        self.assertEqual([status["counts"][k] for k in ("pending", "parked", "processed")], [0, 0, 0])
        self.assertIn("0 pending, 0 parked, 0 processed", self.run_it("status").stdout)

    def test_counts_what_was_pulled(self):
        self.make_table()
        self.assert_exit(self.run_it("pull"), 0)
        status = self.json_of(self.run_it("status", "--output", "json"))
        self.assertEqual(status["counts"]["pending"], 2)
        self.assertGreaterEqual(status["lag_seconds"], 0)
        self.assertIn("lookup", status["lateness"])


class Replication(WorkCase):
    def test_a_table_of_the_source_is_in_the_target_after_one_pass(self):
        self.make_table()
        pulled = self.json_of(self.run_it("pull", "--output", "json"))
        self.assertEqual((pulled["deep"], pulled["complete"], pulled["stored"]), (True, True, 2))
        done = self.json_of(self.run_it("replicate", "--output", "json"))
        self.assertEqual((done["entries"], done["created"], done["parked"]), (2, 2, 0))
        table = self.target.get_table(DatabaseName="sales", Name="orders")["Table"]
        self.assertEqual(table["StorageDescriptor"]["Location"], "s3://lake-west/sales/orders")

    def test_a_target_that_holds_databases_is_not_touched_before_it_is_adopted(self):
        self.make_table()
        self.target.create_database(DatabaseInput={"Name": "theirs"})
        self.assert_exit(self.run_it("pull"), 0)
        done = self.run_it("replicate")
        self.assert_fails(done, 1, "TargetNotEmpty", "--adopt-target", "next: lakemirror diff")
        self.assert_exit(self.run_it("replicate", "--adopt-target"), 0)
        self.assertEqual(len(self.target.get_databases()["DatabaseList"]), 2)

    def test_run_follows_the_source_until_it_is_told_to_stop(self):
        process = self.start("run", "--tick", "1")
        self.make_table()
        self.wait_for(lambda: self.target.get_table(DatabaseName="sales", Name="orders"))
        self.assertEqual(self.stop_with(process, signal.SIGINT), 0)

    def test_only_one_replicator_works_on_a_journal(self):
        process = self.start("run", "--tick", "1")
        # Not by trying: a replicate that comes first would take the lock itself.
        self.wait_for(lambda: self.assertEqual(open(f"{self.folder}/journal.db.lock").read().strip(), str(process.pid)))
        self.assert_fails(self.run_it("replicate"), 6, "next: lakemirror status")
        self.assert_exit(self.run_it("status"), 0)
        self.assertIn("held", self.run_it("check").stdout)

    def wait_for(self, attempt):
        deadline = time.monotonic() + 20
        while True:
            try:
                return attempt()
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


class Parked(WorkCase):
    def test_what_cannot_be_done_is_parked_with_a_hint_and_can_be_tried_again(self):
        self.configure("read_settle_seconds = 0\nunmapped_locations = park\n")
        self.source.create_database(DatabaseInput={"Name": "sales"})
        table = {**TABLE, "StorageDescriptor": {"Location": "s3://unmapped/orders"}}
        self.source.create_table(DatabaseName="sales", TableInput=table)
        self.assert_exit(self.run_it("pull"), 0)
        # Two: the database was created, so the table is part of what that entry touches.
        self.assertEqual(self.json_of(self.run_it("replicate", "--output", "json"), 5)["parked"], 2)
        status = self.json_of(self.run_it("status", "--output", "json"))
        self.assertEqual(status["counts"]["parked"], 2)
        self.assertIn("unmapped", status["parked"][0]["Error"])
        self.assertIn("lakemirror events retry --all-parked", self.run_it("status").stdout)
        self.configure("read_settle_seconds = 0\n")
        self.assertEqual(self.json_of(self.run_it("events", "retry", "--all-parked", "--output", "json")), {"retried": 2})
        self.assert_exit(self.run_it("replicate"), 0)
        self.assertEqual(self.json_of(self.run_it("status", "--output", "json"))["counts"]["parked"], 0)


class Comparison(WorkCase):
    def setUp(self):
        super().setUp()
        self.administer()

    def test_diff_exits_2_and_names_what_differs_and_0_when_equal(self):
        self.make_table()
        report = self.json_of(self.run_it("diff", "--output", "json"), 2)
        self.assertFalse(report["equal"])
        self.assertEqual({row["result"] for row in report["differences"]}, {"planned"})
        self.assertIn("database/sales/table/orders", [row["key"] for row in report["differences"]])
        self.pull_and_replicate()
        report = self.json_of(self.run_it("diff", "--output", "json"))
        self.assertTrue(report["equal"])
        self.assertEqual((report["databases"], report["tables"]), (1, 1))
        self.assertIn("0 differences", self.run_it("diff").stdout)

    def test_sync_applies_but_removes_only_when_told(self):
        self.make_table()
        self.assert_exit(self.run_it("sync", "--dry-run"), 2)
        self.assertEqual(self.target.get_databases()["DatabaseList"], [])
        self.assert_exit(self.run_it("sync"), 0)
        self.source.delete_table(DatabaseName="sales", Name="orders")
        report = self.json_of(self.run_it("sync", "--output", "json"), 2)
        self.assertEqual((report["kept"], report["applied"]), (1, 0))
        report = self.json_of(self.run_it("sync", "--delete", "--output", "json"))
        self.assertEqual(report["applied"], 1)
        self.assertEqual(self.target.get_tables(DatabaseName="sales")["TableList"], [])

    def test_a_chosen_database_is_all_that_is_compared(self):
        self.make_table()
        self.source.create_database(DatabaseInput={"Name": "web"})
        report = self.json_of(self.run_it("diff", "--database", "web", "--output", "json"), 2)
        self.assertEqual([row["key"] for row in report["differences"]], ["database/web"])


class Events(WorkCase):
    def test_list_and_show_tell_entries_under_the_names_of_the_journal(self):
        self.make_table()
        self.assert_exit(self.run_it("pull"), 0)
        rows = self.json_of(self.run_it("events", "list", "--output", "json"))
        self.assertEqual(sorted(row["EventName"] for row in rows), ["CreateDatabase", "CreateTable"])
        self.assertEqual({row["Processed_Flag"] for row in rows}, {"N"})
        event_id = next(row["EventId"] for row in rows if row["EventName"] == "CreateTable")
        entry = self.json_of(self.run_it("events", "show", event_id, "--output", "json"))
        self.assertEqual(entry["CloudTrailEvent"]["eventName"], "CreateTable")
        self.assertIn(event_id, self.run_it("events", "list").stdout)
        self.assertIn("requestParameters", self.run_it("events", "show", event_id).stdout)

    def test_list_filters_by_flag_name_key_and_time(self):
        self.make_table()
        self.pull_and_replicate()
        def listed(*filters):
            rows = self.json_of(self.run_it("events", "list", "--output", "json", *filters))
            return [row["EventName"] for row in rows]
        self.assertEqual(listed("--flag", "F"), [])
        self.assertEqual(listed("--name", "CreateTable"), ["CreateTable"])
        self.assertEqual(listed("--key", "database/sales/table/orders"), ["CreateTable"])
        self.assertEqual(len(listed("--since", "15m")), 2)
        self.assertEqual(listed("--since", "2099-01-01T00:00:00Z"), [])
        self.assertEqual(len(listed("--limit", "1")), 1)
        self.assert_fails(self.run_it("events", "list", "--since", "yesterday"), 3, "yesterday")

    def test_an_entry_that_is_skipped_is_not_replicated_and_keeps_the_reason(self):
        self.make_table()
        self.assert_exit(self.run_it("pull"), 0)
        for row in self.json_of(self.run_it("events", "list", "--output", "json")):
            self.assert_exit(self.run_it("events", "skip", row["EventId"], "--reason", "a test"), 0)
        rows = self.json_of(self.run_it("events", "list", "--outcome", "skipped", "--output", "json"))
        self.assertEqual([row["Reason"] for row in rows], ["a test", "a test"])
        self.assertEqual(self.json_of(self.run_it("replicate", "--output", "json"))["entries"], 0)

    def test_unknown_and_processed_entries_are_told_apart(self):
        self.make_table()
        self.pull_and_replicate()
        self.assert_fails(self.run_it("events", "show", "no-such-id"), 1, "no-such-id", "next: lakemirror events list")
        self.assert_fails(self.run_it("events", "retry", "no-such-id"), 1, "no-such-id")
        done = self.json_of(self.run_it("events", "retry", "--all-parked", "--output", "json"))
        self.assertEqual(done, {"retried": 0})


class Check(WorkCase):
    def test_all_is_well(self):
        report = self.json_of(self.run_it("check", "--output", "json"))
        self.assertTrue(report["ok"])
        self.assertEqual([row["check"] for row in report["checks"]],
                         ["configuration", "journal", "replicator lock", "source credentials", "source catalog",
                          "source event history", "target credentials", "target catalog", "journal's Regions",
                          "source permissions", "target permissions", "target administrator", "source visibility",
                          "registered locations", "principals"])
        self.assertIn("account 123456789012", self.run_it("check").stdout)

    def test_what_is_not_well_is_told_and_the_rest_is_checked_nevertheless(self):
        self.configure("source_endpoint = http://127.0.0.1:9\n")
        report = self.json_of(self.run_it("check", "--output", "json"), 1)
        wrong = [row["check"] for row in report["checks"] if not row["ok"]]
        self.assertEqual(wrong, ["source credentials", "source catalog", "source event history"])

    def test_a_broken_configuration_is_exit_4(self):
        self.write("lakemirror.conf", "[AwsDataCatalog]\n")
        self.assert_exit(self.run_it("check"), 4)


class FullDisk(WorkCase):
    ROOM = 256 * 1024  # bytes a file may have: too few for the events below

    def with_little_room(self):
        """For preexec_fn: writes beyond ROOM fail, as on a full disk, and no signal tells of it."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.ROOM, self.ROOM))

    def test_a_full_disk_is_a_clean_stop_and_loses_nothing(self):
        self.administer()
        self.source.create_database(DatabaseInput={"Name": "sales"})
        for number in range(250):
            self.source.create_table(DatabaseName="sales", TableInput={**TABLE, "Name": f"t{number}"})
        done = self.run_it("run", "--tick", "1", "--no-bootstrap", preexec_fn=self.with_little_room)
        self.assert_fails(done, 1, "journal", "next: ")
        self.assertEqual(self.target.get_databases()["DatabaseList"], [])
        self.assertGreater(self.json_of(self.run_it("pull", "--output", "json"))["stored"], 0)
        self.assert_exit(self.run_it("replicate"), 0)
        self.assertTrue(self.json_of(self.run_it("diff", "--output", "json"))["equal"])
        self.assertEqual(self.json_of(self.run_it("status", "--output", "json"))["counts"]["processed"], 252)


class Terminal(WorkCase):
    def on_terminal(self, *arguments, **env):
        """Runs the binary with a terminal as standard output; returns what it drew."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        subprocess.run([BINARY, *arguments], cwd=self.folder, env={**self.environment, "TERM": "xterm", **env},
                       stdout=theirs, stderr=subprocess.DEVNULL, timeout=60)
        os.close(theirs)
        drawn = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed and all has been read
                return drawn.decode()
            drawn += part

    def test_colour_is_for_terminals_alone(self):
        self.assertIn("\x1b[", self.on_terminal("status"))
        self.assertNotIn("\x1b[", self.run_it("status", env={"TERM": "xterm"}).stdout)

    def test_no_color_and_dumb_terminals_are_respected(self):
        self.assertNotIn("\x1b[", self.on_terminal("status", NO_COLOR="1"))
        self.assertNotIn("\x1b[", self.on_terminal("status", TERM="dumb"))


class Signals(CliCase):
    def test_a_second_signal_ends_the_program_at_once(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            self.configure()
            process = self.start("diff", env={"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                                              "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"})
            connection, _ = silent.accept()
            self.addCleanup(connection.close)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.stderr.readline(), "\n")
            self.assertIn("stopping cleanly", process.stderr.readline())
            began = time.monotonic()
            self.assertEqual(self.stop_with(process, signal.SIGINT), 130)
            self.assertLess(time.monotonic() - began, 5)


class Unreachable(CliCase):
    def test_run_says_once_that_a_side_is_away_and_goes_on_when_it_is_back(self):
        local, url = self.start_local()
        port = url.rsplit(":", 1)[1]
        self.assertEqual(self.stop_with(local), 0)
        self.configure()
        process = self.start("run", "--tick", "1", "--log-format", "json")
        said = json.loads(process.stderr.readline())
        self.assertEqual(said["level"], "warn")
        self.assertIn("source", said["message"])
        local = self.start("local", "--port", port)
        said = json.loads(process.stderr.readline())
        self.assertEqual((said["level"], said["message"]), ("info", "source: reached"))
        self.assertEqual(self.stop_with(process), 0)


if __name__ == "__main__":
    unittest.main()
