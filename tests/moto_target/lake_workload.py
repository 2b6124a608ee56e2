"""Random changes of permissions, LF-tags, registered locations and settings at a source, over so few names that they
meet. Only what moto keeps as Lake Formation would: what it does not is the subject of tests of its own."""
import collections
import random

from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
ADMIN = f"arn:aws:iam::{ACCOUNT}:user/test"
ROLES = [f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("analyst", "etl")]
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
DATABASES = ("sales", "finance")
TABLES = ("orders", "items")
COLUMNS = ("a", "b", "c")
TAGS = {"tier": ("gold", "silver", "bronze"), "domain": ("sales", "hr"), "team": ("x", "y", "z")}
PASSING_TAG = "team"  # goes and loses values; the others only gain, for what a policy on deleted ones gives is no grant
# Each with the role it is registered with, always the same: moto cannot change it.
LOCATIONS = {"arn:aws:s3:::lake-us-east-1/sales": None,
             "arn:aws:s3:::lake-us-east-1/finance": f"arn:aws:iam::{ACCOUNT}:role/lake",
             "arn:aws:s3:::elsewhere/x": f"arn:aws:iam::{ACCOUNT}:role/other"}
# What a change meets that was made without looking.
REFUSALS = ("InvalidInputException", "EntityNotFoundException", "AlreadyExistsException")
LAST_RESORT = 100  # how often a change that found nothing to do is tried again

WORDS = {
    "Catalog": ("CREATE_DATABASE", "CREATE_LF_TAG"),
    "Database": ("ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"),
    "Table": ("ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"),
    "TableWithColumns": ("SELECT",),
    "DataLocation": ("DATA_LOCATION_ACCESS",),
    "LFTag": ("ASSOCIATE", "DESCRIBE"),
    "LFTagPolicy": ("ALTER", "DESCRIBE", "DROP"),
}


def grantee(principal):
    return {"DataLakePrincipalIdentifier": principal}


