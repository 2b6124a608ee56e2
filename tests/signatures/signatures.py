#!/usr/bin/env python3
"""Compares what we sign with what botocore's signer makes of the same request, case by case.

Usage: signatures.py SIGNATURE_CAPTURE. The program named sends each case below and prints what arrived; here the
request is built again from the case's raw values, signed by botocore for the same second, and compared: target,
body, and the whole Authorization header. Exits 77 when botocore is not installed.
"""
import datetime
import hashlib
import json
import subprocess
import sys
import tempfile
from unittest import mock
from urllib.parse import quote

try:
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
except ImportError:
    print("SKIPPED: botocore is not installed (pip install botocore), so signatures cannot be compared")
    sys.exit(77)

LONG_TERM = {"access_key": "AKIDEXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token": ""}
SESSION = {**LONG_TERM, "access_key": "ASIAEXAMPLE", "token": "IQoJb3JpZ2luX2VjE/+=" * 8}
LONG_TOKEN = {**SESSION, "token": "AbC/+1=" * 1100}
JSON_HEADERS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSGlue.GetTable"}
UNICODE = "größe 数据 \U0001f30a ﷽"
MEGABYTE = "0123456789abcdef" * 65536


def raw(name, method="POST", query=(), body="", headers=JSON_HEADERS, service="glue", credentials=LONG_TERM):
    return dict(name=name, kind="raw", method=method, query=[list(pair) for pair in query], body=body,
                headers=headers, service=service, region="eu-west-1", credentials=credentials)


def call(name, service, operation, input, credentials=LONG_TERM, region="us-east-1"):
    return dict(name=name, kind="call", method="POST", service=service, operation=operation, input=input,
                region=region, credentials=credentials)


def s3(name, key, method="GET", body="", credentials=LONG_TERM):
    return dict(name=name, kind="s3", method=method, bucket="my-lake", key=key, body=body, service="s3",
                region="eu-central-1", credentials=credentials)


CASES = [
    raw("empty body"),
    raw("small body", body="{}"),
    raw("unicode body", body=json.dumps({"Name": UNICODE}, ensure_ascii=False)),
    raw("body of one megabyte", body=MEGABYTE),
    raw("body of five megabytes, which makes curl say Expect", body=MEGABYTE * 5),
    raw("session token", body="{}", credentials=SESSION),
    raw("session token of 7 KB", body="{}", credentials=LONG_TOKEN),
    raw("a header with blanks inside", body="{}", headers={**JSON_HEADERS, "X-Amz-Note": "a  b c"}),
    raw("GET without a query", method="GET", headers={}),
    raw("unsorted query", method="GET", query=[("b", "2"), ("a", "1"), ("C", "3")], headers={}),
    raw("one name twice in a query", method="GET", query=[("a", "2"), ("a", "10"), ("a", "1")], headers={}),
    raw("query without a value", method="GET", query=[("location", "")], headers={}),
    raw("query without a value among others", method="GET", query=[("z", "1"), ("acl", ""), ("b", "")], headers={}),
    raw("query with slash, blank, plus, equals and percent", method="GET", headers={},
        query=[("prefix", "a/b c+d=e%20"), ("marker", "&?#")]),
    raw("unicode in a query", method="GET", query=[(UNICODE, UNICODE)], headers={}),
    raw("names that sort differently once encoded", method="GET", query=[("a b", "1"), ("a-b", "2"), ("aé", "3")],
        headers={}),
    raw("POST with a query and a body", query=[("x", "1")], body="body"),
    raw("DELETE", method="DELETE", headers={}),
    call("glue with unicode", "glue", "CreateDatabase", {"DatabaseInput": {"Name": "d", "Description": UNICODE}}),
    call("glue in another partition", "glue", "GetDatabase", {"Name": "d"}, region="cn-north-1"),
    call("glue with a session token", "glue", "GetDatabase", {"Name": "d"}, credentials=SESSION),
    call("cloudtrail", "cloudtrail", "LookupEvents", {"MaxResults": 50}),
    call("sts", "sts", "GetCallerIdentity", {}),
    call("lakeformation", "lakeformation", "GrantPermissions", {"Permissions": ["ALL"]}),
    s3("plain key", "config/realtime.conf"),
    s3("key with a blank", "a b/c d.txt"),
    s3("key with percent", "100%/%20/%zz"),
    s3("key with equals", "year=2026/month=11/part=0"),
    s3("key with plus", "a+b/c++"),
    s3("unicode key", "größe/数据/\U0001f30a.json"),
    s3("key with every sign", "!\"#$&'()*,-.:;<>?@[\\]^_`{|}~"),
    s3("key with empty and dotted parts", "a//b/./../c"),
    s3("key that begins and ends with a slash", "/a/"),
    s3("put of an empty object", "empty", method="PUT"),
    s3("put of unicode", "größe = 1", method="PUT", body=UNICODE),
    s3("put of one megabyte", "big", method="PUT", body=MEGABYTE),
    s3("put with a session token", "k", method="PUT", body="x", credentials=SESSION),
    s3("head", "a b=c%", method="HEAD"),
    s3("get with a session token", "k", credentials=SESSION),
]
MUST_BE_SIGNED = {
    "raw": {"host", "x-amz-date"},
    "call": {"host", "x-amz-date", "content-type"},
    "s3": {"host", "x-amz-date", "x-amz-content-sha256"},
}


