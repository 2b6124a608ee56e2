#!/usr/bin/env python3
"""Wrong tables, one fault each, and requires that table.py finds exactly that fault."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import table  # noqa: E402

HEAD = "| # | defect | here | test | planted fault |\n|---|---|---|---|---|\n"
FIRST = "| 1 | a defect | how | `scenario.a`, `apply.B.C` | `01-fault` |\n"
SECOND = "| 2 | another | how | | does not apply: there is nothing of it |\n"
TESTS = {"scenario.a", "apply.B.C"}
PATCHES = {"01-fault": True}


class WrongTables(unittest.TestCase):
    def found(self, text, tests=TESTS, patches=PATCHES):
        return list(table.problems(HEAD + text, tests, patches, known=["1", "2"]))

    def assert_one(self, words, *arguments, **more):
        found = self.found(*arguments, **more)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_a_whole_table_has_no_fault(self):
        self.assertEqual(self.found(FIRST + SECOND), [])

    def test_a_row_that_is_missing(self):
        self.assert_one("row 2 is there 0 times", FIRST)

    def test_a_row_that_is_there_twice(self):
        self.assert_one("row 2 is there 2 times", FIRST + SECOND + SECOND)

    def test_a_row_of_no_known_defect(self):
        self.assert_one("row 3 is of no known defect", FIRST + SECOND + SECOND.replace("2", "3"))

    def test_a_test_that_the_build_does_not_have(self):
        self.assert_one("there is no test apply.B.C", FIRST + SECOND, tests={"scenario.a"})

    def test_a_patch_that_does_not_exist(self):
        more = FIRST.replace("`01-fault`", "`01-fault`, `01-other`")
        self.assert_one("there is no patch 01-other", more + SECOND)

    def test_a_patch_that_does_not_apply(self):
        self.assert_one("01-fault does not apply", FIRST + SECOND, patches={"01-fault": False})

    def test_a_patch_in_no_row(self):
        self.assert_one("02-fault is in no row", FIRST + SECOND, patches={**PATCHES, "02-fault": True})

    def test_a_row_with_neither_test_nor_reason(self):
        self.assert_one("neither a test nor a reason", FIRST + "| 2 | another | how | | |\n")

    def test_a_row_whose_tests_nothing_shows(self):
        self.assert_one("no planted fault", FIRST + "| 2 | another | how | `scenario.a` | |\n")

    def test_a_planted_fault_without_a_test(self):
        self.assert_one("no test", FIRST + "| 2 | another | how | | `01-fault` does not apply: partly |\n")


class Patches(unittest.TestCase):
    def test_one_applies_exactly_where_its_lines_stand(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "file").write_text("one\ntwo\nthree\n")
            patch = root / "x.patch"
            patch.write_text("Why.\n\n--- a/file\n+++ b/file\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n")
            self.assertTrue(table.applies(patch, root))
            (root / "file").write_text("one\nTWO\nthree\n")
            self.assertFalse(table.applies(patch, root))


class Judgement(unittest.TestCase):
    ROWS = table.rows(FIRST)

    def judged(self, **failed):
        results = {test.replace("_", "."): how for test, how in failed.items()}
        return list(table.unshown(self.ROWS, {"01-fault": results}))

    def test_every_test_has_to_fail(self):
        self.assertEqual(self.judged(scenario_a=True, apply_B_C=True), [])
        self.assertEqual(self.judged(scenario_a=True, apply_B_C=False),
                         ["row 1: apply.B.C passes under the planted fault"])
        self.assertIn("row 1: no test fails under 01-fault", self.judged(scenario_a=False, apply_B_C=False))

    def test_of_several_faults_each_is_found_and_each_test_fails_under_one(self):
        of_two = table.rows(FIRST.replace("`01-fault`", "`x`, `y`"))
        shown = {"x": {"scenario.a": True, "apply.B.C": False}, "y": {"scenario.a": False, "apply.B.C": True}}
        self.assertEqual(list(table.unshown(of_two, shown)), [])
        shown["y"] = {"scenario.a": True, "apply.B.C": False}
        self.assertEqual(list(table.unshown(of_two, shown)), ["row 1: apply.B.C passes under the planted fault"])
        del shown["y"]
        self.assertEqual(list(table.unshown(of_two, shown)), [], "half of a row is not judged")

    def test_targets_follow_from_the_names(self):
        tests = ["scenario.a", "cli.work", "apply.B.C", "journal.Sqlite/X.Y/Sqlite", "scenarios.Z.Q", "kills",
                 "cli.Y.Z"]
        self.assertEqual(table.targets_of(tests), ["apply_test", "cli_test", "journal_test", "lakemirror", "scenarios",
                                                   "scenarios_test", "write_gate"])


if __name__ == "__main__":
    unittest.main()
