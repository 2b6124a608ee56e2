"""What Lake Formation keeps on one side as boto3 reads it, in a form that is equal for equal meanings. Shares nothing
with lakemirror's own normal form, so that a mistake there cannot hide itself here."""
from botocore.exceptions import ClientError

from expectation import mapped

PARTS_OF_ALL = {
    "catalog": ("ALTER", "CREATE_DATABASE", "DESCRIBE", "DROP"),
    "database": ("ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"),
    "table": ("ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"),
}
PARTS_OF_ALL["databases by"] = PARTS_OF_ALL["database"]
PARTS_OF_ALL["all tables"] = PARTS_OF_ALL["tables by"] = PARTS_OF_ALL["table"]


def every(call, member, **parameters):
    """All elements of a listing, whether or not it has a paginator."""
    token = {}
    while True:
        page = call(**parameters, **token)
        yield from page.get(member, [])
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def expression(pairs):
    return tuple(sorted((pair["TagKey"], tuple(sorted(pair["TagValues"]))) for pair in pairs))


def places(resource):
    """The things a grant on this resource is about: of named columns and tag values each by itself."""
    [(member, body)] = resource.items()
    if member == "Catalog":
        return [("catalog",)]
    if member == "Database":
        return [("database", body["Name"])]
    if member == "DataLocation":
        return [("location", body["ResourceArn"])]
    if member == "LFTag":
        return [("tag", body["TagKey"], value) for value in body["TagValues"]]
    if member == "LFTagPolicy":
        about = body.get("ExpressionName") or expression(body["Expression"])
        return [(body["ResourceType"].lower() + "s by", about)]
    if member == "DataCellsFilter":
        return [("filter", body["DatabaseName"], body["TableName"], body["Name"])]
    if "TableWildcard" in body or body["Name"] == "ALL_TABLES":
        return [("all tables", body["DatabaseName"])]
    where = (body["DatabaseName"], body["Name"])
    if body.get("ColumnNames"):
        return [("column", *where, name) for name in body["ColumnNames"]]
    excluded = tuple(sorted(body.get("ColumnWildcard", {}).get("ExcludedColumnNames", [])))
    return [("columns but", *where, excluded)] if excluded else [("table", *where)]


def atoms(row):
    """(principal, place, permission, whether grantable, condition), each permission with what it implies."""
    condition = row.get("Condition", {}).get("Expression", "")
    for place in places(row["Resource"]):
        for grantable, member in ((False, "Permissions"), (True, "PermissionsWithGrantOption")):
            for word in row.get(member, []):
                implied = PARTS_OF_ALL.get(place[0], ()) if word == "ALL" else ()
                for each in (word, *implied):
                    yield (row["Principal"]["DataLakePrincipalIdentifier"], place, each, grantable, condition)
                    yield (row["Principal"]["DataLakePrincipalIdentifier"], place, each, False, condition)


def assigned(lake, resource, member):
    """The LF-tags put on just this thing: {key: value}. moto fails where there never was one."""
    try:
        pairs = lake.get_resource_lf_tags(Resource=resource, ShowAssignedLFTags=True).get(member, [])
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 500:
            raise
        return {}
    if member == "LFTagsOnColumns":
        pairs = [pair for column in pairs for pair in column["LFTags"]]
    return {pair["TagKey"]: pair["TagValues"][0] for pair in pairs}


def assignments(lake, glue):
    """{("sales",) or ("sales", "orders") or ("sales", "orders", "a"): {key: value}}, of what bears a tag."""
    found = {}
    for database in every(glue.get_databases, "DatabaseList"):
        name = database["Name"]
        found[(name,)] = assigned(lake, {"Database": {"Name": name}}, "LFTagOnDatabase")
        for table in every(glue.get_tables, "TableList", DatabaseName=name):
            where = {"DatabaseName": name, "Name": table["Name"]}
            found[(name, table["Name"])] = assigned(lake, {"Table": where}, "LFTagsOnTable")
            for column in table.get("StorageDescriptor", {}).get("Columns", []):
                resource = {"TableWithColumns": {**where, "ColumnNames": [column["Name"]]}}
                found[(name, table["Name"], column["Name"])] = assigned(lake, resource, "LFTagsOnColumns")
    return {where: tags for where, tags in found.items() if tags}


def location(info):
    """Of a registered location what decides who may read there. No role is the service-linked one."""
    role = info.get("RoleArn") or ""
    return {"role": "service linked" if not role or "/aws-service-role/" in role else role,
            "hybrid": info.get("HybridAccessEnabled", False)}


def settings(document):
    """The document as a set of what it says; a list left out is an empty one."""
    said = {}
    for name, value in document.items():
        if isinstance(value, list):
            value = sorted(str(sorted(element.items())) if isinstance(element, dict) else element for element in value)
        if value not in ([], False, {}):
            said[name] = value
    return said


def read_lake(lake, glue, buckets=None):
    """One side by kinds, in the target's terms where `buckets` are those of the source."""
    rows = mapped(list(every(lake.list_permissions, "PrincipalResourcePermissions")), buckets or {})
    infos = mapped(list(every(lake.list_resources, "ResourceInfoList")), buckets or {})
    return {
        "settings": settings(lake.get_data_lake_settings()["DataLakeSettings"]),
        "locations": {info["ResourceArn"]: location(info) for info in infos},
        "tags": {tag["TagKey"]: sorted(tag["TagValues"]) for tag in every(lake.list_lf_tags, "LFTags")},
        "assignments": assignments(lake, glue),
        "grants": {atom for row in rows for atom in atoms(row)},
    }
