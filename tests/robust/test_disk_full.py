"""A journal without room stops lakemirror cleanly, and nothing is lost: with room again it goes on to equality."""
import resource
import subprocess
import unittest

from robust_case import SECONDS, Replicator, RobustCase

ROOM = 1 << 20  # bytes: enough for a new journal, and not for what is written here
# Records of this size fill it with a few dozen changes.
LONG_TEXT = "a comment that nobody reads " * 40


class DiskFullCase(RobustCase):
    def make_changes(self):
        self.make_database()
        for _ in range(40):
            name = self.make_table()
            for i in range(10):
                self.glue.update_table(DatabaseName="sales", TableInput={"Name": name, "Parameters": {"n": str(i), "why": LONG_TEXT}})

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


class FileLimit(DiskFullCase):
    def test_a_limit_on_the_size_of_files_is_told_as_trouble_with_the_disk(self):
        self.make_changes()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        # Python ignores SIGXFSZ, which would end the process before it can say anything; so shall the child.
        process = self.start_run(preexec_fn=limit, restore_signals=False)
        self.assert_clean_stop(process)
        self.assert_it_goes_on()


class FileSystemFull(DiskFullCase):
    """A file system of its own, of a size that can be changed."""

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        self.mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", self.disk)
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=True)
        self.replicator = Replicator(self.folder, self.source_proxy.url, self.target_proxy.url, self.settings,
                                     journal=self.disk / "journal.db")

    @staticmethod
    def mount(*arguments):
        subprocess.run(["mount", *arguments], check=True)

    def test_a_full_disk_stops_it_and_room_heals_it(self):
        self.make_changes()
        self.assertIn("free space", self.assert_clean_stop(self.start_run()))
        self.mount("-o", f"remount,size={64 * ROOM}", self.disk)
        self.assert_it_goes_on()

    def test_while_it_is_full_the_target_gets_nothing_that_is_not_in_the_journal(self):
        self.make_changes()
        for _ in range(2):  # started again without room, as a supervisor would
            self.assertEqual(self.start_run().wait(timeout=SECONDS), 1)
        self.mount("-o", f"remount,size={64 * ROOM}", self.disk)
        self.assert_it_goes_on()


if __name__ == "__main__":
    unittest.main()
