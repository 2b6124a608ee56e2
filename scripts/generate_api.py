#!/usr/bin/env python3
"""Writes src/api/generated_*.cc from the AWS service models that botocore carries.

To use a further operation of AWS, add its name below and run this script (needs `pip install botocore`).

    scripts/generate_api.py           write the tables
    scripts/generate_api.py --check   exit 1 when the committed tables are not what the installed models give
"""

import argparse
import pathlib
import re
import sys

OPERATIONS = {
    "glue": [
        "BatchCreatePartition",
        "BatchDeletePartition",
        "BatchDeleteTable",
        "BatchDeleteTableVersion",
        "BatchGetPartition",
        "BatchUpdatePartition",
        "CreateDatabase",
        "CreatePartition",
        "CreateTable",
        "DeleteDatabase",
        "DeletePartition",
        "DeleteTable",
        "DeleteTableVersion",
        "GetDatabase",
        "GetDatabases",
        "GetPartition",
        "GetPartitions",
        "GetTable",
        "GetTables",
        "GetTableVersion",
        "GetTableVersions",
        "UpdateDatabase",
        "UpdatePartition",
        "UpdateTable",
    ],
    "cloudtrail": ["LookupEvents"],
    "dynamodb": [
        "BatchGetItem",
        "BatchWriteItem",
        "CreateTable",
        "DeleteItem",
        "DescribeContinuousBackups",
        "DescribeTable",
        "DescribeTimeToLive",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "UpdateContinuousBackups",
        "UpdateItem",
        "UpdateTable",
        "UpdateTimeToLive",
    ],
    "sts": ["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"],
    "lakeformation": [
        "AddLFTagsToResource",
        "BatchGrantPermissions",
        "BatchRevokePermissions",
        "CreateDataCellsFilter",
        "CreateLFTag",
        "CreateLFTagExpression",
        "CreateLakeFormationOptIn",
        "DeleteDataCellsFilter",
        "DeleteLFTag",
        "DeleteLFTagExpression",
        "DeleteLakeFormationOptIn",
        "DeregisterResource",
        "DescribeResource",
        "GetDataCellsFilter",
        "GetDataLakePrincipal",
        "GetDataLakeSettings",
        "GetLFTag",
        "GetLFTagExpression",
        "GetResourceLFTags",
        "GrantPermissions",
        "ListDataCellsFilter",
        "ListLFTagExpressions",
        "ListLFTags",
        "ListLakeFormationOptIns",
        "ListPermissions",
        "ListResources",
        "PutDataLakeSettings",
        "RegisterResource",
        "RemoveLFTagsFromResource",
        "RevokePermissions",
        "UpdateDataCellsFilter",
        "UpdateLFTag",
        "UpdateLFTagExpression",
        "UpdateResource",
    ],
}

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "src" / "api"
VERSION_FILE = "generated_version.cc"
TYPES = {
    "structure": "structure",
    "list": "list",
    "map": "map",
    "string": "string",
    "integer": "integer",
    "long": "integer",
    "float": "floating",
    "double": "floating",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "blob": "blob",
}
PROTOCOLS = {"json 1.0": "json_1_0", "json 1.1": "json_1_1", "query": "query", "rest-json": "rest_json"}
HEADER = "// Written by scripts/generate_api.py from botocore's service models. Do not edit.\n"


class Pool:
    """One array that many shapes or operations point into; equal runs are stored once."""

    def __init__(self):
        self.items = []
        self.runs = {}

    def span(self, name, run):
        if not run:
            return "{}"
        run = tuple(run)
        if run not in self.runs:
            self.runs[run] = len(self.items)
            self.items.extend(run)
        return "{%s + %d, %d}" % (name, self.runs[run], len(run))

    def array(self, declaration):
        if not self.items:
            return ""
        return "%s[] = {\n%s};\n\n" % (declaration, "".join("    %s,\n" % item for item in self.items))


def reachable_shapes(roots):
    """Every shape the roots lead to, by name; shapes may be recursive."""
    found = {}
    waiting = list(roots)
    while waiting:
        shape = waiting.pop()
        if shape.name in found:
            continue
        found[shape.name] = shape
        if shape.type_name == "structure":
            waiting.extend(shape.members.values())
        elif shape.type_name == "list":
            waiting.append(shape.member)
        elif shape.type_name == "map":
            waiting.append(shape.value)
    return found


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def bound(shape, name):
    value = shape.metadata.get(name)
    return -1 if value is None else int(value)


def error_codes(operation):
    return sorted(shape.metadata.get("error", {}).get("code", shape.name) for shape in operation.error_shapes)


def protocol_of(metadata):
    name = metadata["protocol"]
    return PROTOCOLS["json " + metadata["jsonVersion"] if name == "json" else name]


def check_rest(op):
    """Our rest-json is the plain half of it: everything in the body of a POST to the operation's own name."""
    plain = op.http["method"] == "POST" and op.http["requestUri"] == "/" + op.name
    placed = [m for m, shape in op.input_shape.members.items() if "location" in shape.serialization]
    if not plain or placed:
        sys.exit("%s is no plain POST of a JSON body: src/aws and src/local cannot speak it" % op.name)


