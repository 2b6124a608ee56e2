"""The function that brings the journal's entries to the target: alone, beside others, stopped, killed."""
import threading
import unittest

from lambda_case import SECONDS, LambdaCase, wait_until


class Replicate(LambdaCase):
    def hold_creation(self):
        """The next CreateTable at the target is held until the given event is set. Both events."""
        held, go_on = threading.Event(), threading.Event()

        def hold(call, answer):
            if call.operation == "CreateTable" and not held.is_set():
                held.set()
                go_on.wait(SECONDS)
            return answer

        self.target_proxy.after = hold
        self.addCleanup(go_on.set)
        return held, go_on

    def test_a_batch_of_the_stream_wakes_it(self):
        self.make_tables(3)
        self.pull()
        function = self.start("replicate")
        self.assertEqual(function.call(self.stream_batch()), {"batchItemFailures": []})
        self.assert_equal_regions()
        self.replicate_until_settled(function)
        self.assertEqual(self.replicator.counts()["parked"], 0)

    def test_whatever_the_batch_holds_only_the_journal_counts(self):
        self.make_tables(1)
        self.pull()
        function = self.start("replicate")
        for payload in (b"{", b"null", {"Records": [7]}, {"Records": []}, self.stream_batch(500)):
            self.assertIsNone(function.send(payload).wait(SECONDS).error)
        self.assert_equal_regions()

    def test_when_the_time_is_up_it_says_that_work_is_left_and_gives_the_lease_back(self):
        self.make_tables(30)
        self.pull()
        self.aws.set_knobs(latency=150)
        first, second = self.start("replicate"), self.start("replicate")
        batch = self.stream_batch()
        invocation = first.send(batch, timeout=3).wait(SECONDS)
        self.assertEqual(invocation.answer, {"batchItemFailures": [{"itemIdentifier": "1000"}]})
        self.aws.set_knobs(latency=0)
        self.assertEqual(second.call(batch), {"batchItemFailures": []})
        answer = first.call(self.schedule(), timeout=-1)
        self.assertTrue(answer["work_left"])
        self.replicate_until_settled(first)
        self.assert_equal_regions()

    def test_of_two_at_a_time_one_works_and_looks_again_for_the_other(self):
        self.make_tables(2)
        self.pull()
        held, go_on = self.hold_creation()
        holder, loser = self.start("replicate"), self.start("replicate")
        working = holder.send(self.stream_batch())
        self.assertTrue(held.wait(SECONDS))
        self.make_tables(2)
        self.pull()
        self.assertEqual(loser.call(self.stream_batch()), {"batchItemFailures": []})
        self.assertEqual(loser.call(self.schedule())["state"], "left to the holder of the lease")
        go_on.set()
        self.assertEqual(working.result(), {"batchItemFailures": []})
        self.assert_equal_regions()

    def test_two_that_take_turns_make_equal_sides(self):
        functions = [self.start("replicate"), self.start("replicate")]
        for round in range(6):
            self.make_tables(4)
            if round % 2:
                self.glue.delete_table(DatabaseName="sales", Name=f"t{self.tables - 1}")
            self.pull()
            sent = [function.send(self.stream_batch()) for function in functions]
            for invocation in sent:
                self.assertEqual(invocation.result(), {"batchItemFailures": []})
        self.replicate_until_settled(functions[0])
        self.assert_equal_regions()

    def test_killed_in_the_middle_it_leaves_everything_to_the_next(self):
        self.make_tables(5)
        self.pull()
        held, go_on = self.hold_creation()
        first = self.start("replicate")
        first.send(self.stream_batch())
        self.assertTrue(held.wait(SECONDS))
        first.process.kill()
        first.process.wait()
        go_on.set()
        second = self.start("replicate")
        self.assertEqual(second.call(self.stream_batch()), {"batchItemFailures": []})
        self.replicate_until_settled(second)
        self.assert_equal_regions()

    def test_a_signal_ends_the_invocation_cleanly(self):
        self.make_tables(30)
        self.pull()
        self.aws.set_knobs(latency=150)
        first = self.start("replicate")
        invocation = first.send(self.stream_batch())
        wait_until(lambda: len(self.aws.dump("us-west-2").get("databases", {})) > 0, SECONDS, "nothing was made")
        self.assertEqual(self.stop(first), 0, first.said())
        self.assertEqual(invocation.wait().answer, {"batchItemFailures": [{"itemIdentifier": "1000"}]})
        self.assertEqual({line["function_request_id"] for line in first.lines()}, {invocation.id})
        self.aws.set_knobs(latency=0)
        second = self.start("replicate")
        self.replicate_until_settled(second)
        self.assert_equal_regions()

    def test_a_target_that_is_away_fails_the_invocation_so_that_the_batch_comes_again(self):
        self.make_tables(1)
        self.pull()
        function = self.start("replicate")
        allow = self.deny(self.target_proxy, "GetCallerIdentity")
        self.assertIsNotNone(function.send(self.stream_batch()).wait(SECONDS).error)
        allow()
        self.assertEqual(function.call(self.stream_batch()), {"batchItemFailures": []})
        self.assert_equal_regions()


if __name__ == "__main__":
    unittest.main()
