"""The function that reads LookupEvents on a schedule."""
import unittest

from lambda_case import SECONDS, LambdaCase, wait_until


class Pull(LambdaCase):
    def test_one_pass_is_stored_and_told(self):
        self.make_tables(3)
        function = self.start("pull")
        answer = function.call(self.schedule())
        self.assertEqual([answer[name] for name in ("deep", "complete", "stored")], [True, True, len(self.changes())])
        self.assertEqual(self.replicator.journal_event_ids(), self.changes())
        self.make_tables(1)
        answer = function.call(self.schedule())
        self.assertEqual([answer[name] for name in ("deep", "stored")], [False, 1])

    def test_a_pass_that_the_time_cuts_short_is_no_failure_and_the_next_one_goes_on(self):
        self.make_tables(120)
        self.aws.set_knobs(latency=1000)
        function = self.start("pull")
        invocation = function.send(self.schedule(), timeout=2.5)
        answer = invocation.result()
        self.assertFalse(answer["complete"])
        self.assertLess(answer["stored"], 121)
        self.aws.set_knobs(latency=0)
        self.assertTrue(function.call(self.schedule())["complete"])
        self.assertEqual(self.replicator.journal_event_ids(), self.changes())

    def test_trouble_at_the_source_fails_the_invocation_and_not_the_next(self):
        self.make_tables(1)
        allow = self.deny(self.source_proxy, "LookupEvents")
        function = self.start("pull")
        invocation = function.send(self.schedule()).wait()
        self.assertIn("LookupEvents", (invocation.error or {}).get("errorMessage", ""))
        allow()
        self.assertTrue(function.call(self.schedule())["complete"])

    def test_what_comes_meanwhile_is_read_by_the_next(self):
        function = self.start("pull")
        function.call(self.schedule())
        self.make_tables(2)
        def all_stored():
            function.call(self.schedule())
            return self.changes() == self.replicator.journal_event_ids()
        wait_until(all_stored, SECONDS, "events are missing")


if __name__ == "__main__":
    unittest.main()
