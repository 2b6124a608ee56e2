"""Permissions, LF-tags, registered locations and settings replicated to a target that others wrote: moto's server. What
moto has must end equal; what it lacks must be parked with an error that says so (moto_lacks.txt); where it does otherwise
than Lake Formation, moto_differs.py says why."""
import datetime
import importlib.util
import pathlib
import re
import shutil
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "harness"))

from lake_state import read_lake
from lake_workload import LakeWorkload, ROLES, grantee
from local_aws import SOURCE, TARGET, LocalAws, client, mutating_event_ids
from moto_differs import CRASHES, LAKE_FORMATION
from moto_server import MotoServer, is_installed
from replicator import BUCKETS, Replicator
from waiting import wait_until

ROUNDS = 4
CHANGES_A_ROUND = 60
SECONDS = 60
OWN_ADMIN = "arn:aws:sts::123456789012:user/moto"
ORDERS = {"DatabaseName": "sales", "Name": "orders"}
SALES = {"Database": {"Name": "sales"}}
FILTER = {"TableCatalogId": "123456789012", "DatabaseName": "sales", "TableName": "orders", "Name": "f",
          "ColumnNames": ["a"], "RowFilter": {"AllRowsWildcard": {}}}
ANALYST, ETL, STRAY = *ROLES, "arn:aws:iam::123456789012:role/stray"
LAKE_ROLE = "arn:aws:iam::123456789012:role/lake"
READER = "arn:aws:iam::123456789012:role/reader"
LEAST_PAUSE = datetime.timedelta(minutes=10)  # before a parked entry is tried again; a throttled one waits seconds
LONG = datetime.timedelta(seconds=10)         # what waits longer waits for the next listing of permissions


def lacking_operations():
    """{operation: whether entries are to be parked for it} of moto_lacks.txt."""
    lines = [line.split() for line in (HERE / "moto_lacks.txt").read_text().splitlines() if not line.startswith("#")]
    return {words[0]: words[1:] == ["parked"] for words in lines}


