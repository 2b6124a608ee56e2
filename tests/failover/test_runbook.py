"""docs/failover.md from its first step to its last: the source is lost, the target goes live, the source comes back, what
was made meanwhile goes there, and all is as it was."""
import os
import pathlib
import pty
import select
import signal
import subprocess
import unittest

from failover_case import ON_DYNAMODB, SECONDS, Answer, FailoverCase, wait_until
from local_aws import BINARY


class Runbook(FailoverCase):
    def test_there_and_back(self):
        self.everyday_life()
        self.the_source_is_lost_and_the_target_promoted()
        self.users_work_at_the_target()
        self.the_source_is_back_and_changes_nothing()
        self.what_was_made_goes_back()
        self.fail_back()

    def everyday_life(self):
        self.there.run()
        self.east.make_database("sales")
        for name in ("orders", "customers", "old", "guarded"):
            self.east.make_table("sales", name, n="1")
        self.east.grant("analyst", "sales", "orders")
        self.wait_until_equal(self.there)
        self.wait_until_settled(self.there)

        # From here on us-west-2 refuses these two, so that something is parked and something pending when it counts.
        def refuse(call):
            if not call.changes_something():
                return None
            if b"role/late" in call.body:
                return Answer.refusal("AccessDeniedException", "not yours")
            if "Revoke" in call.operation:
                return Answer.refusal("ConcurrentModificationException", "busy")
            return None
        self.west_proxy.before = refuse
        self.east.revoke("analyst", "sales", "orders")
        self.east.grant("late", "sales", "orders")
        wait_until(lambda: self.there.counts()["parked"] == 1, SECONDS, lambda: f"{self.there.entries()}")
        wait_until(lambda: any(entry["EventName"] == "RevokePermissions" and entry.get("Error")
                               for entry in self.there.entries("--flag", "N")), SECONDS,
                   lambda: f"{self.there.entries()}")

    def the_source_is_lost_and_the_target_promoted(self):
        self.east_proxy.cut()
        told = self.there.answer("promote", "--reason", "us-east-1 is gone")
        self.assertEqual((told["raised"], told["at_work"], told["fence"]["reason"]), (True, None, "us-east-1 is gone"))
        self.assertIn("@", told["fence"]["by"])
        self.assertEqual((told["never_applied"], told["revokes_never_applied"]), (1, 1))
        self.assertEqual([entry["EventName"] for entry in told["pending"]], ["RevokePermissions"])
        self.assertEqual([entry["EventName"] for entry in told["parked"]], ["GrantPermissions"])
        self.assertGreater(told["lag_seconds"], 0)
        self.west_proxy.before = lambda call: None

        again = self.there.answer("promote", "--reason", "asked twice")
        self.assertEqual((again["raised"], again["fence"]), (False, told["fence"]))
        text = self.assert_done(self.there.command("promote")).stdout
        self.assertIn("stood already since", text)
        self.assertIn("us-east-1 is gone", text)
        self.assertIn("point readers and writers to us-west-2", text)

        self.there.wait_for_words("standing by: a fence", SECONDS)
        wait_until(lambda: self.there.metric("lakemirror_fence_standing") == 1, SECONDS, "no metric tells the fence")
        status, health = self.there.health()
        self.assertEqual(status, 200, health)
        self.assertIn("nothing is applied", health["fence"])
        self.assertEqual(self.there.status()["fence"], told["fence"])
        self.assertIn("us-east-1 is gone", self.there.command("status").stdout)
        for command in (("replicate",), ("sync",), ("sync", "--delete")):
            refused = self.there.command(*command)
            self.assertEqual(refused.returncode, 7, refused.stderr)
            self.assertIn("lakemirror resume", refused.stderr)
        refused = self.there.command("resume", "--yes")
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn("--without-diff", refused.stderr)
        self.assertIsNotNone(self.there.status()["fence"])

    def users_work_at_the_target(self):
        self.west.revoke("analyst", "sales", "orders")
        self.west.change_table("sales", "orders", n="2")
        self.west.make_table("sales", "made_in_the_west", n="1")
        self.west.glue.delete_table(DatabaseName="sales", Name="old")
        self.west.grant("auditor", "sales", "made_in_the_west")
        # The last that was done in us-east-1, and that nobody ever heard of.
        self.east.make_table("sales", "lost", n="1")
        self.east.change_table("sales", "customers", n="lost")
        self.live = self.west.dump()

    def the_source_is_back_and_changes_nothing(self):
        self.east_proxy.restore()
        self.there.wait_for_ticks(3)
        self.assertEqual(self.west.dump(), self.live)
        self.assertEqual(self.there.said().count("standing by: a fence"), 1)

        refused = self.there.command("resume", stdin=subprocess.DEVNULL)
        self.assertEqual(refused.returncode, 2, refused.stderr)
        for words in ("made_in_the_west", "remove", "the fence stays"):
            self.assertIn(words, refused.stdout)
        self.assertIn("would be overwritten", refused.stderr)
        asked = self.there.answer("resume", codes=(2,))
        self.assertEqual((asked["lifted"], asked["compared"]), (False, True))
        removed = {row["key"] for row in asked["differences"] if row["change"] == "remove"}
        self.assertIn("database/sales/table/made_in_the_west", removed)
        self.assertIn("the fence stays", self.answer_no())
        self.assertIsNotNone(self.there.status()["fence"])

    def answer_no(self):
        """What resume says to who answers no on a terminal."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen([BINARY, "resume"], cwd=self.there.folder, env=self.there.environment, stdin=theirs,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(theirs)
        asked = ""
        while "[y/N]" not in asked:
            self.assertTrue(select.select([process.stderr], [], [], SECONDS)[0], asked)
            more = os.read(process.stderr.fileno(), 4096).decode()
            self.assertNotEqual(more, "", asked)
            asked += more
        os.write(ours, b"no\n")
        said, _ = process.communicate(timeout=SECONDS)
        os.close(ours)
        self.assertEqual(process.returncode, 2)
        return said

    def what_was_made_goes_back(self):
        self.back = self.reverse()
        configuration = (self.back.folder / "lakemirror.conf")
        taken = self.there.command("reverse", "--output-file", str(configuration))
        self.assertEqual(taken.returncode, 1, taken.stdout)
        self.assertIn("--force", taken.stderr)
        there, back = self.there.answer("reverse")["journal"], self.back.answer("reverse")["journal"]
        first = "dynamodb://glue_lf_events" if ON_DYNAMODB else str(self.there.journal)
        self.assertEqual(back, first, "reversed twice, it is the first one")
        self.assertNotEqual(there, first)

        refused = self.back.command("sync", "--delete")
        self.assertEqual(refused.returncode, 1, refused.stdout)
        self.assertIn("--adopt-target", refused.stderr)
        planned = {row["key"]: row["change"] for row in self.back.answer("diff", codes=(2,))["differences"]}
        self.assertEqual(planned["database/sales/table/lost"], "remove")
        self.assertEqual(planned["database/sales/table/made_in_the_west"], "create")
        self.assert_done(self.back.command("sync", "--delete", "--adopt-target"))
        self.assertEqual(self.unequal(), [])
        self.back.run()
        # Users go on in us-west-2 until the day of the way back.
        self.west.change_table("sales", "customers", n="3")
        self.west.make_table("sales", "made_later", n="1")
        self.west.grant("analyst", "sales", "made_later")
        self.wait_until_equal(self.back)
        self.assertEqual(self.west.dump()["databases"]["sales"]["tables"]["orders"]["table"]["Parameters"], {"n": "2"})

    def fail_back(self):
        # Nobody writes anywhere now.
        self.wait_until_settled(self.back)
        self.assertEqual(self.back.answer("diff")["differences"], [])
        told = self.back.answer("promote", "--reason", "fail back")
        self.assertEqual((told["raised"], told["at_work"], told["never_applied"]), (True, None, 0))
        self.back.wait_for_words("standing by: a fence", SECONDS)
        east, west = self.east.dump(), self.west.dump()
        before = len(self.west.records())
        told = self.there.answer("resume")
        self.assertEqual((told["lifted"], told["difference_count"]), (True, 0))
        self.assertIsNone(self.there.answer("resume")["fence"])
        self.there.wait_for_words("going on", SECONDS)
        # All that us-east-1 was changed by while nobody listened is read now, and found to be there; so is what was
        # given before the loss, and is no more.
        self.there.command("events", "retry", "--all-parked")
        self.wait_until_settled(self.there)
        self.assertEqual((self.east.dump(), self.west.dump()), (east, west))
        self.assertEqual([record["eventName"] for record in self.west.records()[:len(self.west.records()) - before]], [])
        self.assertNotIn("late", self.west.holders())
        outcomes = self.there.counts()["by_outcome"]
        self.assertGreater(outcomes["ignored"], 0, "what the way back did is known as such")

        # Users are back in us-east-1.
        self.east.change_table("sales", "orders", n="4")
        self.east.make_table("sales", "after", n="1")
        self.wait_until_equal(self.there)
        east = self.east.dump()
        self.back.wait_for_ticks(3)
        self.assertEqual(self.east.dump(), east)
        self.assertEqual(self.west.tables("sales")["orders"], {"n": "4"})


@unittest.skipIf(ON_DYNAMODB, "a lease runs out; a lock does not")
class Lock(FailoverCase):
    def test_one_that_does_not_stop_is_named_and_one_that_sleeps_wakes_up(self):
        self.there.run(tick=3600)
        wait_until(lambda: self.there.health()[1]["tick_ended"], SECONDS, "no tick has ended")
        self.there.process.send_signal(signal.SIGSTOP)
        told = self.there.answer("promote", "--wait", "1", codes=(5,))
        self.assertIn(str(self.there.process.pid), told["at_work"])
        self.there.process.send_signal(signal.SIGCONT)
        self.assertIsNone(self.there.answer("promote")["at_work"])

    def test_a_journal_that_is_not_there_cannot_be_fenced(self):
        refused = self.there.command("promote", "--journal", str(self.folder / "mistyped.db"))
        self.assertEqual(refused.returncode, 1, refused.stdout)
        self.assertIn("there is no such file", refused.stderr)
        self.assertFalse((self.folder / "mistyped.db").exists())

    def test_a_run_that_starts_behind_the_fence_stands_by_and_needs_no_source_for_that(self):
        self.assert_done(self.there.command("init"))
        self.east_proxy.cut()
        self.there.process = self.there.start_run()
        self.there.wait_for_words("trying again until it answers", SECONDS)
        self.assertIsNone(self.there.answer("promote")["at_work"], "it lets go of the lock while it waits")
        self.there.end()
        self.there.process = self.there.start_run()
        self.east_proxy.restore()
        self.there.wait_for_words("standing by: a fence", SECONDS)
        self.assert_done(self.there.command("resume"))
        self.there.wait_for_words("going on", SECONDS)
        self.east.make_database("sales")
        self.wait_until_equal(self.there)

    def test_without_a_source_it_is_lifted_only_when_told(self):
        self.assert_done(self.there.command("init"))
        self.assert_done(self.there.command("promote"))
        self.east_proxy.cut()
        self.assertEqual(self.there.command("resume", "--yes").returncode, 1)
        self.assertIsNotNone(self.there.status()["fence"])
        told = self.there.answer("resume", "--without-diff")
        self.assertEqual((told["lifted"], told["compared"]), (True, False))
        self.assertIsNone(self.there.status()["fence"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
