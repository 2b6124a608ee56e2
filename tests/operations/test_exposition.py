"""The reader of the text format the other tests rely on: it takes what is right and nothing else."""
import unittest

from exposition import Malformed, Metrics, parse

GOOD = """\
# HELP a_total Something.
# TYPE a_total counter
a_total{x="1",y="a\\"b\\\\c\\nd"} 3
a_total{x="2"} 1.5e+10
# HELP b Something else.
# TYPE b gauge
b -1
# HELP h_seconds A histogram.
# TYPE h_seconds histogram
h_seconds_count{f="l"} 3
h_seconds_sum{f="l"} 5.5
h_seconds_bucket{f="l",le="1"} 1
h_seconds_bucket{f="l",le="+Inf"} 3
"""


class Reader(unittest.TestCase):
    def test_it_reads_what_is_right(self):
        metrics = Metrics(GOOD)
        self.assertEqual(metrics.value("a_total", x="1", y='a"b\\c\nd'), 3)
        self.assertEqual(metrics.total("a_total"), 15000000003)
        self.assertEqual(metrics.value("b"), -1)
        self.assertEqual(metrics.value("h_seconds_bucket", f="l", le="+Inf"), 3)
        self.assertIsNone(metrics.value("a_total", x="3"))

    def test_it_refuses_what_is_not(self):
        faults = {
            "no end": (GOOD, GOOD.rstrip("\n")),
            "no type": ("# TYPE b gauge\n", ""),
            "no help": ("# HELP b Something else.\n", ""),
            "unknown type": ("b gauge", "b gadget"),
            "type of another": ("# TYPE b gauge", "# TYPE c gauge"),
            "counter without total": ("a_total", "a"),
            "gauge with total": ("b gauge", "b_total gauge"),
            "series twice": ('x="2"', 'x="1",y="a\\"b\\\\c\\nd"'),
            "label twice": ('{x="2"}', '{x="2",x="3"}'),
            "comma at the end": ('{x="2"}', '{x="2",}'),
            "wrong escape": ('{x="2"}', '{x="\\t"}'),
            "raw quote": ('{x="2"}', '{x="a"b"}'),
            "no number": ("b -1", "b one"),
            "two blanks": ("b -1", "b  -1"),
            "a timestamp": ("b -1", "b -1 17900000"),
            "negative counter": ("1.5e+10", "-1"),
            "empty line": ("b -1\n", "b -1\n\n"),
            "foreign sample": ("b -1\n", "b -1\nc 1\n"),
            "family twice": ("b -1\n", "b -1\n# HELP a_total Again.\n"),
            "not cumulative": ('le="1"} 1', 'le="1"} 4'),
            "count differs": ('_count{f="l"} 3', '_count{f="l"} 4'),
            "no bucket of all": ('h_seconds_bucket{f="l",le="+Inf"} 3\n', ""),
            "no sum": ('h_seconds_sum{f="l"} 5.5\n', ""),
        }
        for what, (old, new) in faults.items():
            with self.subTest(what):
                self.assertIn(old, GOOD)
                with self.assertRaises(Malformed):
                    parse(GOOD.replace(old, new))


if __name__ == "__main__":
    unittest.main()
