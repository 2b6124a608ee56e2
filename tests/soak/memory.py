"""How much memory a process holds over time, and whether that stays level."""
import pathlib
import re

# A process that forgets nothing grows with what it is given. Per event it may keep less than this: the smallest thing
# that anybody would keep of one, its id, takes more.
BYTES_AN_EVENT = 64
# What malloc and the page cache of SQLite move to and fro, whatever is kept.
NOISE_KIB = 2048


def resident_kib(pid):
    """VmRSS; None when the process is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    found = re.search(r"^VmRSS:\s*(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) if found else None


def slope(samples):
    """KiB a second, of the line that fits best through (second, KiB)."""
    count = len(samples)
    middle = sum(second for second, _ in samples) / count
    level = sum(kib for _, kib in samples) / count
    spread = sum((second - middle) ** 2 for second, _ in samples)
    if not spread:
        return 0
    return sum((second - middle) * (kib - level) for second, kib in samples) / spread


class Curve:
    """Samples of one process that lived from the first to the last of them."""

    def __init__(self, samples):
        self.samples = list(samples)

    def second_half(self):
        """The first half is left to what grows once: caches, pools, what is known of the catalog."""
        half = (self.samples[0][0] + self.samples[-1][0]) / 2
        return [sample for sample in self.samples if sample[0] >= half]

    def growth(self):
        """KiB by which the line through the second half rises."""
        half = self.second_half()
        return slope(half) * (half[-1][0] - half[0][0])

    def growth_an_hour(self):
        return slope(self.second_half()) * 3600

    def most_growth(self, events_a_second):
        half = self.second_half()
        return NOISE_KIB + BYTES_AN_EVENT * events_a_second * (half[-1][0] - half[0][0]) / 1024

    def is_flat(self, events_a_second):
        return self.growth() <= self.most_growth(events_a_second)

    def told(self, points=12):
        """A line for each of some points of it."""
        step = max(1, len(self.samples) // points)
        return [f"  {second:7.0f} s  {kib / 1024:8.1f} MiB" for second, kib in self.samples[::step]]
