"""/metrics tells what is so: the same as `status`, what AWS was asked, and what was done."""
import threading
import time
import unittest

from operations_case import ANYWHERE, SECONDS, SOURCE, Answer, OperationsCase, wait_until

ROLE = "arn:aws:iam::123456789012:role/analyst"


def seconds_of(text):
    return time.mktime(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone


class WhileItWorks(OperationsCase):
    def test_every_scrape_is_well_formed_and_no_counter_goes_back(self):
        self.start_watched()
        # Before the others: of two scrapes at a time, the one that ends first need not be the older one.
        first = self.metrics().counters()
        scrapes, failed, done = [], [], threading.Event()

        def scrape():
            try:
                while not done.is_set():
                    scrapes.append(self.metrics())
            except BaseException as error:  # not lost with the thread
                failed.append(error)

        threads = [threading.Thread(target=scrape) for _ in range(2)]
        for thread in threads:
            thread.start()
        self.make_database()
        for _ in range(30):
            self.make_table()
        self.wait_until_everything_is_settled()
        done.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        self.assertGreater(len(scrapes), 5)
        last = self.metrics().counters()
        for scrape in scrapes:
            for series, value in first.items():
                self.assertLessEqual(value, scrape.counters()[series], series)
                self.assertLessEqual(scrape.counters()[series], last[series], series)
        self.assert_nothing_lost()


class AgreesWith(OperationsCase):
    def follow(self, tables):
        process = self.start_watched()
        self.make_database()
        for _ in range(tables):
            self.make_table()
        self.wait_until_everything_is_settled()
        return process

    def test_status(self):
        self.follow(7)
        self.wait_for_metric(0, "lakemirror_entries_pending")
        status, metrics = self.replicator.status(), self.metrics()
        self.assertEqual(metrics.value("lakemirror_lag_seconds"), status["lag_seconds"])
        self.assertEqual(metrics.value("lakemirror_entries_parked"), status["counts"]["parked"])
        self.assertEqual(metrics.value("lakemirror_violations_total"), status["violations"])
        for outcome in ("replicated", "unchanged", "ignored"):
            expected = status["counts"]["by_outcome"].get(outcome, 0)
            self.assertEqual(metrics.value("lakemirror_journal_entries", outcome=outcome), expected)
            self.assertEqual(metrics.value("lakemirror_entries_settled_total", outcome=outcome), expected)
        self.assertAlmostEqual(metrics.value("lakemirror_newest_event_timestamp_seconds"),
                               seconds_of(status["newest_event"]))
        point = metrics.value("lakemirror_replication_point_timestamp_seconds")
        self.assertAlmostEqual(point, seconds_of(status["replication_point"]), delta=5)
        self.assertAlmostEqual(metrics.value("lakemirror_replication_point_age_seconds"), time.time() - point, delta=5)
        self.assertEqual(metrics.value("lakemirror_lateness_seconds_count", feed="lookup"),
                         status["lateness"]["lookup"]["entries"])
        self.assertEqual(metrics.value("lakemirror_healthy"), 1)

    def test_what_became_of_the_target(self):
        self.follow(7)
        metrics = self.metrics()
        self.assertEqual(metrics.value("lakemirror_changes_total", kind="table", result="created"), 7)
        self.assertEqual(metrics.value("lakemirror_changes_total", kind="database", result="created"), 1)
        self.assertEqual(metrics.total("lakemirror_changes_total", result="failed"), 0)

    def test_what_each_side_was_asked(self):
        self.follow(3)

        def sent(metrics, side):
            return metrics.total("lakemirror_aws_calls_total", side=side) + \
                metrics.total("lakemirror_aws_retries_total", side=side)

        for side, proxy in (("source", self.source_proxy), ("target", self.target_proxy)):
            before = sent(self.metrics(), side)
            calls = proxy.calls
            self.assertLessEqual(before, calls)
            # A call that is counted may not have been sent yet.
            self.assertLessEqual(calls, sent(self.metrics(), side) + 1)
        self.assertEqual(self.metrics().value("lakemirror_aws_calls_total", side="target", service="glue",
                                              operation="CreateTable"), 3)

    def test_the_processs_own_figures(self):
        process = self.start_watched()
        metrics = self.metrics()
        with open(f"/proc/{process.pid}/statm") as file:
            resident = int(file.read().split()[1]) * 4096
        self.assertAlmostEqual(metrics.value("process_resident_memory_bytes"), resident, delta=resident / 2)
        self.assertLess(abs(metrics.value("process_start_time_seconds") - time.time()), SECONDS)
        self.assertGreater(metrics.value("process_cpu_seconds_total"), 0)
        self.assertGreater(metrics.value("process_open_fds"), 5)
        self.assertGreater(metrics.value("lakemirror_journal_bytes"), 8192)
        self.assertGreater(metrics.value("lakemirror_journal_free_bytes"), 0)


class Trouble(OperationsCase):
    def test_a_refused_change_is_failed_and_its_entry_parked(self):
        self.target_proxy.before = lambda call: Answer.refusal("AccessDeniedException", "no") \
            if call.operation == "CreateTable" else None
        self.start_watched()
        self.make_database()
        self.make_table()
        wait_until(lambda: self.metrics().value("lakemirror_entries_settled_total", outcome="parked") > 0, SECONDS,
                   self.replicator.said)
        metrics = self.metrics()
        self.assertGreaterEqual(metrics.value("lakemirror_changes_total", kind="table", result="failed"), 1)
        self.assertGreaterEqual(metrics.value("lakemirror_aws_failures_total", side="target", service="glue",
                                              operation="CreateTable"), 1)
        # The database's entry has the table below it: both are parked, in one pass or in two.
        wait_until(lambda: self.replicator.counts()["parked"] == 2, SECONDS, self.replicator.said)
        self.wait_for_metric(2, "lakemirror_entries_parked")

    def test_throttles_and_retries_are_counted_where_they_happen(self):
        left = [3]

        def throttle(call):
            if call.operation == "CreateDatabase" and left[0] > 0:
                left[0] -= 1
                return Answer.refusal("ThrottlingException", "Rate exceeded")
            return None

        self.target_proxy.before = throttle
        self.start_watched()
        self.make_database()
        self.wait_until_everything_is_settled()
        labels = {"side": "target", "service": "glue", "operation": "CreateDatabase"}
        metrics = self.metrics()
        self.assertEqual(metrics.value("lakemirror_aws_throttles_total", **labels), 3)
        self.assertEqual(metrics.value("lakemirror_aws_retries_total", **labels), 3)
        self.assertEqual(metrics.value("lakemirror_aws_calls_total", **labels), 1)

    def test_a_side_that_is_away_is_trouble_until_it_is_back(self):
        self.start_watched()
        wait_until(lambda: self.metrics().value("lakemirror_last_pull_timestamp_seconds"), SECONDS, "nothing was read")
        self.assertEqual(self.metrics().value("lakemirror_trouble_seconds"), 0)
        self.source_proxy.cut()
        wait_until(lambda: self.metrics().value("lakemirror_trouble_seconds") > 0, SECONDS, "no trouble was told")
        before = self.metrics().value("lakemirror_last_pull_timestamp_seconds")
        self.source_proxy.restore()
        self.wait_for_metric(0, "lakemirror_trouble_seconds")
        metrics = self.metrics()
        self.assertGreaterEqual(metrics.value("lakemirror_ticks_total", result="trouble"), 1)
        self.assertGreater(metrics.value("lakemirror_last_pull_timestamp_seconds"), before)


class Permissions(OperationsCase):
    # With 0 nothing waits for the second that is to end before a list is newer than an event of it.
    settings = "read_settle_seconds = 1\n"

    def setUp(self):
        super().setUp()
        self.lake = self.aws.client("lakeformation", SOURCE)
        self.grant = {"Principal": {"DataLakePrincipalIdentifier": ROLE}, "Permissions": ["SELECT"],
                      "Resource": {"Table": {"DatabaseName": "sales", "Name": "t1"}}}

    def test_a_permission_that_cannot_be_taken_away_is_open_excess_until_it_is(self):
        self.start_watched()
        self.make_database()
        self.make_table()
        self.lake.grant_permissions(**self.grant)
        self.wait_until_everything_is_settled()
        self.assertEqual(self.metrics().value("lakemirror_over_permission_open_principals"), 0)
        self.target_proxy.before = lambda call: Answer.refusal("AccessDeniedException", "no") \
            if "Revoke" in call.operation else None
        self.lake.revoke_permissions(**self.grant)
        self.wait_for_metric(1, "lakemirror_over_permission_open_principals")
        self.assertEqual(self.metrics().value("lakemirror_over_permission_seconds_total"), 0)
        self.target_proxy.before = lambda call: None
        wait_until(lambda: self.replicator.counts()["parked"] > 0, SECONDS, "nothing was parked")
        self.replicator.answer("events", "retry", "--all-parked")
        self.wait_until_everything_is_settled()
        self.wait_for_metric(0, "lakemirror_over_permission_open_principals")
        wait_until(lambda: self.metrics().value("lakemirror_over_permission_seconds_total") > 0, SECONDS, "not counted")
        status = self.replicator.status()
        metrics = self.metrics()
        self.assertAlmostEqual(metrics.value("lakemirror_over_permission_seconds_total"),
                               status["over_permission_seconds"])
        self.assertEqual(metrics.value("lakemirror_over_permission_principals"),
                         len(status["over_permission_by_principal"]))
        self.assertNotIn("analyst", self.ask("/metrics")[2])


class Breaker(OperationsCase):
    def setUp(self):
        super().setUp()
        file = self.folder / "lakemirror.conf"
        file.write_text(file.read_text().replace("breaker_min = 1000000", "breaker_min = 3"))

    def test_it_is_told_while_it_holds_removals_and_when_an_operator_lets_them_through(self):
        process = self.start_watched()
        self.make_database()
        tables = [self.make_table() for _ in range(8)]
        self.wait_until_everything_is_settled()
        self.assertEqual(self.metrics().value("lakemirror_breaker_open"), 0)
        for name in tables[:6]:
            self.glue.delete_table(DatabaseName="sales", Name=name)
        self.wait_for_metric(1, "lakemirror_breaker_open")
        self.replicator.wait_for_words("warn  breaker opened reason=", SECONDS)
        self.assertGreater(self.metrics().value("lakemirror_entries_parked"), 0)
        self.assertEqual(self.metrics().value("lakemirror_healthy"), 1)
        self.stop(process)
        self.assertEqual(self.replicator.said().count("breaker opened"), 1)
        self.replicator.answer("replicate", "--allow-removals")
        self.start_watched()
        self.wait_until_everything_is_settled()
        self.wait_for_metric(0, "lakemirror_breaker_open")
        self.assert_equal_regions()


class Restart(OperationsCase):
    def test_what_the_journal_keeps_survives_and_the_rest_begins_anew(self):
        process = self.start_watched()
        self.make_database()
        self.make_table()
        self.wait_until_everything_is_settled()
        self.wait_for_metric(self.replicator.counts()["by_outcome"]["replicated"], "lakemirror_journal_entries",
                             outcome="replicated")
        before = self.metrics()
        self.assertGreater(before.total("lakemirror_entries_settled_total"), 0)
        self.stop(process)
        self.start_watched(*ANYWHERE, tick=3600)
        after = self.metrics()
        self.assertEqual(after.total("lakemirror_entries_settled_total"), 0)
        self.assertEqual(after.value("lakemirror_journal_entries", outcome="replicated"),
                         before.value("lakemirror_journal_entries", outcome="replicated"))
        self.assertGreaterEqual(after.value("lakemirror_last_deep_pull_timestamp_seconds"),
                                before.value("lakemirror_last_deep_pull_timestamp_seconds"))


if __name__ == "__main__":
    unittest.main()
