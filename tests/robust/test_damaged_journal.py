"""A journal that was cut or damaged, from outside: every command says so and ends with 1, and none dies of it or goes on
as if nothing had been there."""
import random
import shutil
import subprocess
import unittest

from robust_case import SECONDS, RobustCase

PAGE = 8192
COMMANDS = (("status",), ("events", "list"), ("pull",), ("replicate",), ("run", "--tick", "1"))


class DamagedJournal(RobustCase):
    """The journal of a real run with entries pending, and its log beside it, as a killed process leaves them."""

    def setUp(self):
        super().setUp()
        self.make_database()
        for _ in range(30):
            self.make_table()
        process = self.start_run()
        self.wait_until_everything_is_settled()
        self.stop(process)
        for _ in range(10):
            self.make_table()
        self.replicator.answer("pull")
        self.pending = self.replicator.counts()["pending"]
        self.assertGreaterEqual(self.pending, 10)
        self.journal = self.replicator.journal
        self.kept = self.folder / "kept.db"
        shutil.copy(self.journal, self.kept)
        self.pages = self.kept.stat().st_size // PAGE
        self.assertGreater(self.pages, 10)

    def put(self, content):
        for beside in ("-wal", "-shm"):
            self.journal.with_name(self.journal.name + beside).unlink(missing_ok=True)
        self.journal.write_bytes(content)

    def run_for_a_while(self, command):
        """Exit code and what it said; None for a run that goes on, which is then stopped."""
        if command[0] != "run":
            done = self.replicator.command(*command)
            return done.returncode, done.stderr
        after = len(self.replicator.said())
        process = self.start_run()
        try:
            code = process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self.stop(process)
            code = None
        return code, self.replicator.said()[after:]

    def assert_refused(self, how):
        for command in COMMANDS:
            with self.subTest(how=how, command=command):
                code, said = self.run_for_a_while(command)
                self.assertEqual(code, 1, said)
                self.assertIn("journal.db", said)
                self.assertIn("When it is lost", said)

    def test_cut_it_is_refused_by_every_command(self):
        whole = self.kept.read_bytes()
        for size in (0, 100, PAGE, len(whole) // 2 // PAGE * PAGE, len(whole) - PAGE, len(whole) - 1):
            self.put(whole[:size])
            self.assert_refused(f"cut to {size} of {len(whole)} bytes")

    def test_with_a_page_of_noise_it_never_shows_fewer_pending_entries(self):
        whole = self.kept.read_bytes()
        noise = random.Random(1).randbytes(PAGE)
        for page in range(self.pages):
            self.put(whole[:page * PAGE] + noise + whole[(page + 1) * PAGE:])
            with self.subTest(page=page):
                done = self.replicator.command("events", "list", "--flag", "N", "--limit", "1000", "--output", "json")
                self.assertIn(done.returncode, (0, 1), done.stderr)
                if done.returncode:
                    self.assertIn("journal.db", done.stderr)
                else:
                    self.assertEqual(done.stdout.count('"EventId"'), self.pending)

    def test_put_back_it_goes_on(self):
        self.put(self.kept.read_bytes()[:PAGE])
        self.assert_refused("cut to a page")
        self.put(self.kept.read_bytes())
        process = self.start_run()
        self.replicator.wait_for_settled(len(self.changes()), SECONDS)
        self.stop(process)
        self.assert_nothing_lost()


if __name__ == "__main__":
    unittest.main()
