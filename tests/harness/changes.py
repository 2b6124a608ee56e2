"""A workload that goes on while something else is looked at."""
import threading
import time


class Changes(threading.Thread):
    """Makes so many changes a second, until end()."""

    def __init__(self, workload, a_second):
        super().__init__(daemon=True)
        self.workload = workload
        self.pause = 1 / a_second
        self.over = threading.Event()
        self.trouble = None

    def run(self):
        try:
            due = time.monotonic()
            while not self.over.wait(max(0, due - time.monotonic())):
                self.workload.change()
                # A change that took longer than its turn is not made up for.
                due = max(due + self.pause, time.monotonic() - self.pause)
        except Exception as error:  # shown by end(), in the main thread
            self.trouble = error

    def end(self):
        self.over.set()
        self.join()
        if self.trouble:
            raise self.trouble
