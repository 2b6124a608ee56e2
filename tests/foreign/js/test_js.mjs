// The AWS SDK for JavaScript against the local AWS: every protocol, shortly. boto3's tests go through every operation.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  BatchCreatePartitionCommand, CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient,
  paginateGetPartitions,
} from "@aws-sdk/client-glue";
import {
  AddLFTagsToResourceCommand, CreateLFTagCommand, GetResourceLFTagsCommand, GrantPermissionsCommand, LakeFormationClient,
  paginateListPermissions, RevokePermissionsCommand,
} from "@aws-sdk/client-lakeformation";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

let server, endpoint;
const keys = { accessKeyId: "test", secretAccessKey: "test" };
const options = (more = {}) => ({ endpoint, region: "eu-central-1", credentials: keys, maxAttempts: 1, ...more });

before(async () => {
  const [program, ...rest] = process.env.LAKEMIRROR.split(" ");
  server = spawn(program, [...rest, "local", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  assert.match(line, /^listening on http:/);
  endpoint = line.split(" ").at(-1);
});

after(() => server.kill());

test("Glue: a table with partitions, over more than one page", async () => {
  const glue = new GlueClient(options());
  const where = { DatabaseName: "sales", TableName: "orders" };
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "Sales" } }));
  await glue.send(new CreateTableCommand({
    DatabaseName: "sales",
    TableInput: { Name: "Orders", PartitionKeys: [{ Name: "day", Type: "int" }], StorageDescriptor: { Location: "s3://l/o/" } },
  }));
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: "sales", Name: "ORDERS" }));
  assert.equal(Table.Name, "orders");
  assert.equal(Table.StorageDescriptor.NumberOfBuckets, 0);
  assert.ok(Table.CreateTime instanceof Date && Math.abs(Date.now() - Table.CreateTime) < 10_000);
  const inputs = Array.from({ length: 25 }, (_, i) => ({ Values: [String(i)] }));
  const made = await glue.send(new BatchCreatePartitionCommand({ ...where, PartitionInputList: inputs }));
  assert.deepEqual(made.Errors, []);
  const values = [];
  for await (const page of paginateGetPartitions({ client: glue, pageSize: 10 }, { ...where, Expression: "day >= 5" })) {
    values.push(...page.Partitions.map((partition) => Number(partition.Values[0])));
  }
  assert.deepEqual(values.sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i + 5));
});

test("Glue: an error has AWS's name, message and request id", async () => {
  const glue = new GlueClient(options());
  await assert.rejects(glue.send(new GetTableCommand({ DatabaseName: "sales", Name: "nothing" })), (error) => {
    assert.equal(error.name, "EntityNotFoundException");
    assert.equal(error.message, "Entity Not Found");
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
  const wrong = new GlueClient(options({ credentials: { ...keys, secretAccessKey: "wrong" } }));
  await assert.rejects(wrong.send(new GetTableCommand({ DatabaseName: "sales", Name: "orders" })),
    { name: "InvalidSignatureException" });
});

test("Lake Formation: grants, listings, tags and errors", async () => {
  const lake = new LakeFormationClient(options());
  const Principal = { DataLakePrincipalIdentifier: "arn:aws:iam::123456789012:role/Analyst" };
  const Resource = { Table: { DatabaseName: "sales", Name: "orders" } };
  await lake.send(new GrantPermissionsCommand({ Principal, Resource, Permissions: ["SELECT", "INSERT"] }));
  const rows = [];
  for await (const page of paginateListPermissions({ client: lake, pageSize: 1 }, { Principal })) {
    rows.push(...page.PrincipalResourcePermissions);
  }
  assert.deepEqual(rows.map((row) => [Object.keys(row.Resource)[0], row.Permissions]),
    [["Table", ["INSERT"]], ["TableWithColumns", ["SELECT"]]]);
  assert.ok(rows[0].LastUpdated instanceof Date);
  await lake.send(new CreateLFTagCommand({ TagKey: "team", TagValues: ["a"] }));
  const LFTags = [{ TagKey: "team", TagValues: ["a"] }];
  const { Failures } = await lake.send(new AddLFTagsToResourceCommand({ Resource, LFTags }));
  assert.deepEqual(Failures, []);
  const { LFTagsOnTable } = await lake.send(new GetResourceLFTagsCommand({ Resource }));
  assert.deepEqual(LFTagsOnTable.map((tag) => tag.TagKey), ["team"]);
  await assert.rejects(lake.send(new RevokePermissionsCommand({ Principal, Resource, Permissions: ["ALTER"] })), {
    name: "InvalidInputException", message: /^No permissions revoked\. /,
  });
});

test("CloudTrail: what was done is in the Event history", async () => {
  const trail = new CloudTrailClient(options());
  const { Events } = await trail.send(new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "CreateTable" }],
    StartTime: new Date(Date.now() - 60_000),
  }));
  assert.equal(Events.length, 1);
  assert.ok(Events[0].EventTime instanceof Date);
  assert.equal(JSON.parse(Events[0].CloudTrailEvent).requestParameters.tableInput.name, "Orders");
});

test("STS: an assumed role's credentials work", async () => {
  const sts = new STSClient(options());
  const { Credentials } = await sts.send(new AssumeRoleCommand({
    RoleArn: "arn:aws:iam::444455556666:role/Reader", RoleSessionName: "js",
  }));
  assert.ok(Credentials.Expiration > new Date());
  const assumed = new STSClient(options({
    credentials: {
      accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  }));
  const { Arn, Account } = await assumed.send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Arn, Account], ["arn:aws:sts::444455556666:assumed-role/Reader/js", "444455556666"]);
});

test("S3: objects of all kinds of keys", async () => {
  const s3 = new S3Client(options({ forcePathStyle: true }));
  for (const Key of ["plain.txt", "a b/c=d%20/é 漢", "x+y&z"]) {
    const where = { Bucket: "bucket", Key };
    await s3.send(new PutObjectCommand({ ...where, Body: `body of ${Key}`, ContentType: "text/plain" }));
    const got = await s3.send(new GetObjectCommand(where));
    assert.equal(await got.Body.transformToString(), `body of ${Key}`);
    const head = await s3.send(new HeadObjectCommand(where));
    assert.equal(head.ETag, got.ETag);
  }
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "nothing" })), { name: "NoSuchKey" });
});