def expected_target(case):
    if case["kind"] == "s3":
        return "/" + case["bucket"] + "/" + quote(case["key"], safe="/~")
    if case["kind"] == "call":
        return {"sts": "/sts/", "lakeformation": "/" + case["operation"]}.get(case["service"], "/")
    pairs = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in case["query"])
    return "/" + ("?" if pairs else "") + "&".join("%s=%s" % pair for pair in pairs)


def expected_body(case):
    """The body as bytes, or None for a call: how that is spelled is the client's choice."""
    if case["kind"] == "call":
        return None
    return case["body"].encode()


def sign(case, arrived, headers, signed):
    """What botocore makes of the case in the second of the request that arrived."""
    second = datetime.datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    own = {"host", "x-amz-date", "x-amz-security-token"}
    request = botocore.awsrequest.AWSRequest(
        method=case["method"],
        url="http://" + headers["host"] + expected_target(case).split("?")[0],
        params=[tuple(pair) for pair in case.get("query", [])],
        headers={name: headers[name] for name in signed - own},
        data=case.get("body", "").encode() if case["kind"] != "call" else None,
    )
    if case["kind"] == "call":
        request.headers["X-Amz-Content-SHA256"] = arrived["body_sha256"]
    credentials = case["credentials"]
    keys = botocore.credentials.Credentials(
        credentials["access_key"], credentials["secret_key"], credentials["token"] or None)
    kind = botocore.auth.S3SigV4Auth if case["kind"] == "s3" else botocore.auth.SigV4Auth
    signer = kind(keys, case["service"], case["region"])
    if case["kind"] == "call":
        # The hash stands in for the body, whose spelling is the client's; AWS signs no such header here.
        with mock.patch.object(signer, "headers_to_sign", lambda r: without_hash(kind.headers_to_sign(signer, r))):
            return authorization(signer, request, second)
    return authorization(signer, request, second)


def without_hash(headers):
    del headers["x-amz-content-sha256"]
    return headers


def authorization(signer, request, second):
    with mock.patch("botocore.auth.get_current_datetime", lambda *a, **k: second.replace(tzinfo=None)):
        signer.add_auth(request)
    return request.headers["Authorization"]


def fields(text):
    """The parts of an Authorization header, whatever stands between them."""
    algorithm, _, rest = text.partition(" ")
    return algorithm, dict(part.strip().split("=", 1) for part in rest.split(","))


def faults_of(case, arrived):
    if "error" in arrived:
        return ["not sent: " + arrived["error"]]
    headers = {name.lower(): value for name, value in arrived["headers"].items()}
    ours = fields(headers["authorization"])
    signed = set(ours[1]["SignedHeaders"].split(";"))
    faults = []
    must = MUST_BE_SIGNED[case["kind"]] | {name.lower() for name in case.get("headers", {})}
    must |= {"x-amz-security-token"} if case["credentials"]["token"] else set()
    if not must <= signed:
        faults.append("not signed: %s" % ", ".join(sorted(must - signed)))
    if not signed <= set(headers):
        faults.append("signed but not sent: %s" % ", ".join(sorted(signed - set(headers))))
        return faults
    if arrived["target"] != expected_target(case):
        faults.append("target %s, expected %s" % (arrived["target"], expected_target(case)))
    body = expected_body(case)
    if body is not None and case["method"] != "HEAD" and arrived["body_sha256"] != hashlib.sha256(body).hexdigest():
        faults.append("another body arrived")
    theirs = fields(sign(case, arrived, headers, signed))
    if ours != theirs:
        faults.append("signed %s\n    botocore %s" % (ours, theirs))
    return faults


def main():
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(CASES, file, ensure_ascii=False)
        file.flush()
        lines = subprocess.run([sys.argv[1], file.name], check=True, capture_output=True, timeout=120).stdout.splitlines()
    if len(lines) != len(CASES):
        print("%d cases, but %d answers" % (len(CASES), len(lines)))
        return 1
    wrong = 0
    for case, line in zip(CASES, lines):
        faults = faults_of(case, json.loads(line))
        wrong += bool(faults)
        for fault in faults:
            print("WRONG %s: %s" % (case["name"], fault))
    print("%d of %d signatures are botocore's" % (len(CASES) - wrong, len(CASES)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
