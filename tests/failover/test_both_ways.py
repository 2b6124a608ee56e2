"""Both directions at once, each with its users: what one copies is no news to the other."""
import unittest

from failover_case import SECONDS, FailoverCase, mutating_event_ids, wait_until

ROUNDS = 40


class BothWays(FailoverCase):
    def copied(self, region, database):
        """What replicators did in a Region to a database that only its own users change."""
        return [record for record in region.records()
                if record["userAgent"].startswith("lakemirror/") and f'"{database}"' in str(record).replace("'", '"')]

    def ids(self):
        return mutating_event_ids(self.east.trail) | mutating_event_ids(self.west.trail)

    def work(self, region, database, number):
        """Quick changes of one object: a copy of an old one must not come back and undo a newer one."""
        region.change_table(database, "hot", n=str(number))
        if number % 10 == 0:
            region.make_table(database, f"t{number}", n="1")
            region.grant("analyst", database, f"t{number}")
        if number % 20 == 15:
            region.revoke("analyst", database, f"t{number - 5}")
            region.glue.delete_table(DatabaseName=database, Name=f"t{number - 5}")

    def test_both_are_equal_and_come_to_rest(self):
        back = self.reverse()
        flows = (self.there, back)
        for flow in flows:
            flow.run("--adopt-target", "--no-bootstrap")  # a comparison of everything takes up what is under way
        for region, database in ((self.east, "eastern"), (self.west, "western")):
            region.make_database(database)
            region.make_table(database, "hot", n="0")
        for number in range(1, ROUNDS + 1):
            self.work(self.east, "eastern", number)
            self.work(self.west, "western", number)
        self.wait_until_equal(*flows)
        for flow in flows:
            self.wait_until_settled(flow)
        self.assertEqual(self.unequal(), [])
        for region in (self.east, self.west):
            for database in ("eastern", "western"):
                self.assertEqual(region.tables(database)["hot"], {"n": str(ROUNDS)})

        self.assertEqual(self.copied(self.east, "eastern"), [], "no echo")
        self.assertEqual(self.copied(self.west, "western"), [], "no echo")
        self.assertGreater(len(self.copied(self.west, "eastern")), 0)
        for flow in flows:
            ignored = flow.entries("--outcome", "ignored")
            self.assertIn("lakemirror copied it here from the target, as arn:aws:iam::123456789012:user/test",
                          {entry["Reason"] for entry in ignored})
        # It is at rest: many more looks from both sides change nothing.
        calls = self.ids()
        for flow in flows:
            flow.wait_for_ticks(5)
        self.assertEqual(self.ids() - calls, set())


if __name__ == "__main__":
    unittest.main(verbosity=2)
