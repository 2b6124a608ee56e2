"""The judge of the soak test, judged: a planted leak is found, and what is none is not."""
import math
import os
import random
import unittest

from memory import Curve, resident_kib

EVENTS_A_SECOND = 10


def curve(kib_at, seconds=3600, every=10):
    return Curve([(second, kib_at(second)) for second in range(0, seconds + 1, every)])


class MemoryJudge(unittest.TestCase):
    def assert_flat(self, kib_at, seconds=3600):
        judged = curve(kib_at, seconds)
        self.assertTrue(judged.is_flat(EVENTS_A_SECOND), f"grew by {judged.growth()} KiB")

    def assert_not_flat(self, kib_at, seconds=3600):
        judged = curve(kib_at, seconds)
        self.assertFalse(judged.is_flat(EVENTS_A_SECOND), f"grew by {judged.growth()} KiB")

    def test_a_level_curve_is_flat(self):
        self.assert_flat(lambda second: 40_000)

    def test_a_leak_of_every_record_is_found(self):
        self.assert_not_flat(lambda second: 40_000 + 2 * EVENTS_A_SECOND * second)

    def test_a_leak_of_every_record_is_found_within_minutes(self):
        self.assert_not_flat(lambda second: 40_000 + 2 * EVENTS_A_SECOND * second, seconds=300)

    def test_a_leak_of_a_few_hundred_bytes_an_event_is_found_in_an_hour(self):
        self.assert_not_flat(lambda second: 40_000 + 0.25 * EVENTS_A_SECOND * second)

    def test_a_leak_under_noise_is_found(self):
        noise = random.Random(1)
        self.assert_not_flat(lambda second: 40_000 + 0.5 * EVENTS_A_SECOND * second + noise.randint(-1500, 1500))

    def test_what_grows_once_is_flat(self):
        self.assert_flat(lambda second: 10_000 + 60_000 * (1 - math.exp(-second / 200)))

    def test_what_goes_up_and_down_is_flat(self):
        self.assert_flat(lambda second: 40_000 + 4_000 * math.sin(second / 60))

    def test_a_leak_that_begins_late_is_found(self):
        self.assert_not_flat(lambda second: 40_000 + max(0, second - 2400) * 20)

    def test_memory_of_a_process_is_read(self):
        before = resident_kib(os.getpid())
        held = bytearray(b"x" * 50_000_000)
        self.assertGreater(resident_kib(os.getpid()), before + 40_000)
        self.assertEqual(len(held), 50_000_000)
        self.assertIsNone(resident_kib(2 ** 22 + 1))


if __name__ == "__main__":
    unittest.main()
