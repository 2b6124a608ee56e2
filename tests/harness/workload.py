"""Changes at a source, of every event name that is replicated, from a seed. Names are few, so that they collide."""
import collections
import random

from botocore.exceptions import ClientError

DATABASES = ("sales", "Marketing", "finance", "raw_zone")
TABLES = tuple(f"Orders_{i}" for i in range(8))
PLACES = ("s3://lake-us-east-1", "s3a://lake-us-east-1/deep/er", "s3://elsewhere", "s3://lake-us-east-1-old")
# What a partition value may hold that a path or an expression would stumble over.
DAYS = ("2026-01-01", "2026-01-02", "a/b", "x=y", "50%", "Zürich", "it's", "UPPER", " spaced ", "10")
HOURS = ("0", "07", "23")
LINK = "link"
REFUSALS = ("EntityNotFoundException", "AlreadyExistsException", "InvalidInputException")
CLUMSINESS = 0.1   # how often a change is aimed at what is not there, or is there already
LAST_RESORT = 100  # how often a change that found nothing to do is tried again


class Workload:
    """Each change() is one call at the source. Refused calls count as well: they, too, leave a record."""

    def __init__(self, glue, seed):
        self.glue = glue
        self.random = random.Random(seed)
        self.done = collections.Counter()  # by event name, calls that were not refused
        self.refused = 0
        # database -> table -> its partitions' values; None for one that takes none, LINK for a resource link
        self.tables = {}
        self.serial = 0
        self.changes = {
            "CreateDatabase": (3, self.create_database), "UpdateDatabase": (2, self.update_database),
            "DeleteDatabase": (0.4, self.delete_database), "CreateTable": (12, self.create_table),
            "UpdateTable": (10, self.update_table), "DeleteTable": (2, self.delete_table),
            "BatchDeleteTable": (1, self.batch_delete_table), "CreatePartition": (5, self.create_partition),
            "UpdatePartition": (4, self.update_partition), "DeletePartition": (2, self.delete_partition),
            "BatchCreatePartition": (6, self.batch_create_partition),
            "BatchUpdatePartition": (3, self.batch_update_partition),
            "BatchDeletePartition": (2, self.batch_delete_partition),
            "DeleteTableVersion": (0.5, self.delete_table_version),
            "BatchDeleteTableVersion": (0.5, self.batch_delete_table_version)}

    def change(self, name=None):
        """Makes one change; without a name, of any kind."""
        if name is None:
            names = list(self.changes)
            name = self.random.choices(names, [self.changes[n][0] for n in names])[0]
        self.serial += 1
        try:
            if self.changes[name][1]() is not False:
                self.done[name] += 1
        except ClientError as error:
            if error.response["Error"]["Code"] not in REFUSALS:
                raise
            self.refused += 1

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

    def location(self, *parts):
        return "/".join((self.random.choice(PLACES), *parts))

    def some_database(self):
        return self.random.choice(list(self.tables) or list(DATABASES))

    def some_table(self, partitioned=False):
        """A database and a table in it; seldom, or where there is none, one that may not exist. Never a link: it
        would hand the change on to the table it points at."""
        fitting = [(database, table) for database, tables in self.tables.items() for table, values in tables.items()
                   if isinstance(values, set) or (values is None and not partitioned)]
        if not fitting or self.random.random() < CLUMSINESS:
            database = self.some_database()
            here = self.tables.get(database, {})
            return database, self.random.choice([name for name in TABLES if here.get(name) != LINK] or ["nowhere"])
        return self.random.choice(fitting)

    def unless_taken(self, names, taken):
        """One of the names; seldom one that is taken already."""
        free = [name for name in names if name not in taken]
        return self.random.choice(names if not free or self.random.random() < CLUMSINESS else free)

    def some_values(self, database, table, count):
        held = self.tables.get(database, {}).get(table)
        held = sorted(held) if isinstance(held, set) else []
        return self.random.sample(held, min(count, len(held)))

    def database_input(self, name):
        body = {"Name": name, "Parameters": {"serial": str(self.serial)}}
        if self.random.random() < 0.6:
            body["LocationUri"] = self.location(name)
        if self.random.random() < 0.5:
            body["Description"] = f"made by change {self.serial}"
        return body

    def create_database(self):
        name = self.unless_taken(DATABASES, self.tables)
        self.glue.create_database(DatabaseInput=self.database_input(name))
        self.tables[name] = {}

    def update_database(self):
        name = self.some_database()
        self.glue.update_database(Name=name, DatabaseInput=self.database_input(name))

    def delete_database(self):
        name = self.some_database()
        self.glue.delete_database(Name=name)
        self.tables.pop(name, None)

    def descriptor(self, *path):
        columns = [{"Name": f"c{i}", "Type": self.random.choice(("string", "bigint", "array<int>"))}
                   for i in range(self.random.randint(1, 5))]
        return {"Columns": columns, "Location": self.location(*path),
                "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
                "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.OpenCSVSerde",
                              "Parameters": {"path": self.location(*path), "separatorChar": ","}}}

    def table_input(self, database, name, partitioned):
        body = {"Name": name, "Parameters": {"serial": str(self.serial), "classification": "csv"}}
        kind = self.random.random()
        if partitioned:
            body["PartitionKeys"] = [{"Name": "day", "Type": "string"}, {"Name": "hour", "Type": "string"}]
        elif kind < 0.2:
            return {**body, "TableType": "VIRTUAL_VIEW", "ViewOriginalText": f"SELECT {self.serial}",
                    "ViewExpandedText": f"SELECT {self.serial}"}
        elif kind < 0.4:
            body["Parameters"].update(table_type="ICEBERG",
                                      metadata_location=self.location(database, name, f"{self.serial}.json"))
            body["TableType"] = "EXTERNAL_TABLE"
        if self.random.random() < 0.5:
            body["Description"] = f"table of change {self.serial}"
        if self.random.random() < 0.5:
            body["Owner"] = "etl"
        return {**body, "StorageDescriptor": self.descriptor(database, name)}

    def create_table(self):
        database = self.some_database()
        name = self.unless_taken(TABLES, self.tables.get(database, {}))
        partitioned = self.random.random() < 0.6
        if self.random.random() < 0.1:
            body = {"Name": name, "TargetTable": {"CatalogId": "123456789012", "DatabaseName": self.some_database(),
                                                  "Name": self.random.choice(TABLES).lower()}}
            made = LINK
        else:
            body = self.table_input(database, name, partitioned)
            made = set() if partitioned else None
        self.glue.create_table(DatabaseName=database, TableInput=body)
        self.tables.setdefault(database, {})[name] = made

    def update_table(self):
        database, name = self.some_table()
        partitioned = isinstance(self.tables.get(database, {}).get(name), set)
        self.glue.update_table(DatabaseName=database, TableInput=self.table_input(database, name, partitioned),
                               SkipArchive=self.random.random() < 0.3)

    def delete_table(self):
        database, name = self.some_table()
        self.glue.delete_table(DatabaseName=database, Name=name)
        self.tables.get(database, {}).pop(name, None)

    def batch_delete_table(self):
        database, name = self.some_table()
        names = list({name, self.random.choice(TABLES)})
        self.glue.batch_delete_table(DatabaseName=database, TablesToDelete=names)
        for gone in names:
            self.tables.get(database, {}).pop(gone, None)

    def partition_input(self, database, table, values):
        return {"Values": list(values), "Parameters": {"serial": str(self.serial)},
                "StorageDescriptor": self.descriptor(database, table, "part")}

    def new_values(self, count):
        every = [(day, hour) for day in DAYS for hour in HOURS]
        return self.random.sample(every, count)

    def create_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.new_values(1)[0]
        self.glue.create_partition(DatabaseName=database, TableName=table,
                                   PartitionInput=self.partition_input(database, table, values))
        self.remember(database, table, [values])

    def remember(self, database, table, values):
        if isinstance(self.tables.get(database, {}).get(table), set):
            self.tables[database][table].update(values)

    def forget(self, database, table, values):
        if isinstance(self.tables.get(database, {}).get(table), set):
            self.tables[database][table].difference_update(values)

    def update_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.some_values(database, table, 1) or self.new_values(1)
        self.glue.update_partition(DatabaseName=database, TableName=table, PartitionValueList=list(values[0]),
                                   PartitionInput=self.partition_input(database, table, values[0]))

    def delete_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.some_values(database, table, 1) or self.new_values(1)
        self.glue.delete_partition(DatabaseName=database, TableName=table, PartitionValues=list(values[0]))
        self.forget(database, table, values)

    def batch_create_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.new_values(self.random.randint(2, 12))
        self.glue.batch_create_partition(
            DatabaseName=database, TableName=table,
            PartitionInputList=[self.partition_input(database, table, one) for one in values])
        self.remember(database, table, values)

    def batch_update_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.some_values(database, table, 5)
        if not values:
            return False
        entries = [{"PartitionValueList": list(one), "PartitionInput": self.partition_input(database, table, one)}
                   for one in values]
        self.glue.batch_update_partition(DatabaseName=database, TableName=table, Entries=entries)

    def batch_delete_partition(self):
        database, table = self.some_table(partitioned=True)
        values = self.some_values(database, table, 3)
        if not values:
            return False
        self.glue.batch_delete_partition(DatabaseName=database, TableName=table,
                                         PartitionsToDelete=[{"Values": list(one)} for one in values])
        self.forget(database, table, values)

    def old_versions(self, database, table):
        listed = self.glue.get_table_versions(DatabaseName=database, TableName=table)["TableVersions"]
        return [version["VersionId"] for version in listed[1:]]

    def delete_table_version(self):
        database, table = self.some_table()
        versions = self.old_versions(database, table)
        if not versions:
            return False
        self.glue.delete_table_version(DatabaseName=database, TableName=table, VersionId=versions[-1])

    def batch_delete_table_version(self):
        database, table = self.some_table()
        versions = self.old_versions(database, table)[-3:]
        if not versions:
            return False
        self.glue.batch_delete_table_version(DatabaseName=database, TableName=table, VersionIds=versions)
