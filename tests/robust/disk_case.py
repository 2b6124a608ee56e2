"""A journal that has no room for what is changed here."""
from robust_case import SECONDS, RobustCase

ROOM = 1 << 20  # bytes: enough for a new journal, and not for what is written here
# Records of this size fill it with a few dozen changes.
LONG_TEXT = "a comment that nobody reads " * 40


class DiskFullCase(RobustCase):
    def make_changes(self):
        self.make_database()
        for _ in range(40):
            name = self.make_table()
            for i in range(10):
                self.glue.update_table(DatabaseName="sales", TableInput={
                    "Name": name, "Parameters": {"n": str(i), "why": LONG_TEXT}})

    def assert_clean_stop(self, process):
        self.assertEqual(process.wait(timeout=SECONDS), 1, self.replicator.said())
        said = self.replicator.said()
        last = [line for line in said.splitlines() if line.startswith("lakemirror: journal ")]
        self.assertEqual(len(last), 1, said)
        self.assertIn("journal.db", last[0])
        self.assertIn("disk", last[0])
        return last[0]

    def assert_it_goes_on(self):
        self.assertEqual(self.replicator.journal_integrity(), ["ok"])
        process = self.start_run()
        self.wait_until_everything_is_settled()
        self.stop(process)
        self.assert_nothing_lost()
