"""/healthz says whether a run does its work. What takes minutes to become a fault is in the unit tests."""
import os
import socket
import subprocess
import sys
import unittest

from operations_case import SECONDS, OperationsCase, Replicator, wait_until

INSIDE = "LAKEMIRROR_TEST_MAY_MOUNT"
NAMESPACE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
ROOM = 8 << 20


class Health(OperationsCase):
    def fault(self):
        """The faults of a run that is not well; waits until it is not."""
        wait_until(lambda: self.health()[0] == 503, SECONDS, lambda: f"still {self.health()}")
        _, told = self.health()
        self.assertEqual(told["status"], "failing")
        self.assertEqual(self.metrics().value("lakemirror_healthy"), 0)
        return " ".join(told["faults"])

    def wait_until_well(self):
        wait_until(lambda: self.health()[0] == 200, SECONDS, lambda: f"still {self.health()}")


class Run(Health):
    def test_is_well_while_it_follows(self):
        self.start_watched()
        self.wait_for_metric(1, "lakemirror_healthy")
        wait_until(lambda: self.health()[1]["tick_ended"], SECONDS, "no tick has ended")
        status, told = self.health()
        self.assertEqual((status, told["status"], told["faults"]), (200, "ok", []))
        self.assertNotIn("trouble", told)

    def test_can_be_asked_before_both_sides_have_answered(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.source_proxy.cut()
        self.start_run("--metrics-listen", self.address)
        self.replicator.wait_for_words("trying again", SECONDS)
        status, told = self.health()
        self.assertEqual((status, told["status"], told["tick_ended"]), (200, "ok", None))
        self.assertEqual(told["trouble"], "not both sides have answered yet")
        self.source_proxy.restore()
        wait_until(lambda: "trouble" not in self.health()[1], SECONDS, lambda: f"still {self.health()}")

    def test_tells_what_the_trouble_is(self):
        self.start_watched()
        self.source_proxy.cut()
        wait_until(lambda: "trouble" in self.health()[1], SECONDS, "no trouble was told")
        status, told = self.health()
        self.assertEqual(status, 200, "for ten minutes that is no fault")
        # Whichever call was the first to fail: the one for events, or one of a pass that was under way.
        self.assertRegex(told["trouble"], r"^(cloudtrail:LookupEvents|(glue|lakeformation):\w+) .*127\.0\.0\.1:\d+: ")

    def test_is_not_well_without_its_journal(self):
        self.start_watched(tick=3600)
        wait_until(lambda: self.health()[1]["tick_ended"], SECONDS, "no tick has ended")
        for name in ("journal.db-wal", "journal.db"):
            os.truncate(self.folder / name, 0)
        self.assertIn("the journal cannot be read", self.fault())
        self.assertEqual(self.metrics().value("lakemirror_journal_readable"), 0)
        self.assertNotIn("lakemirror_lag_seconds", self.metrics().families)


class Disk(Health):
    """A file system of its own, in a mount namespace of this test alone."""

    def setUp(self):
        super().setUp()
        disk = self.folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", disk], check=True)
        self.ballast = disk / "ballast"
        self.replicator = Replicator(self.folder, self.source_proxy.url, self.target_proxy.url, self.settings,
                                     journal=disk / "journal.db")

    def test_that_is_full_is_told_before_it_is_written_to(self):
        self.start_watched(tick=3600)
        wait_until(lambda: self.health()[1]["tick_ended"], SECONDS, "no tick has ended")
        self.wait_until_well()
        with self.assertRaises(OSError), open(self.ballast, "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        self.assertIn("no room left", self.fault())
        self.assertEqual(self.metrics().value("lakemirror_journal_free_bytes"), 0)
        self.ballast.unlink()
        self.wait_until_well()


def main():
    if INSIDE not in os.environ:
        probe = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True)
        if probe.returncode == 0:
            os.execvpe(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv], {**os.environ, INSIDE: "yes"})
        print(f"no file system may be mounted here, so none is filled: {probe.stderr.strip()}")
        del globals()["Disk"]
    unittest.main()


if __name__ == "__main__":
    main()
