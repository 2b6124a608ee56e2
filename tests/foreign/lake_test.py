"""A server with a database, a table and a data lake admin, and short ways to grant and list."""
import json

from local_server import LocalTest, column, descriptor

ACCOUNT = "123456789012"
ADMIN = f"arn:aws:iam::{ACCOUNT}:user/AKIALOCALTEST"
ANALYST = f"arn:aws:iam::{ACCOUNT}:role/Analyst"
IAP = "IAM_ALLOWED_PRINCIPALS"


def grantee(principal):
    return {"DataLakePrincipalIdentifier": principal}


def record(trail, name):
    """The newest record of that name."""
    events = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}])["Events"]
    return json.loads(events[0]["CloudTrailEvent"])


class LakeTest(LocalTest):
    def setUp(self):
        super().setUp()
        self.lake = self.server.client("lakeformation")
        settings = self.lake.get_data_lake_settings()["DataLakeSettings"]
        self.lake.put_data_lake_settings(DataLakeSettings=settings | {"DataLakeAdmins": [grantee(ADMIN)]})
        self.glue.create_database(DatabaseInput={"Name": "sales"})
        self.glue.create_table(DatabaseName="sales", TableInput={
            "Name": "orders", "StorageDescriptor": descriptor("s3://lake/orders", [column("a"), column("b"), column("c")])})

    def knobs(self, **knobs):
        self.server.admin("knobs", "PUT", knobs)

    def table(self, name="orders"):
        return {"Table": {"CatalogId": ACCOUNT, "DatabaseName": "sales", "Name": name}}

    def columns(self, name="orders", **which):
        return {"TableWithColumns": {"CatalogId": ACCOUNT, "DatabaseName": "sales", "Name": name, **which}}

    def grant(self, resource, permissions, options=(), principal=ANALYST):
        self.lake.grant_permissions(Principal=grantee(principal), Resource=resource, Permissions=permissions,
                                    PermissionsWithGrantOption=list(options))

    def revoke(self, resource, permissions, options=(), principal=ANALYST):
        self.lake.revoke_permissions(Principal=grantee(principal), Resource=resource, Permissions=permissions,
                                     PermissionsWithGrantOption=list(options))

    def all_rows(self):
        rows, token = [], {}
        while True:
            page = self.lake.list_permissions(**token)
            rows += page["PrincipalResourcePermissions"]
            if "NextToken" not in page:
                return rows
            token = {"NextToken": page["NextToken"]}

    def rows(self, principal):
        """A principal's rows of the whole list, as (resource, permissions, those with the grant option)."""
        return [(r["Resource"], r["Permissions"], r["PermissionsWithGrantOption"])
                for r in self.all_rows() if r["Principal"] == grantee(principal)]

    def as_role(self, name, service):
        """A client whose calls are those of a role of this account."""
        keys = self.server.client("sts").assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}",
                                                     RoleSessionName="session")["Credentials"]
        return self.server.client(service, key=keys["AccessKeyId"], secret=keys["SecretAccessKey"],
                                  token=keys["SessionToken"])
