"""`lakemirror run` among other processes: its lock, its signals, and when it calls a change processed."""
import signal
import time
import unittest

from robust_case import SECONDS, Answer, RobustCase, wait_until

STOPS_WITHIN = 2  # seconds, on a machine that has time for it
STARTS_ALLOWED = 20  # and so many times what starting the binary takes here, now


class Lock(RobustCase):
    def test_a_second_run_on_the_same_journal_is_refused_and_the_first_goes_on(self):
        first = self.start_run()
        self.replicator.wait_for_words("following", SECONDS)
        second = self.replicator.command("run")
        self.assertEqual(second.returncode, 6, second.stderr)
        self.assertIn(str(first.pid), second.stderr)
        self.make_database()
        self.wait_until_everything_is_settled()
        self.stop(first)
        self.assert_nothing_lost()

    def test_a_killed_run_leaves_no_lock(self):
        first = self.start_run()
        self.replicator.wait_for_words("following", SECONDS)
        self.end(first)
        self.stop_after_words(self.start_run())

    def stop_after_words(self, process):
        wait_until(lambda: self.replicator.said().count("following") == 2, SECONDS, self.replicator.said)
        self.stop(process)


class Signals(RobustCase):
    def assert_stops_in_time(self, process, number):
        began = time.monotonic()
        process.send_signal(number)
        self.assertEqual(process.wait(timeout=SECONDS), 0, self.replicator.said())
        stopped = time.monotonic()
        self.replicator.command("--version")
        self.assertLess(stopped - began, STOPS_WITHIN + STARTS_ALLOWED * (time.monotonic() - stopped))

    def test_it_stops_while_it_waits_for_the_next_look(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.start_run(tick=3600)
            calls = self.source_proxy.calls
            wait_until(lambda: self.source_proxy.calls >= calls + 2, SECONDS, self.replicator.said)
            self.assert_stops_in_time(process, number)

    def test_it_stops_in_the_middle_of_its_work_and_loses_nothing(self):
        self.make_database()
        for _ in range(200):
            self.make_table()
        process = self.start_run("--no-bootstrap")
        wait_until(lambda: self.target_proxy.calls > 20, SECONDS, self.replicator.said)
        self.assert_stops_in_time(process, signal.SIGTERM)
        again = self.start_run()
        self.wait_until_everything_is_settled()
        self.stop(again)
        self.assert_nothing_lost()

    def test_it_stops_while_a_side_is_away(self):
        self.source_proxy.cut()
        process = self.start_run()
        self.replicator.wait_for_words("trying again", SECONDS)
        self.assert_stops_in_time(process, signal.SIGTERM)

    def test_it_stops_while_it_is_throttled(self):
        self.source_proxy.before = lambda call: Answer.refusal("ThrottlingException", "Rate exceeded") \
            if call.operation == "LookupEvents" else None
        process = self.start_run()
        wait_until(lambda: self.source_proxy.calls > 5, SECONDS, self.replicator.said)
        self.assert_stops_in_time(process, signal.SIGTERM)


class Settling(RobustCase):
    settings = "read_settle_seconds = 3\n"

    def test_a_fresh_change_is_applied_at_once_and_processed_when_reads_have_settled(self):
        self.make_database()
        self.replicator.answer("pull")
        self.assertEqual(self.replicator.answer("replicate")["provisional"], len(self.changes()))
        self.assert_equal_regions()
        (entry,) = self.replicator.entries("--name", "CreateDatabase")
        self.assertEqual(entry["Processed_Flag"], "N")
        wait_until(lambda: self.replicator.answer("replicate") and set(self.flags().values()) == {"Y"}, SECONDS,
                   lambda: f"never settled: {self.replicator.entries()}")


class Defaults(RobustCase):
    settings = ""

    def test_reads_settle_a_minute_after_the_change(self):
        self.make_database()
        self.replicator.answer("pull")
        self.replicator.answer("replicate")
        (entry,) = self.replicator.entries("--name", "CreateDatabase")
        self.assertEqual(entry["Processed_Flag"], "N")
        seconds = [time.mktime(time.strptime(entry[name][:19], "%Y-%m-%dT%H:%M:%S"))
                   for name in ("EventTime", "NextAttemptAt")]
        self.assertGreaterEqual(seconds[1] - seconds[0], 60)
        self.assertLess(seconds[1] - seconds[0], 60 + SECONDS)


if __name__ == "__main__":
    unittest.main()
