"""What the target should have become, judged from the dumps of both Regions. Shares nothing with lakemirror's own
mapping and comparison, so that a mistake there cannot hide itself here."""
import json
import re


def mapped(value, buckets):
    """Every text that is an S3 location of a bucket of the source, wherever it stands, with the target's bucket."""
    if isinstance(value, dict):
        return {mapped(name, buckets): mapped(member, buckets) for name, member in value.items()}
    if isinstance(value, list):
        return [mapped(element, buckets) for element in value]
    if isinstance(value, str):
        for source, target in buckets.items():
            value, found = re.subn(rf"\A(s3[an]?://|arn:aws:s3:::){re.escape(source)}(?=/|\Z)", rf"\1{target}", value)
            if found:
                break
    return value


def objects(dump):
    """A dump as {("sales",): database, ("sales", "orders"): table, ("sales", "orders", values): partition}, without
    what the service writes by itself."""
    found = {}
    for database_name, database in dump["databases"].items():
        found[(database_name,)] = own(database["database"])
        for table_name, table in database["tables"].items():
            found[(database_name, table_name)] = own(table["table"])
            for partition in table["partitions"]:
                found[(database_name, table_name, tuple(partition["Values"]))] = own(partition)
    return found


def own(body):
    return {name: value for name, value in body.items() if name != "service"}


def differences(source_dump, target_dump, buckets):
    """One text for each object that is not what it should be; empty when the Regions are equal."""
    expected = {key: mapped(body, buckets) for key, body in objects(source_dump).items()}
    found = objects(target_dump)
    texts = []
    for key in sorted(expected.keys() | found.keys(), key=str):
        if key not in found:
            texts.append(f"{key}: only at the source")
        elif key not in expected:
            texts.append(f"{key}: only at the target")
        elif expected[key] != found[key]:
            texts.append(f"{key}: should be {expected[key]} and is {found[key]}")
    return texts


def governed(dump):
    """What a dump has of Lake Formation, each part as a set of texts, without what the service writes by itself."""
    lake = dump.get("lake_formation", {})
    rows = {kind: lake.get(kind, []) for kind in ("grants", "assignments", "filters")}
    rows.update((kind, [{"name": name, **body} for name, body in lake.get(kind, {}).items()])
                for kind in ("tags", "expressions", "locations"))
    rows["administrators"] = lake.get("settings", {}).get("DataLakeAdmins", [])
    return {kind: {json.dumps(own(row), sort_keys=True) for row in found} for kind, found in rows.items()}


def lake_differences(source_dump, target_dump, buckets):
    """The same for Lake Formation: who may do what, tags, filters, registered locations, administrators."""
    expected, found = governed(mapped(source_dump, buckets)), governed(target_dump)
    return [f"{kind}: {text}: only at the {side}" for kind in expected for side, rows in
            (("source", expected[kind] - found[kind]), ("target", found[kind] - expected[kind])) for text in sorted(rows)]


def sizes(dump):
    """How many databases, tables and partitions a dump holds."""
    count = [0, 0, 0]
    for key in objects(dump):
        count[len(key) - 1] += 1
    return dict(zip(("databases", "tables", "partitions"), count))
