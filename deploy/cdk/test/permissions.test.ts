import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';

import { expectedStatements } from './statements';
import { contextOf, listOf, repository, resourcesOf, synthesize, west, written } from './synthesized';

const locations = { location_roles: 'arn:aws:iam::123456789012:role/lake' };
const whole = synthesize(contextOf(west, { config_bucket: 'make', alarm_email: 'operator@example.com', ...locations }), new AwsSolutionsChecks({ logIgnores: true }));
const templates = [whole.source, whole.target];

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: Record<string, unknown> | string;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}

function ofType(type: string): [string, Record<string, unknown>][] {
  return templates.flatMap((template) => resourcesOf(template, type).map(([name, resource]): [string, Record<string, unknown>] => [name, resource.Properties]));
}

function conditionOf(statement: Statement): unknown {
  return statement.Condition === undefined ? undefined : JSON.parse(JSON.stringify(statement.Condition), (_, value: unknown) => value) as unknown;
}

test('every statement of every role is one that is meant', () => {
  const found: Record<string, unknown> = {};
  for (const [name, properties] of ofType('AWS::IAM::Policy')) {
    for (const statement of statementsOf(properties['PolicyDocument'])) {
      assert.equal(statement.Effect, 'Allow');
      const role = name.replace(/DefaultPolicy[0-9A-F]{8}$/, '');
      const condition = conditionOf(statement) as Record<string, Record<string, unknown>> | undefined;
      for (const values of Object.values(condition ?? {})) {
        if ('aws:RequestedRegion' in values) values['aws:RequestedRegion'] = listOf(values['aws:RequestedRegion']);
      }
      const key = `${role} ${statement.Sid ?? 'no Sid'}`;
      assert.ok(!(key in found), key);
      found[key] = {
        actions: listOf(statement.Action),
        on: listOf(statement.Resource).map((resource) => written(resource).replace(/[0-9a-f]{64}/, 'HASH')),
        ...(condition === undefined ? {} : { if: condition }),
      };
    }
  }
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expectedStatements).sort());
  assert.deepEqual(found, expectedStatements);
});

test('roles: no managed policies, nothing inline, and only the service that uses them takes them on', () => {
  const roles = ofType('AWS::IAM::Role');
  assert.equal(roles.length, 6);
  for (const [name, properties] of roles) {
    assert.deepEqual(Object.keys(properties).sort(), ['AssumeRolePolicyDocument', 'Description'], name);
    const service = name.startsWith('Forward') ? 'events.amazonaws.com' : 'lambda.amazonaws.com';
    assert.deepEqual(statementsOf(properties['AssumeRolePolicyDocument']), [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } }]);
  }
  assert.equal(ofType('AWS::IAM::Policy').length, 6);
});

test('no action is allowed by a wildcard, anywhere', () => {
  for (const type of ['AWS::IAM::Policy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy']) {
    const documents = ofType(type);
    assert.ok(documents.length > 0, type);
    for (const [name, properties] of documents) {
      for (const statement of statementsOf(properties['PolicyDocument'])) {
        if (statement.Effect === 'Allow') for (const action of listOf(statement.Action)) assert.ok(!String(action).includes('*'), `${name}: ${String(action)}`);
      }
    }
  }
});

test('queues, topics and the bucket: only over TLS, and only from what is meant to', () => {
  const allowed: string[] = [];
  for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy']) {
    for (const [name, properties] of ofType(type)) {
      const statements = statementsOf(properties['PolicyDocument']);
      const denied = statements.filter(({ Effect }) => Effect === 'Deny');
      assert.deepEqual(denied.map(({ Condition }) => Condition), [{ Bool: { 'aws:SecureTransport': 'false' } }], name);
      for (const one of statements.filter(({ Effect }) => Effect === 'Allow')) {
        const [from] = Object.values(one.Condition ?? {}).flatMap((condition) => Object.entries(condition)).filter(([key]) => key === 'aws:SourceArn');
        allowed.push(`${name.replace(/Policy[0-9A-F]{8}$/, '')}: ${listOf(one.Action).join(' ')} by ${written((one.Principal as Record<string, unknown>)['Service'])} for ${written(from?.[1])}`);
      }
    }
  }
  assert.deepEqual(allowed.sort(), [
    'BusDeadLettersQueue: sqs:SendMessage by events.amazonaws.com for <BusRule.Arn>',
    'Events: sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage by events.amazonaws.com for <BusRule.Arn>',
    'ForwardDeadLettersQueue: sqs:SendMessage by events.amazonaws.com for <Forward.Arn>',
    'NotificationsTopic: sns:Publish by cloudwatch.amazonaws.com for arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
    'NotificationsTopic: sns:Publish by cloudwatch.amazonaws.com for arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
    'PullScheduleDeadLettersQueue: sqs:SendMessage by events.amazonaws.com for <PullSchedule.Arn>',
    'ReplicateScheduleDeadLettersQueue: sqs:SendMessage by events.amazonaws.com for <ReplicateSchedule.Arn>',
  ]);
});

