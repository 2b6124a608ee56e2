"""As test_disk_full.py, on a file system that really is full. It is mounted in a mount namespace of this test alone, so
that nothing of it stays whatever happens."""
import os
import subprocess
import sys
import unittest

from disk_case import ROOM, DiskFullCase
from robust_case import SECONDS, TARGET, Replicator

ROOM_TO_BEGIN = 160 << 10  # bytes: the target is changed, and then there are the outcomes of 441 entries to write
INSIDE = "LAKEMIRROR_TEST_MAY_MOUNT"
NAMESPACE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


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

    def test_started_again_without_room_it_stops_again_and_loses_nothing(self):
        self.make_changes()
        for _ in range(2):  # as a supervisor would
            self.assertEqual(self.start_run().wait(timeout=SECONDS), 1)
        self.mount("-o", f"remount,size={64 * ROOM}", self.disk)
        self.assert_it_goes_on()

    def test_what_was_done_is_not_reported_when_its_outcomes_find_no_room(self):
        self.mount("-o", f"remount,size={64 * ROOM}", self.disk)
        self.make_changes()
        self.replicator.answer("pull")
        ballast = self.disk / "ballast"
        room = os.statvfs(self.disk)
        ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - ROOM_TO_BEGIN))
        done = self.replicator.command("replicate", "--output", "json")
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn("free space", done.stderr)
        ballast.unlink()
        self.assertEqual(self.replicator.counts()["processed"], 0)
        self.assertGreater(len(self.aws.dump(TARGET)["databases"]), 0, "the target was not even begun")
        self.assert_it_goes_on()


def main():
    if INSIDE in os.environ:
        unittest.main()
    probe = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(f"SKIPPED: no file system may be mounted here, so none was filled: {probe.stderr.strip()}")
        return 77
    os.execvpe(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv], {**os.environ, INSIDE: "yes"})


if __name__ == "__main__":
    sys.exit(main())