def generate_service(service, model):
    operations = [model.operation_model(name) for name in sorted(OPERATIONS[service])]
    if model.metadata["protocol"] == "rest-json":
        for op in operations:
            check_rest(op)
    roots = [shape for op in operations for shape in (op.input_shape, op.output_shape) if shape is not None]
    shapes = reachable_shapes(roots)
    names = sorted(shapes)
    index = {name: number for number, name in enumerate(names)}

    members, words = Pool(), Pool()
    shape_rows = []
    for name in names:
        shape = shapes[name]
        own, element, enumeration = [], "nullptr", []
        if shape.type_name == "structure":
            required = set(shape.required_members)
            own = [
                "{%s, &shapes[%d], %s}" % (quoted(m), index[shape.members[m].name], str(m in required).lower())
                for m in sorted(shape.members)
            ]
        elif shape.type_name == "list":
            element = "&shapes[%d]" % index[shape.member.name]
        elif shape.type_name == "map":
            element = "&shapes[%d]" % index[shape.value.name]
        elif shape.type_name == "string":
            enumeration = [quoted(value) for value in shape.metadata.get("enum", [])]
        shape_rows.append(
            "    /* %d */ {%s, Type::%s, %s, %s, %d, %d, %s},\n"
            % (
                index[name],
                quoted(name),
                TYPES[shape.type_name],
                members.span("members", own),
                element,
                bound(shape, "min"),
                bound(shape, "max"),
                words.span("words", enumeration),
            )
        )

    def pointer(shape):
        # GetCallerIdentity and some Delete answers have an empty or no shape: the empty structure stands for it.
        return "&empty" if shape is None else "&shapes[%d]" % index[shape.name]

    operation_rows = [
        "    {Service::%s, %s, %s, %s, %s},\n"
        % (
            service,
            quoted(op.name),
            pointer(op.input_shape),
            pointer(op.output_shape),
            words.span("words", [quoted(code) for code in error_codes(op)]),
        )
        for op in operations
    ]
    needs_empty = any("&empty" in row for row in operation_rows)
    metadata = model.metadata
    info = "{Service::%s, %s, %s, %s, Protocol::%s, %s}" % (
        service,
        quoted(metadata["endpointPrefix"]),
        quoted(metadata["serviceId"].upper().replace(" ", "_")),
        quoted(metadata.get("targetPrefix", "")),
        protocol_of(metadata),
        quoted(metadata["apiVersion"]),
    )
    return (
        HEADER
        + '#include "api/tables.h"\n\nnamespace lakemirror::api {\nnamespace {\n\n'
        + "extern const Shape shapes[%d];\n\n" % len(names)
        + words.array("constexpr std::string_view words")
        + members.array("constexpr Member members")
        + "constinit const Shape shapes[%d] = {\n%s};\n\n" % (len(names), "".join(shape_rows))
        + ('constexpr Shape empty = {"", Type::structure, {}, nullptr, -1, -1, {}};\n\n' if needs_empty else "")
        + "constexpr Operation operation_table[] = {\n%s};\n\n" % "".join(operation_rows)
        + "}  // namespace\n\n"
        + "constinit const ServiceTables %s_tables = {\n    %s,\n    operation_table,\n    shapes};\n\n"
        % (service, info)
        + "}  // namespace lakemirror::api\n"
    )


def generate():
    import botocore
    import botocore.session

    session = botocore.session.get_session()
    files = {"generated_%s.cc" % name: generate_service(name, session.get_service_model(name)) for name in OPERATIONS}
    files[VERSION_FILE] = (
        HEADER
        + '#include "api/api.h"\n\nnamespace lakemirror::api {\n\n'
        + "std::string_view model_version() { return %s; }\n\n" % quoted(botocore.__version__)
        + "}  // namespace lakemirror::api\n"
    )
    return files


def check():
    try:
        import botocore
    except ImportError:
        print("NOT CHECKED: botocore is not installed here, so the generated tables cannot be compared")
        return 0
    recorded = re.search(r'return "([^"]*)"', (FOLDER / VERSION_FILE).read_text()).group(1)
    if recorded != botocore.__version__:
        print("NOT CHECKED: the tables come from botocore %s, installed is %s" % (recorded, botocore.__version__))
        return 0
    stale = [name for name, text in generate().items() if (FOLDER / name).read_text() != text]
    for name in stale:
        print("src/api/%s is not what scripts/generate_api.py writes: run it and commit the result" % name)
    if not stale:
        print("src/api/generated_*.cc are what botocore %s gives" % recorded)
    return 1 if stale else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    if parser.parse_args().check:
        return check()
    for name, text in generate().items():
        (FOLDER / name).write_text(text)
        print("wrote src/api/%s (%d lines)" % (name, text.count("\n")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
