"""A workload that goes on while something else is looked at."""
import threading


class Changes(threading.Thread):
    """Makes so many changes a second, or fewer where the source is slow, until end()."""

    def __init__(self, workload, a_second):
        super().__init__(daemon=True)
        self.workload = workload
        self.pause = 1 / a_second
        self.over = threading.Event()
        self.trouble = None

    def run(self):
        try:
            while not self.over.wait(self.pause):
                self.workload.change()
        except Exception as error:  # shown by end(), in the main thread
            self.trouble = error

    def end(self):
        self.over.set()
        self.join()
        if self.trouble:
            raise self.trouble