class LakeWorkload:
    """Each change() is one call at the source. Refused calls count as well: they, too, leave a record."""

    def __init__(self, lake, glue, seed):
        self.lake = lake
        self.glue = glue
        self.random = random.Random(seed)
        self.done = collections.Counter()     # by kind of change, calls that were not refused
        self.granted = collections.Counter()  # by member of Resource
        self.refused = 0
        self.tags = {}      # key -> values
        self.assigned = {}  # (database,) or (database, table) -> key
        self.held = []      # entries that were granted
        self.locations = set()
        self.changes = {
            "GrantPermissions": (8, self.grant), "RevokePermissions": (5, self.revoke),
            "BatchGrantPermissions": (4, self.batch_grant), "BatchRevokePermissions": (3, self.batch_revoke),
            "CreateLFTag": (3, self.create_tag), "UpdateLFTag": (3, self.update_tag),
            "DeleteLFTag": (0.5, self.delete_tag), "AddLFTagsToResource": (4, self.assign),
            "RemoveLFTagsFromResource": (2, self.unassign), "RegisterResource": (3, self.register),
            "DeregisterResource": (1, self.deregister), "PutDataLakeSettings": (1, self.put_settings),
            "CreateTable": (1, self.create_table)}

    def set_up(self):
        """Databases with tables that nothing is granted on, and ourselves as administrator."""
        self.put_settings(())
        for database in DATABASES:
            self.glue.create_database(DatabaseInput={"Name": database})
            for table in TABLES:
                self.create_table(database, table)

    def run(self, count):
        """Makes so many changes, and then those that no event name may lack."""
        for _ in range(count):
            self.change()
        for name in self.changes:
            for _ in range(LAST_RESORT):
                if self.done[name]:
                    break
                self.change()
                self.change(name)
            assert self.done[name], f"{name} was never possible"

    def change(self, name=None):
        if name is None:
            names = list(self.changes)
            name = self.random.choices(names, [self.changes[n][0] for n in names])[0]
        try:
            if self.changes[name][1]() is not False:
                self.done[name] += 1
        except ClientError as error:
            if error.response["Error"]["Code"] not in REFUSALS:
                raise
            self.refused += 1

    def some(self, values):
        return self.random.sample(list(values), self.random.randint(1, len(values)))

    def resource(self):
        database, table = self.random.choice(DATABASES), self.random.choice(TABLES)
        where = {"DatabaseName": database, "Name": table}
        choices = [
            {"Catalog": {}}, {"Database": {"Name": database}}, {"Table": where}, {"Table": where},
            {"Table": {"DatabaseName": database, "TableWildcard": {}}},
            {"TableWithColumns": {**where, "ColumnNames": self.some(COLUMNS)}},
            {"TableWithColumns": {**where, "ColumnNames": self.some(COLUMNS)}},
            {"TableWithColumns": {**where, "ColumnWildcard": {"ExcludedColumnNames": self.some(COLUMNS[:2])}}},
            {"TableWithColumns": {**where, "ColumnWildcard": {}}},
            {"DataLocation": {"ResourceArn": self.random.choice(list(LOCATIONS)) + self.random.choice(("", "/below"))}}]
        if self.tags:
            key = self.random.choice(sorted(self.tags))
            pair = {"TagKey": key, "TagValues": self.some(self.tags[key])}
            choices.append({"LFTag": pair})
            if key != PASSING_TAG:
                kind = self.random.choice(("DATABASE", "TABLE"))
                choices.append({"LFTagPolicy": {"ResourceType": kind, "Expression": [pair]}})
        return self.random.choice(choices)

    def entry(self):
        resource = self.resource()
        return {"Principal": grantee(self.random.choice([*ROLES, EVERYBODY])), "Resource": resource,
                "Permissions": self.some(WORDS[next(iter(resource))])}

    def some_held(self):
        """An entry that was granted, perhaps with fewer permissions; seldom one that was not."""
        if not self.held or self.random.random() < 0.1:
            return self.entry()
        held = self.random.choice(self.held)
        return {**held, "Permissions": self.some(held["Permissions"])}

    def note(self, entry):
        self.held.append(entry)
        self.granted[next(iter(entry["Resource"]))] += 1

    def grant(self):
        entry = self.entry()
        self.lake.grant_permissions(**entry)
        self.note(entry)

    def revoke(self):
        self.lake.revoke_permissions(**self.some_held())

    def batch_grant(self):
        entries = [self.entry() for _ in range(self.random.randint(2, 6))]
        numbered = [{"Id": str(i), **entry} for i, entry in enumerate(entries)]
        failures = self.lake.batch_grant_permissions(Entries=numbered)["Failures"]
        failed = {failure["RequestEntry"]["Id"] for failure in failures}
        for i, entry in enumerate(entries):
            if str(i) not in failed:
                self.note(entry)
        return len(failed) < len(entries)

    def batch_revoke(self):
        entries = [{"Id": str(i), **self.some_held()} for i in range(self.random.randint(2, 6))]
        return len(self.lake.batch_revoke_permissions(Entries=entries)["Failures"]) < len(entries)

    def create_tag(self):
        key = self.random.choice(sorted(TAGS))
        values = self.some(TAGS[key])
        self.lake.create_lf_tag(TagKey=key, TagValues=values)
        self.tags[key] = values

    def update_tag(self):
        if not self.tags:
            return False
        key = self.random.choice(sorted(self.tags))
        wanted = self.some(TAGS[key])
        comes = [value for value in wanted if value not in self.tags[key]]
        goes = [value for value in self.tags[key] if value not in wanted and key == PASSING_TAG]
        change = {**({"TagValuesToAdd": comes} if comes else {}), **({"TagValuesToDelete": goes} if goes else {})}
        if not change:
            return False
        self.lake.update_lf_tag(TagKey=key, **change)
        self.tags[key] = [value for value in self.tags[key] if value not in goes] + comes

    def delete_tag(self):
        if PASSING_TAG not in self.tags:
            return False
        self.lake.delete_lf_tag(TagKey=PASSING_TAG)
        del self.tags[PASSING_TAG]
        self.assigned = {where: tag for where, tag in self.assigned.items() if tag != PASSING_TAG}

    @staticmethod
    def tagged(where):
        if len(where) == 1:
            return {"Database": {"Name": where[0]}}
        return {"Table": {"DatabaseName": where[0], "Name": where[1]}}

    def assign(self):
        """Another value, or the first tag of a thing: moto takes what is added for all there is."""
        if not self.tags:
            return False
        database = self.random.choice(DATABASES)
        where = self.random.choice([(database,), (database, self.random.choice(TABLES))])
        key = self.assigned.get(where) or self.random.choice(sorted(self.tags))
        pairs = [{"TagKey": key, "TagValues": [self.random.choice(self.tags[key])]}]
        failures = self.lake.add_lf_tags_to_resource(Resource=self.tagged(where), LFTags=pairs)["Failures"]
        assert not failures, failures
        self.assigned[where] = key

    def unassign(self):
        if not self.assigned:
            return False
        where = self.random.choice(sorted(self.assigned))
        key = self.assigned[where]
        member = "LFTagOnDatabase" if len(where) == 1 else "LFTagsOnTable"
        pairs = self.lake.get_resource_lf_tags(Resource=self.tagged(where), ShowAssignedLFTags=True)[member]
        gone = [{"TagKey": pair["TagKey"], "TagValues": pair["TagValues"]} for pair in pairs if pair["TagKey"] == key]
        self.lake.remove_lf_tags_from_resource(Resource=self.tagged(where), LFTags=gone)
        del self.assigned[where]

    def register(self):
        arn, role = self.random.choice(list(LOCATIONS.items()))
        self.lake.register_resource(ResourceArn=arn, **({"RoleArn": role} if role else {"UseServiceLinkedRole": True}))
        self.locations.add(arn)

    def deregister(self):
        if not self.locations:
            return False
        arn = self.random.choice(sorted(self.locations))
        self.lake.deregister_resource(ResourceArn=arn)
        self.locations.remove(arn)

    def put_settings(self, more=None):
        """The whole document: administrators, and what new objects are open to."""
        admins = [ADMIN, *(self.some(ROLES) if more is None else more)]
        everybody = [{"Principal": grantee(EVERYBODY), "Permissions": ["ALL"]}]
        document = {"DataLakeAdmins": [grantee(admin) for admin in admins],
                    "CreateDatabaseDefaultPermissions": [],
                    "CreateTableDefaultPermissions": everybody if more is None and self.random.random() < 0.3 else [],
                    "AllowExternalDataFiltering": self.random.random() < 0.5}
        self.lake.put_data_lake_settings(DataLakeSettings=document)

    def create_table(self, database=None, table=None):
        """Without a name one more, which nothing is granted on."""
        columns = [{"Name": name, "Type": "string"} for name in COLUMNS]
        self.glue.create_table(DatabaseName=database or self.random.choice(DATABASES),
                               TableInput={"Name": table or f"more_{self.done['CreateTable']}",
                                           "StorageDescriptor": {"Columns": columns}})
