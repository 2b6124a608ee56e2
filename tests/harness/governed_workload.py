"""The workload of the catalog, with changes to Lake Formation among them."""
from workload import Workload

ACCOUNT = "123456789012"
ROLES = tuple(f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("analyst", "etl", "auditor"))
# Of its own: who administers a data lake gets nothing on single columns, so what the source granted before cannot be copied.
STEWARD = f"arn:aws:iam::{ACCOUNT}:role/steward"
TAGS = {"team": ("a", "b", "c"), "Stage": ("raw", "curated")}
LOCATIONS = ("arn:aws:s3:::lake-us-east-1/one", "arn:aws:s3:::lake-us-east-1/two", "arn:aws:s3:::lake-us-east-1")
# Never ALL, nor a part of it: what a revoke then leaves is contradictory at AWS.
TABLE_PERMISSIONS = ("DESCRIBE", "INSERT", "DELETE", "ALTER", "SELECT")


class GovernedWorkload(Workload):
    def __init__(self, glue, lake, seed):
        super().__init__(glue, seed)
        self.lake = lake
        self.changes.update({
            "GrantPermissions": (8, self.grant), "RevokePermissions": (5, self.revoke),
            "BatchGrantPermissions": (3, self.batch_grant), "BatchRevokePermissions": (1, self.batch_revoke),
            "CreateLFTag": (2, self.create_tag), "UpdateLFTag": (1, self.update_tag),
            "DeleteLFTag": (0.3, self.delete_tag), "AddLFTagsToResource": (3, self.add_tags),
            "RemoveLFTagsFromResource": (1, self.remove_tags), "CreateDataCellsFilter": (2, self.create_filter),
            "DeleteDataCellsFilter": (1, self.delete_filter), "RegisterResource": (1, self.register),
            "DeregisterResource": (0.5, self.deregister), "PutDataLakeSettings": (0.5, self.put_settings)})

    def table_resource(self):
        database, table = self.some_table()
        return {"Table": {"DatabaseName": database, "Name": table}}

    def tag(self):
        key = self.random.choice(tuple(TAGS))
        return {"TagKey": key, "TagValues": [self.random.choice(TAGS[key])]}

    def permissions(self):
        """Whom, on what, and what: of a table, all its columns or one, a database, a tag's value or what bears it."""
        kind = self.random.random()
        if kind < 0.5:
            resource, words = self.table_resource(), TABLE_PERMISSIONS
        elif kind < 0.65:
            resource, words = {"Database": {"Name": self.some_database()}}, ("DESCRIBE", "CREATE_TABLE", "ALTER")
        elif kind < 0.8:
            table = self.table_resource()["Table"]
            resource, words = {"TableWithColumns": {**table, "ColumnNames": ["c0"]}}, ("SELECT",)
        elif kind < 0.9:
            resource, words = {"LFTag": self.tag()}, ("ASSOCIATE", "DESCRIBE")
        else:
            resource = {"LFTagPolicy": {"ResourceType": "TABLE", "Expression": [self.tag()]}}
            words = ("SELECT", "DESCRIBE")
        return {"Principal": {"DataLakePrincipalIdentifier": self.random.choice(ROLES)}, "Resource": resource,
                "Permissions": self.random.sample(words, self.random.randint(1, min(2, len(words))))}

    def grant(self):
        self.lake.grant_permissions(**self.permissions())

    def rows(self):
        listed = self.lake.list_permissions(MaxResults=1000)["PrincipalResourcePermissions"]
        return [{name: row[name] for name in ("Principal", "Resource", "Permissions")} for row in listed
                if row["Principal"]["DataLakePrincipalIdentifier"] in ROLES]

    def held(self):
        """One row of what is granted to the roles, with a part of its permissions."""
        rows = self.rows()
        if not rows:
            return None
        row = self.random.choice(rows)
        words = row["Permissions"]
        return {**row, "Permissions": self.random.sample(words, self.random.randint(1, len(words)))}

    def columns_of(self, table):
        try:
            found = self.glue.get_table(DatabaseName=table["DatabaseName"], Name=table["Name"])["Table"]
        except self.glue.exceptions.EntityNotFoundException:
            return None  # deleted for another of its rows
        return [column["Name"] for column in found.get("StorageDescriptor", {}).get("Columns", [])]

    def drop_what_cannot_be_copied(self):
        """A permission outlives a column that its table has lost, and can neither be given nor revoked without it."""
        for row in self.rows():
            table = row["Resource"].get("TableWithColumns")
            columns = self.columns_of(table) if table else []
            if columns is not None and table and set(table.get("ColumnNames", ())) - set(columns):
                self.glue.delete_table(DatabaseName=table["DatabaseName"], Name=table["Name"])

    def revoke(self):
        held = self.held()
        if held is None:
            return False
        self.lake.revoke_permissions(**held)

    def batch_grant(self):
        entries = [{"Id": str(i), **self.permissions()} for i in range(self.random.randint(2, 5))]
        self.lake.batch_grant_permissions(Entries=entries)

    def batch_revoke(self):
        held = self.held()
        if held is None:
            return False
        self.lake.batch_revoke_permissions(Entries=[{"Id": "1", **held}])

    def create_tag(self):
        key = self.random.choice(tuple(TAGS))
        self.lake.create_lf_tag(TagKey=key, TagValues=list(TAGS[key]))

    def update_tag(self):
        key = self.random.choice(tuple(TAGS))
        self.lake.update_lf_tag(TagKey=key, TagValuesToAdd=[f"v{self.random.randint(0, 3)}"])

    def delete_tag(self):
        """With the policies that name it: what becomes of one that outlives its tag is not documented."""
        key = self.random.choice(tuple(TAGS))
        for row in self.rows():
            if any(tag["TagKey"] == key for tag in row["Resource"].get("LFTagPolicy", {}).get("Expression", ())):
                self.lake.revoke_permissions(**row)
        self.lake.delete_lf_tag(TagKey=key)

    def add_tags(self):
        self.lake.add_lf_tags_to_resource(Resource=self.table_resource(), LFTags=[self.tag()])

    def remove_tags(self):
        self.lake.remove_lf_tags_from_resource(Resource=self.table_resource(), LFTags=[self.tag()])

    def create_filter(self):
        database, table = self.some_table()
        self.lake.create_data_cells_filter(TableData={
            "TableCatalogId": ACCOUNT, "DatabaseName": database, "TableName": table,
            "Name": f"f{self.random.randint(0, 2)}", "RowFilter": {"FilterExpression": f"c0 > {self.serial}"},
            "ColumnNames": ["c0"]})

    def delete_filter(self):
        listed = self.lake.list_data_cells_filter()["DataCellsFilters"]
        if not listed:
            self.create_filter()
            listed = self.lake.list_data_cells_filter()["DataCellsFilters"]
        one = self.random.choice(listed)
        self.lake.delete_data_cells_filter(
            **{name: one[name] for name in ("TableCatalogId", "DatabaseName", "TableName", "Name")})

    def register(self):
        self.lake.register_resource(ResourceArn=self.random.choice(LOCATIONS), UseServiceLinkedRole=True)

    def deregister(self):
        self.lake.deregister_resource(ResourceArn=self.random.choice(LOCATIONS))

    def put_settings(self):
        settings = self.lake.get_data_lake_settings()["DataLakeSettings"]
        admins = {admin["DataLakePrincipalIdentifier"] for admin in settings["DataLakeAdmins"]}
        admins ^= {STEWARD}
        settings["DataLakeAdmins"] = [{"DataLakePrincipalIdentifier": arn} for arn in sorted(admins)]
        self.lake.put_data_lake_settings(DataLakeSettings=settings)
