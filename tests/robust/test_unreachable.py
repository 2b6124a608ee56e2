"""A side that cannot be reached is said once, tried again, and replication goes on when it is back."""
import unittest

from robust_case import SECONDS, RobustCase, wait_until

LINE = "trying again"
BACK = "all well again"


class Unreachable(RobustCase):
    def lines_with(self, words):
        return [line for line in self.replicator.said().splitlines() if words in line]

    def assert_said_once(self, words):
        self.assertEqual(len(self.lines_with(words)), 1, self.replicator.said())

    def from_the_start(self, proxy, side):
        proxy.cut()
        self.make_database()
        self.make_table()
        process = self.start_run()
        self.replicator.wait_for_words(LINE, SECONDS)
        proxy.restore()
        self.wait_until_everything_is_settled()
        self.assert_said_once(LINE)
        self.assertIn(side, self.lines_with(LINE)[0])
        self.assertEqual(len(self.lines_with(f"{side}: reached")), 1, self.replicator.said())
        self.stop(process)
        self.assert_nothing_lost()

    def in_the_middle(self, proxy):
        process = self.start_run("--log-level", "debug")
        self.make_database()
        self.make_table()
        self.wait_until_everything_is_settled()
        proxy.cut()
        for _ in range(5):
            self.make_table()
        self.replicator.wait_for_words(LINE, SECONDS)
        # Until it has looked twice more, which must be silent.
        wait_until(lambda: self.replicator.said().partition(LINE)[2].count("attempt 1 of") >= 2, SECONDS,
                   self.replicator.said)
        proxy.restore()
        self.replicator.wait_for_words(BACK, SECONDS)
        self.wait_until_everything_is_settled()
        self.assert_said_once(LINE)
        self.assert_said_once(BACK)
        self.make_table()
        self.wait_until_everything_is_settled()
        self.stop(process)
        self.assert_nothing_lost()

    def test_a_source_that_is_away_at_the_start_is_waited_for(self):
        self.from_the_start(self.source_proxy, "source")

    def test_a_target_that_is_away_at_the_start_is_waited_for(self):
        self.from_the_start(self.target_proxy, "target")

    def test_a_source_that_goes_away_is_said_once_and_followed_again(self):
        self.in_the_middle(self.source_proxy)

    def test_a_target_that_goes_away_is_said_once_and_followed_again(self):
        self.in_the_middle(self.target_proxy)


if __name__ == "__main__":
    unittest.main()