def operations_known_to_lakemirror():
    path = HERE.parent.parent / "scripts" / "generate_api.py"
    spec = importlib.util.spec_from_file_location("generate_api", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.OPERATIONS["lakeformation"]


def pause_of(entry):
    """How long until it is tried again."""
    now = datetime.datetime.now(datetime.timezone.utc)
    due = entry.get("NextAttemptAt")
    return datetime.datetime.fromisoformat(due.replace("Z", "+00:00")) - now if due else datetime.timedelta()


class MotoLakeTest(unittest.TestCase):
    """A source with two databases of two tables each and us as its administrator, and moto made equal to it."""
    maxDiff = None
    seed = 11
    mended = True

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lakemirror-moto-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.aws = LocalAws()
        self.addCleanup(self.aws.stop)
        # Who makes an LF-tag holds it with the grant option, which moto loses.
        self.aws.set_knobs(list_creators="none")
        self.moto = MotoServer(self.mended)
        self.addCleanup(self.moto.stop)
        self.replicator = Replicator(self.folder, self.aws.url, self.moto.url,
                                     "read_settle_seconds = 1\nlake_formation = True\n")
        self.source = self.aws.client("lakeformation", SOURCE)
        self.source_glue = self.aws.client("glue", SOURCE)
        self.target = client(self.moto.url, "lakeformation", TARGET)
        self.target_glue = client(self.moto.url, "glue", TARGET)
        self.target.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [grantee(OWN_ADMIN)]})
        self.workload = LakeWorkload(self.source, self.source_glue, self.seed)
        self.workload.set_up()
        self.replicator.answer("sync", codes=(5,))  # which says what moto lacks
        self.follow()

    def look(self):
        """A pass. What would wait for the next listing of permissions is told to be due, since each pass lists anew."""
        self.replicator.answer("pull")
        self.replicator.answer("replicate", codes=(0, 5))
        waiting = self.replicator.entries("--flag", "N")
        for entry in waiting:
            if pause_of(entry) > LONG:
                self.replicator.answer("events", "retry", entry["EventId"])
        return waiting

    def follow(self):
        """Passes until every change is in the journal and nothing is pending."""
        every = mutating_event_ids(self.aws.client("cloudtrail", SOURCE))
        wait_until(lambda: not self.look() and every <= self.replicator.journal_event_ids(), SECONDS,
                   lambda: f"pending: {self.replicator.entries('--flag', 'N')[:5]}")

    def parked(self):
        return self.replicator.entries("--flag", "F")

    def sides(self):
        """What the target should hold, and what it holds."""
        wanted = read_lake(self.source, self.source_glue, BUCKETS)
        wanted["settings"]["DataLakeAdmins"] = sorted(
            [*wanted["settings"]["DataLakeAdmins"], str([("DataLakePrincipalIdentifier", OWN_ADMIN)])])
        return wanted, read_lake(self.target, self.target_glue)

    def assert_target_is_equal(self, but=()):
        wanted, held = self.sides()
        for kind in wanted.keys() - but:
            self.assertEqual(held[kind], wanted[kind], kind)

    def diff(self):
        """The keys of which diff says that they differ. It cannot end well: one list is lacking."""
        found = self.replicator.answer("diff", codes=(5,))
        self.assertEqual([note.split()[0] for note in found["notes"]], ["lakeformation:ListLFTagExpressions"])
        return sorted({difference["key"] for difference in found["differences"]})

    def grant(self, principal, resource, permissions, **more):
        self.source.grant_permissions(Principal=grantee(principal), Resource=resource, Permissions=permissions, **more)

    def tag(self, resource, key, value):
        self.source.add_lf_tags_to_resource(Resource=resource, LFTags=[{"TagKey": key, "TagValues": [value]}])

    def untag(self, resource, key, value):
        self.source.remove_lf_tags_from_resource(Resource=resource, LFTags=[{"TagKey": key, "TagValues": [value]}])


class WhatMotoHas(MotoLakeTest):
    def test_every_kind_of_change_reaches_moto_and_diff_finds_nothing(self):
        for _ in range(ROUNDS):
            self.workload.run(CHANGES_A_ROUND)
            self.look()
        self.follow()
        self.assertEqual(self.parked(), [])
        self.assert_target_is_equal()
        self.assertEqual(self.workload.granted.keys(), {"Catalog", "Database", "Table", "TableWithColumns",
                                                        "DataLocation", "LFTag", "LFTagPolicy"})
        self.assertEqual(self.diff(), [])

    def test_changes_made_at_moto_are_found_by_diff_and_undone_by_sync(self):
        self.workload.run(CHANGES_A_ROUND)
        self.grant(READER, SALES, ["CREATE_TABLE"])
        self.follow()
        for change, principal, resource, words in (
                (self.target.revoke_permissions, READER, SALES, ["CREATE_TABLE"]),
                (self.target.grant_permissions, STRAY, {"TableWithColumns": {**ORDERS, "ColumnNames": ["a", "b"]}},
                 ["SELECT"])):
            change(Principal=grantee(principal), Resource=resource, Permissions=words)
        self.target.create_lf_tag(TagKey="stray", TagValues=["v"])
        self.target.register_resource(ResourceArn="arn:aws:s3:::stray", RoleArn=LAKE_ROLE)
        self.assertEqual(self.diff(), [
            "grants/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader/database%2Fsales",
            "grants/arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fstray/database%2Fsales%2Ftable%2Forders",
            "location/arn%3Aaws%3As3%3A%3A%3Astray", "tag/stray"])
        self.replicator.answer("sync", "--delete", codes=(5,))
        self.assert_target_is_equal()
        self.assertEqual(self.diff(), [])


class WhatMotoHasAgain(WhatMotoHas):
    seed = 12


