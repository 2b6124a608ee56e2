#!/usr/bin/env python3
"""boto3 against the local AWS. Needs LAKEMIRROR, the binary under test. Exits with 77 when boto3 is not installed."""
import importlib.util
import pathlib
import sys
import unittest

if importlib.util.find_spec("boto3") is None:
    print("SKIPPED: boto3 is not installed (pip install boto3), so nothing was tested with it")
    sys.exit(77)

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here))
suite = unittest.TestSuite()
for name in ("test_databases_and_tables", "test_partitions", "test_trail_and_identity", "test_lake_permissions",
             "test_lake_tags", "test_lake_catalog"):
    suite.addTests(unittest.defaultTestLoader.loadTestsFromName(name))
sys.exit(not unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful())
