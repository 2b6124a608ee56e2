#!/usr/bin/env python3
"""Plants small trees, one fault each, and requires that layers.py finds exactly that fault."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import layers  # noqa: E402

CLEAN = {
    "cmake/edges.txt": "# table\nbase 1:\naws 3: base\ncli 6: base aws\n",
    "src/base/CMakeLists.txt": "lakemirror_module(base LIBRARIES Boost::json)\n",
    "src/base/text.h": "#pragma once\n",
    "src/aws/CMakeLists.txt": "lakemirror_module(aws USES base)\n",
    "src/aws/client.h": '#pragma once\n#include <string>\n#include "base/text.h"\n',
    "src/cli/CMakeLists.txt": "lakemirror_module(cli\n  USES base aws  # both\n  LIBRARIES fmt::fmt)\n"
                              "target_link_libraries(lakemirror PRIVATE lakemirror_cli)\n",
    "src/cli/main.cc": '#include "aws/client.h"\n#include "base/text.h"\n#include "cli/app.h"\n',
    "src/cli/app.h": "#pragma once\n",
}


def in_tree(files, look):
    """What `look` says of a tree of the clean files and these."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**CLEAN, **files}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return look(folder)


class PlantedFaults(unittest.TestCase):
    def faults(self, files=None):
        return in_tree(files or {}, layers.check)

    def test_the_printed_table_is_what_the_includes_ask_for(self):
        self.assertEqual(in_tree({}, layers.table_of), ["base 1:", "aws 3: base", "cli 6: base aws"])

    def assert_one(self, files, words):
        faults = self.faults(files=files)
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(words, faults[0])

    def test_a_clean_tree_has_no_fault(self):
        self.assertEqual(self.faults(), [])

    def test_an_include_without_its_edge_is_found_with_file_and_line(self):
        self.assert_one({"cmake/edges.txt": "base 1:\naws 3: base\ncli 6: base\n",
                         "src/cli/CMakeLists.txt": "lakemirror_module(cli USES base)\n"},
                        "src/cli/main.cc:1 includes aws")

    def test_a_link_without_its_edge_is_found(self):
        self.assert_one({"cmake/edges.txt": "base 1:\naws 3: base\ncli 6: base aws\n",
                         "src/aws/CMakeLists.txt": "lakemirror_module(aws USES base api)\n"},
                        "links api")

    def test_a_target_named_by_hand_counts_as_a_link(self):
        self.assert_one({"src/aws/CMakeLists.txt": "lakemirror_module(aws USES base)\n"
                                                   "target_link_libraries(x PRIVATE lakemirror_model)\n"},
                        "links model")

    def test_an_edge_that_no_include_uses_is_found(self):
        self.assert_one({"src/cli/main.cc": '#include "base/text.h"\n'}, "nothing in src/cli includes it")

    def test_an_edge_that_is_not_linked_is_found(self):
        self.assert_one({"src/cli/CMakeLists.txt": "lakemirror_module(cli USES base)\n"}, "does not link it")

    def test_an_edge_that_goes_up_a_floor_is_found(self):
        self.assert_one({"cmake/edges.txt": "base 1: aws\naws 3: base\ncli 6: base aws\n",
                         "src/base/CMakeLists.txt": "lakemirror_module(base USES aws)\n",
                         "src/base/text.h": '#pragma once\n#include "aws/client.h"\n'},
                        "base -> aws does not go down")

    def test_an_edge_to_the_same_floor_is_found(self):
        self.assert_one({"cmake/edges.txt": "base 1:\naws 3: base\ncli 3: base aws\n"},
                        "cli -> aws does not go down")

    def test_a_row_without_a_folder_is_found(self):
        self.assert_one({"cmake/edges.txt": "base 1:\naws 3: base\ncli 6: base aws\nlambda 6: base\n"}, "row for lambda")

    def test_a_folder_on_no_floor_is_found(self):
        self.assert_one({"src/extra/CMakeLists.txt": "lakemirror_module(extra)\n"}, "stands on no floor")

    def test_a_test_may_use_what_test_uses_names_and_no_more(self):
        self.assertEqual(self.faults(files={
            "src/aws/CMakeLists.txt": "lakemirror_module(aws USES base TEST_USES local)\n",
            "src/aws/client_test.cc": '#include "local/server.h"\n',
            "src/aws/client_test_fixture.h": '#pragma once\n#include "local/server.h"\n'}), [])
        self.assert_one({"src/aws/client_test.cc": '#include "local/server.h"\n'}, "neither USES nor TEST_USES")

    def test_an_edge_that_only_a_test_uses_is_unused(self):
        self.assert_one({"src/cli/main.cc": '#include "base/text.h"\n',
                         "src/cli/app_test.cc": '#include "aws/client.h"\n'}, "nothing in src/cli includes it")

    def test_an_include_without_its_folder_is_found(self):
        self.assert_one({"src/cli/app.h": '#pragma once\n#include "main.h"\n'}, "write the folder too")

    def test_a_file_that_does_not_include_its_own_header_first_is_found(self):
        self.assertEqual(self.faults({"src/cli/app.cc": '// why\n#include "cli/app.h"\n#include "base/text.h"\n'}), [])
        self.assert_one({"src/cli/app.cc": '#include <string>\n#include "cli/app.h"\n'},
                        'src/cli/app.cc does not include "cli/app.h" first')

    def test_a_header_without_its_guard_is_found(self):
        self.assert_one({"src/cli/app.h": "\n"}, "lacks #pragma once")


if __name__ == "__main__":
    unittest.main()