class WhatMotoLacks(MotoLakeTest):
    def test_the_list_of_what_moto_lacks_is_true(self):
        lacking = {operation for operation in operations_known_to_lakemirror() if not self.is_there(operation)}
        self.assertEqual(lacking, lacking_operations().keys())

    def is_there(self, operation):
        """Whether moto answers with more than a page that says that there is none."""
        scope = f"test/20260101/{TARGET}/lakeformation/aws4_request"
        request = urllib.request.Request(f"{self.moto.url}/{operation}", data=b"{}", headers={
            "Content-Type": "application/json",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"})
        try:
            urllib.request.urlopen(request, timeout=30).close()
        except urllib.error.HTTPError as error:
            return error.code != 404 or "x-amzn-errortype" in error.headers
        return True

    def test_it_is_parked_with_an_error_that_says_so(self):
        self.source.create_lf_tag(TagKey="tier", TagValues=["gold", "silver"])
        self.source.register_resource(ResourceArn="arn:aws:s3:::lake-us-east-1", RoleArn=LAKE_ROLE)
        self.follow()
        self.assertEqual(self.parked(), [])
        self.source.create_data_cells_filter(TableData=FILTER)
        self.source.create_lf_tag_expression(Name="e", Expression=[{"TagKey": "tier", "TagValues": ["gold"]}])
        self.source.update_resource(ResourceArn="arn:aws:s3:::lake-us-east-1", RoleArn=ETL)
        # Where a record does not say of what it is, all of the kind are listed.
        self.aws.set_knobs(omit_parameters=1, omit_resources=1)
        self.source.update_lf_tag_expression(Name="e", Expression=[{"TagKey": "tier", "TagValues": ["silver"]}])
        self.aws.set_knobs(omit_parameters=0, omit_resources=0)
        self.grant(ANALYST, SALES, ["ALTER"])
        self.follow()
        # The second event about the expression brings the first one forward, if that was parked by then.
        wait_until(lambda: not self.look() and all(pause_of(entry) > LEAST_PAUSE for entry in self.parked()), SECONDS,
                   lambda: f"parked: {self.parked()}")
        parked = self.parked()
        self.assertEqual(sorted(entry["EventName"] for entry in parked),
                         ["CreateDataCellsFilter", "CreateLFTagExpression", "UpdateLFTagExpression", "UpdateResource"])
        for entry in parked:
            self.assertRegex(entry["Error"], "HTTP status 404; .*does it have this operation", entry)
            self.assertGreater(pause_of(entry), LEAST_PAUSE, entry)
        named = {operation for entry in parked for operation in re.findall(r"lakeformation:(\w+)", entry["Error"])}
        self.assertEqual(named, {operation for operation, is_parked in lacking_operations().items() if is_parked})
        self.look()
        self.assertEqual([entry["Attempts"] for entry in self.parked()], [entry["Attempts"] for entry in parked])
        # What moto has went on meanwhile.
        self.assert_target_is_equal(but={"locations"})


class WhereMotoDiffers(MotoLakeTest):
    def test_only_what_is_listed_differs(self):
        items = {"DatabaseName": "finance", "Name": "items"}
        column = {"TableWithColumns": {**ORDERS, "ColumnNames": ["a"]}}
        place = "arn:aws:s3:::elsewhere"
        self.source.create_lf_tag(TagKey="tier", TagValues=["gold"])
        self.source.create_lf_tag(TagKey="domain", TagValues=["hr"])
        self.tag(column, "tier", "gold")
        self.tag(SALES, "tier", "gold")
        self.grant(ANALYST, {"Table": items}, ["ALTER"])
        self.follow()
        self.assert_target_is_equal()
        self.grant(ANALYST, {"Table": ORDERS}, ["INSERT"], PermissionsWithGrantOption=["INSERT"])
        self.grant(ETL, SALES, ["ALTER"], Condition={"Expression": "context.x = 1"})
        self.source_glue.delete_table(DatabaseName="finance", Name="items")
        self.tag(SALES, "domain", "hr")
        self.untag(column, "tier", "gold")
        self.source.register_resource(ResourceArn=place, RoleArn=LAKE_ROLE, HybridAccessEnabled=True)
        self.follow()
        self.target.grant_permissions(
            Principal=grantee(STRAY), Permissions=["SELECT"],
            Resource={"TableWithColumns": {**ORDERS, "ColumnNames": ["b", "a"]}})
        self.replicator.answer("sync", "--delete", codes=(5,))
        wanted, held = self.sides()
        lost, left = wanted["grants"] - held["grants"], held["grants"] - wanted["grants"]
        tags = (wanted["assignments"].get(("sales",)), held["assignments"].get(("sales",)))
        of_column = (wanted["assignments"].get(("sales", "orders", "a")), held["assignments"].get(("sales", "orders", "a")))
        seen = {
            "grant option": self.take((ANALYST, ("table", "sales", "orders"), "INSERT", True, ""), lost),
            "condition": self.take((ETL, ("database", "sales"), "ALTER", False, "context.x = 1"), lost)
                         and self.take((ETL, ("database", "sales"), "ALTER", False, ""), left),
            "columns in another order": all([self.take((STRAY, ("column", "sales", "orders", name), "SELECT", False, ""), left)
                                             for name in "ab"]),
            "grants of a deleted table": self.take((ANALYST, ("table", "finance", "items"), "ALTER", False, ""), left),
            "two tags on one thing": tags in (({"tier": "gold", "domain": "hr"}, {"tier": "gold"}),
                                              ({"tier": "gold", "domain": "hr"}, {"domain": "hr"})),
            "tag removed from a column": of_column == (None, {"tier": "gold"}),
            "hybrid access": (wanted["locations"][place]["hybrid"], held["locations"][place]["hybrid"]) == (True, False),
        }
        self.assertEqual(seen, dict.fromkeys(LAKE_FORMATION, True))
        self.assertEqual((lost, left), (set(), set()))
        self.assert_target_is_equal(but={"grants", "assignments", "locations"})
        self.workload.create_table("finance", "items")
        self.follow()
        self.replicator.answer("sync", "--delete", codes=(5,))
        self.assertFalse([atom for atom in self.sides()[1]["grants"] if atom[1] == ("table", "finance", "items")])

    @staticmethod
    def take(atom, atoms):
        """Whether it was there; now it is not."""
        was_there = atom in atoms
        atoms.discard(atom)
        return was_there


class WhereMotoCrashes(MotoLakeTest):
    mended = False

    def test_it_is_tried_again_and_the_rest_goes_on(self):
        for words in (["ALTER"], ["DROP"]):
            self.grant(ANALYST, SALES, words)
            self.follow()
        self.source.revoke_permissions(Principal=grantee(ANALYST), Resource=SALES, Permissions=["ALTER"])
        self.source.create_lf_tag(TagKey="tier", TagValues=["gold"])
        self.tag(SALES, "tier", "gold")
        self.grant(ETL, SALES, ["ALTER"])

        def failing():
            self.look()
            errors = [entry.get("Error", "") for entry in self.replicator.entries("--flag", "N")]
            return {operation for error in errors if "HTTP status 500" in error
                    for operation in re.findall(r"lakeformation:(\w+)", error)}

        wait_until(lambda: failing() == CRASHES.keys(), SECONDS, lambda: f"failing: {failing()}")
        self.assertEqual(self.parked(), [])
        self.assert_target_is_equal(but={"grants", "assignments"})
        wanted, held = self.sides()
        self.assertEqual(wanted["grants"] ^ held["grants"], {(ANALYST, ("database", "sales"), "ALTER", False, "")})


if __name__ == "__main__":
    if not is_installed():
        print("SKIPPED: moto's server is not installed (pip install 'moto[server]'), so nothing was tested against it")
        sys.exit(77)
    unittest.main()
