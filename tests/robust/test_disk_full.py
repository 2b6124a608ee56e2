"""A journal without room stops lakemirror cleanly, and nothing is lost: with room again it goes on to equality."""
import resource
import unittest

from disk_case import ROOM, DiskFullCase


class FileLimit(DiskFullCase):
    def test_a_limit_on_the_size_of_files_is_told_as_trouble_with_the_disk(self):
        self.make_changes()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        # Python ignores SIGXFSZ, which would end the process before it can say anything; so shall the child.
        process = self.start_run(preexec_fn=limit, restore_signals=False)
        self.assert_clean_stop(process)
        self.assert_it_goes_on()


if __name__ == "__main__":
    unittest.main()