test('functions are called by their own schedule alone', () => {
  const permissions = ofType('AWS::Lambda::Permission').map(([, properties]) => Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, written(value)])));
  assert.deepEqual(permissions.sort((a, b) => (a['SourceArn'] ?? '').localeCompare(b['SourceArn'] ?? '')), ['Pull', 'Replicate'].map((word) => ({
    Action: 'lambda:InvokeFunction', FunctionName: `<${word}Function.Arn>`, Principal: 'events.amazonaws.com', SourceArn: `<${word}Schedule.Arn>`,
  })));
});

test('without roles for locations nothing may be passed on, and the source is only touched when asked', () => {
  const { target } = synthesize(contextOf(west, { source_read_only_admin: 'false' }));
  assert.ok(!JSON.stringify(target.toJSON()).includes('iam:PassRole'));
  assert.equal(resourcesOf(target, 'Custom::DataLakeAdmin').length, 1);
});

/** Names of operations in C++ that calls Glue, Lake Formation or CloudTrail. */
function operationsIn(...folders: string[]): Set<string> {
  const names = new Set<string>();
  for (const folder of folders) {
    const full = path.join(repository, 'src', folder);
    for (const file of readdirSync(full).filter((name) => name.endsWith('.cc') && !name.endsWith('_test.cc'))) {
      for (const [, name = ''] of readFileSync(path.join(full, file), 'utf8').matchAll(/"([A-Z][A-Za-z]+)"/g)) names.add(name);
    }
  }
  return names;
}

/** Of a service, those that there are tables for. */
function operationsOf(service: string): string[] {
  const api = readFileSync(path.join(repository, 'scripts/generate_api.py'), 'utf8');
  return [...(new RegExp(`"${service}": \\[([^\\]]*)\\]`).exec(api)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
}

test('what is called may be called, and what may be called is called', () => {
  const allowed = new Set(Object.entries(expectedStatements).filter(([key]) => /^(Replicate|Pull)Role/.test(key)).flatMap(([, { actions }]) => actions));
  const called = operationsIn('read', 'apply', 'feed');
  for (const [service, name] of [['glue', 'glue'], ['lakeformation', 'lakeformation'], ['cloudtrail', 'cloudtrail']] as const) {
    const operations = operationsOf(name);
    assert.ok(operations.length > 0, name);
    for (const operation of operations) {
      assert.equal(allowed.has(`${service}:${operation}`), called.has(operation) || impliedBy[`${service}:${operation}`] !== undefined, `${service}:${operation}`);
    }
  }
});

test('what administrates may call just what it calls', () => {
  const operations = new Set(operationsOf('lakeformation'));
  const called = [...operationsIn('lambda')].filter((name) => operations.has(name)).map((name) => `lakeformation:${name}`);
  assert.deepEqual(called.sort(), [...(expectedStatements['AdminRole AdministrateLakes']?.actions ?? [])].sort());
  const role = Object.keys(expectedStatements).filter((key) => key.startsWith('AdminRole'));
  assert.deepEqual(role, ['AdminRole AdministrateLakes', 'AdminRole WriteLog']);
});

/** Rights that Glue asks for without the operation being called. */
const impliedBy: Record<string, string> = {
  'glue:GetPartition': 'glue:BatchGetPartition',
};

test('cdk-nag has nothing to say that is not answered in writing', () => {
  const answered = new Set<string>();
  for (const stack of [whole.stacks.source, whole.stacks.target]) {
    const said = (find: 'findError' | 'findWarning' | 'findInfo') => Annotations.fromStack(stack)[find]('*', Match.anyValue()).map(({ entry }) => String(entry.data));
    const nag = [...said('findError'), ...said('findWarning')].filter((text) => !text.includes('lambda.zip is not built'));
    assert.deepEqual(nag, []);
    for (const text of said('findInfo')) {
      const [, rule] = /^CdkNagSuppression.*: ([\w-]+) was triggered but suppressed/.exec(text) ?? [];
      if (rule !== undefined) answered.add(rule);
    }
  }
  const reasons = templates.flatMap((template) => resourcesOf(template).flatMap(([, resource]) => resource.Metadata?.cdk_nag?.rules_to_suppress ?? []));
  assert.ok(reasons.length > 10);
  for (const { id, reason } of reasons) assert.ok(reason.length > 40, `${id}: ${reason}`);
  // Were it not looking at all, there would be nothing to answer either.
  assert.deepEqual([...answered].sort(), ['AwsSolutions-IAM5', 'AwsSolutions-S1', 'AwsSolutions-SQS3']);
});

test('the documentation names every statement', () => {
  const text = readFileSync(path.join(repository, 'docs/deploy-on-aws.md'), 'utf8');
  for (const key of Object.keys(expectedStatements)) {
    const [, sid = ''] = key.split(' ');
    assert.ok(text.includes(`\`${sid}\``), sid);
  }
});
