import * as assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { Match, Template } from 'aws-cdk-lib/assertions';

import { changingCalls } from '../lib/event_pattern';
import { contextOf, repository, Resource, resourcesOf, synthesize, Synthesized, temporaryFolder, west, written } from './synthesized';

const plain = synthesize(contextOf(west));
const { source, target } = plain;

function countsOf(template: Template): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, { Type }] of resourcesOf(template)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

/** The only resource of that type whose logical name begins so. */
function one(template: Template, type: string, name: string): Resource {
  const found = resourcesOf(template, type).filter(([logical]) => logical.startsWith(name));
  assert.equal(found.length, 1, `${type} ${name}`);
  return (found[0] as [string, Resource])[1];
}

test('what stands where', () => {
  assert.deepEqual(countsOf(source), {
    'AWS::CloudWatch::Alarm': 1, 'AWS::Events::Rule': 1, 'AWS::IAM::Policy': 1, 'AWS::IAM::Role': 1, 'AWS::SNS::Topic': 1, 'AWS::SNS::TopicPolicy': 1,
    'AWS::SQS::Queue': 1, 'AWS::SQS::QueuePolicy': 1,
  });
  assert.deepEqual(countsOf(target), {
    'AWS::CloudWatch::Alarm': 12, 'AWS::CloudWatch::Dashboard': 1, 'AWS::DynamoDB::Table': 1, 'AWS::Events::EventBus': 1, 'AWS::Events::Rule': 3,
    'AWS::IAM::Policy': 5, 'AWS::IAM::Role': 5, 'AWS::Lambda::EventInvokeConfig': 2, 'AWS::Lambda::EventSourceMapping': 2, 'AWS::Lambda::Function': 5,
    'AWS::Lambda::Permission': 2, 'AWS::Logs::LogGroup': 5, 'AWS::SNS::Topic': 1, 'AWS::SNS::TopicPolicy': 1, 'AWS::SQS::Queue': 6,
    'AWS::SQS::QueuePolicy': 6, 'Custom::ConfigurationFile': 1, 'Custom::DataLakeAdmin': 2,
  });
  assert.equal(plain.stacks.source.region, 'us-east-1');
  assert.equal(plain.stacks.target.region, 'us-west-2');
});

test('the journal table', () => {
  const table = one(target, 'AWS::DynamoDB::Table', 'Journal');
  assert.deepEqual(table.Properties, {
    KeySchema: [{ AttributeName: 'EventId', KeyType: 'HASH' }],
    AttributeDefinitions: ['EventId', 'Open', 'OpenOrder'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [{
      IndexName: 'open',
      KeySchema: [{ AttributeName: 'Open', KeyType: 'HASH' }, { AttributeName: 'OpenOrder', KeyType: 'RANGE' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['Processed_Flag', 'Outcome', 'NextAttemptAt', 'FailedSince'] },
    }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'TimeToLive', Enabled: true },
    SSESpecification: { SSEEnabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  });
  assert.equal(table.DeletionPolicy, 'Retain');
});

test('the journal goes with the stack only when asked', () => {
  const table = one(synthesize(contextOf(west, { journal_on_destroy: 'delete' })).target, 'AWS::DynamoDB::Table', 'Journal');
  assert.equal(table.DeletionPolicy, 'Delete');
  assert.equal(table.Properties['DeletionProtectionEnabled'], false);
});

test('everything else goes with the stack', () => {
  for (const template of [source, target]) {
    for (const [name, { Type, DeletionPolicy }] of resourcesOf(template)) {
      if (Type !== 'AWS::DynamoDB::Table') assert.notEqual(DeletionPolicy, 'Retain', name);
    }
  }
});

test('the functions', () => {
  const expected = { Pull: [300, 256], Replicate: [900, 512], Ingest: [60, 256], Admin: [300, 256] } as const;
  for (const [word, [timeout, memory]] of Object.entries(expected)) {
    const { Properties, DependsOn } = one(target, 'AWS::Lambda::Function', `${word}Function`);
    assert.equal(Properties['Handler'], word.toLowerCase());
    assert.equal(Properties['Runtime'], 'provided.al2023');
    assert.deepEqual(Properties['Architectures'], ['x86_64']);
    assert.deepEqual([Properties['Timeout'], Properties['MemorySize']], [timeout, memory]);
    assert.equal(Properties['ReservedConcurrentExecutions'], undefined);
    assert.equal(written((Properties['LoggingConfig'] as Record<string, unknown>)['LogGroup']), `<${word}Log>`);
    assert.equal(written(Properties['Role']), `<${word}Role.Arn>`);
    // Without its rights it would be called before it may do anything.
    assert.ok(DependsOn?.some((name) => name.startsWith(`${word}RoleDefaultPolicy`)), word);
    const variables = (Properties['Environment'] as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {};
    assert.deepEqual(Object.entries(variables).map(([key, value]) => `${key}=${written(value)}`), word === 'Admin' ? [] : [
      'config_file_bucket=lake-config', 'config_file_key=config/lake.conf', 'journal=dynamodb://<JournalTable>',
    ]);
  }
  for (const [name, { Properties }] of resourcesOf(target, 'AWS::Logs::LogGroup')) assert.deepEqual(Properties, { RetentionInDays: 90 }, name);
});

test('schedules', () => {
  for (const [minutes, rate] of [['1', 'rate(1 minute)'], ['5', 'rate(5 minutes)']] as const) {
    const template = synthesize(contextOf(west, { eventbridge_schedule_min: minutes })).target;
    assert.equal(one(template, 'AWS::Events::Rule', 'PullSchedule').Properties['ScheduleExpression'], rate);
    assert.equal(one(template, 'AWS::Events::Rule', 'ReplicateSchedule').Properties['ScheduleExpression'], 'rate(2 minutes)');
  }
  for (const word of ['Pull', 'Replicate']) {
    target.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: Match.anyValue(), State: 'ENABLED',
      Targets: [{
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${word}Function`), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${word}ScheduleDeadLetters`), 'Arn'] } },
      }],
    });
    target.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp(`^${word}Function`) }, MaximumRetryAttempts: 0, Qualifier: '$LATEST',
    });
  }
});

test('the stream wakes replicate, for new entries alone', () => {
  const { Properties } = one(target, 'AWS::Lambda::EventSourceMapping', 'ReplicateStream');
  const { Filters } = Properties['FilterCriteria'] as { Filters: { Pattern: string }[] };
  assert.deepEqual(Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown), [
    { eventName: ['INSERT'], dynamodb: { NewImage: { Processed_Flag: { S: ['N'] } } } },
  ]);
  assert.equal(written(Properties['EventSourceArn']), '<JournalTable.StreamArn>');
  assert.equal(written(Properties['FunctionName']), '<ReplicateFunction>');
  assert.deepEqual(Properties['FunctionResponseTypes'], ['ReportBatchItemFailures']);
  assert.equal(Properties['StartingPosition'], 'TRIM_HORIZON');
  assert.equal(written((Properties['DestinationConfig'] as { OnFailure: { Destination: unknown } }).OnFailure.Destination), '<ReplicateDeadLettersQueue.Arn>');
});

test('the queue feeds ingest, and keeps a message longer than ingest may take', () => {
  const { Properties } = one(target, 'AWS::Lambda::EventSourceMapping', 'IngestQueue');
  assert.equal(written(Properties['EventSourceArn']), '<Events.Arn>');
  assert.equal(written(Properties['FunctionName']), '<IngestFunction>');
  assert.deepEqual(Properties['FunctionResponseTypes'], ['ReportBatchItemFailures']);
  const timeout = one(target, 'AWS::Lambda::Function', 'IngestFunction').Properties['Timeout'] as number;
  const queue = resourcesOf(target, 'AWS::SQS::Queue').find(([name]) => /^Events[0-9A-F]{8}$/.test(name))?.[1].Properties ?? {};
  assert.ok((queue['VisibilityTimeout'] as number) >= 6 * timeout);
  assert.equal(written((queue['RedrivePolicy'] as Record<string, unknown>)['deadLetterTargetArn']), '<EventsDeadLettersQueue.Arn>');
  for (const template of [source, target]) {
    for (const [name, resource] of resourcesOf(template, 'AWS::SQS::Queue')) {
      assert.equal(resource.Properties['SqsManagedSseEnabled'], true, name);
      if (name.includes('DeadLetters')) assert.equal(resource.Properties['MessageRetentionPeriod'], 14 * 24 * 3600, name);
    }
  }
});

test('nothing runs before configuration and administrators are there', () => {
  const starters = [
    one(target, 'AWS::Events::Rule', 'PullSchedule'), one(target, 'AWS::Events::Rule', 'ReplicateSchedule'),
    one(target, 'AWS::Lambda::EventSourceMapping', 'ReplicateStream'), one(target, 'AWS::Lambda::EventSourceMapping', 'IngestQueue'),
  ];
  for (const { DependsOn = [] } of starters) {
    for (const name of ['ConfigurationCopy', 'TargetAdmin', 'SourceReadOnlyAdmin']) assert.ok(DependsOn.some((other) => other.startsWith(name)), name);
  }
});

test('events go from the source to a bus, and from there to the queue', () => {
  const forward = one(source, 'AWS::Events::Rule', 'Forward').Properties;
  const taken = one(target, 'AWS::Events::Rule', 'BusRule').Properties;
  assert.equal(forward['EventBusName'], undefined, 'the default bus');
  assert.equal(written(taken['EventBusName']), '<Bus>');
  assert.deepEqual(forward['EventPattern'], taken['EventPattern']);
  const [to] = forward['Targets'] as Record<string, unknown>[];
  const bus = one(target, 'AWS::Events::EventBus', 'Bus').Properties['Name'];
  assert.equal(written(to?.['Arn']), `arn:<AWS::Partition>:events:us-west-2:<AWS::AccountId>:event-bus/${String(bus)}`);
  assert.equal(written(to?.['RoleArn']), '<ForwardRole.Arn>');
  assert.equal(written(to?.['DeadLetterConfig']), '{"Arn":{"Fn::GetAtt":["' + (resourcesOf(source, 'AWS::SQS::Queue')[0]?.[0] ?? '') + '","Arn"]}}');
  target.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: Match.anyValue(),
    Targets: [{
      Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Events[0-9A-F]{8}$'), 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BusDeadLetters'), 'Arn'] } },
    }],
  });
});

test('the pattern is one that EventBridge takes, and names the calls that are read', () => {
  const pattern = JSON.stringify(one(source, 'AWS::Events::Rule', 'Forward').Properties['EventPattern']);
  assert.ok(pattern.length <= 2048, `${pattern.length} characters; 2,048 are allowed`);
  const touched = ['glue_touch.cc', 'lake_touch.cc'].flatMap((file) => {
    const text = readFileSync(path.join(repository, 'src/translate', file), 'utf8');
    return [...text.matchAll(/^ +\{"([A-Z]\w+)", [a-z_]+[,}]/gm)].map(([, name = '']) => name);
  });
  assert.ok(touched.length > 25);
  assert.deepEqual([...changingCalls].sort(), touched.sort());
});

test("without Glue's own notices only calls are let through, by both rules", () => {
  const { source: first, target: second } = synthesize(contextOf(west, { state_changes: 'false' }));
  const patternOf = (template: Template, name: string) =>
    one(template, 'AWS::Events::Rule', name).Properties['EventPattern'] as { 'detail-type': string[]; detail: Record<string, unknown[]> };
  const pattern = patternOf(first, 'Forward');
  assert.deepEqual(patternOf(second, 'BusRule'), pattern);
  assert.deepEqual(pattern['detail-type'], ['AWS API Call via CloudTrail']);
  assert.deepEqual(pattern.detail, { eventSource: ['glue.amazonaws.com', 'lakeformation.amazonaws.com'], eventName: [...changingCalls] });
  assert.equal(patternOf(source, 'Forward')['detail-type'].length, 3);
});

test('the configuration: put into a bucket that is there, or made', () => {
  assert.equal(resourcesOf(target, 'AWS::S3::Bucket').length, 0);
  const copy = one(target, 'Custom::ConfigurationFile', 'ConfigurationCopy').Properties;
  const call = JSON.parse(written(copy['Create'])) as { action: string; parameters: Record<string, string> };
  assert.deepEqual([call.action, call.parameters['Bucket'], call.parameters['Key']], ['copyObject', 'lake-config', 'config/lake.conf']);
  assert.deepEqual(copy['Update'], copy['Create']);
  assert.equal(copy['Delete'], undefined);

  const made = synthesize(contextOf(west, { config_bucket: 'make' })).target;
  const bucket = one(made, 'AWS::S3::Bucket', 'Configuration');
  assert.equal(bucket.DeletionPolicy, 'Retain');
  assert.equal(bucket.Properties['BucketName'], 'lake-config');
  assert.deepEqual(bucket.Properties['VersioningConfiguration'], { Status: 'Enabled' });
  assert.deepEqual(Object.values(bucket.Properties['PublicAccessBlockConfiguration'] as object), [true, true, true, true]);
  assert.ok(JSON.stringify(bucket.Properties['BucketEncryption']).includes('AES256'));
  const { DependsOn = [] } = one(made, 'Custom::ConfigurationFile', 'ConfigurationCopy');
  assert.ok(DependsOn.some((name) => /^ConfigurationBucket[0-9A-F]{8}$/.test(name)));
});

test('another content of the file is another upload', () => {
  const copyOf = (more: string) => {
    const context = contextOf(west);
    const file = context['config_file'] ?? '';
    appendFileSync(file, more);
    return written(one(synthesize(context).target, 'Custom::ConfigurationFile', 'ConfigurationCopy').Properties['Update']);
  };
  assert.equal(copyOf(''), copyOf(''));
  assert.notEqual(copyOf(''), copyOf('[lakemirror]\n'));
});

test('administrators', () => {
  const found = (template: Template) => Object.fromEntries(resourcesOf(template, 'Custom::DataLakeAdmin').map(
    ([name, { Properties }]) => [name, Object.fromEntries(Object.entries(Properties).map(([key, value]) => [key, written(value)]))]));
  const shared = { ServiceToken: '<AdminFunction.Arn>', ServiceTimeout: '600', Principal: '<ReplicateRole.Arn>', MadeByStack: 'true', DeadAdmins: 'keep' };
  assert.deepEqual(found(target), {
    TargetAdmin: { ...shared, Side: 'target', Region: 'us-west-2', Kind: 'admin' },
    SourceReadOnlyAdmin: { ...shared, Side: 'source', Region: 'us-east-1', Kind: 'read-only' },
  });
  for (const { DeadAdmins } of Object.values(found(synthesize(contextOf(west, { dead_admins: 'drop' })).target))) assert.equal(DeadAdmins, 'drop');
});

test('what is sent to the administrating function is what it reads', () => {
  const reads = readFileSync(path.join(repository, 'src/lambda/administrator_request.cc'), 'utf8');
  const read = [...reads.matchAll(/properties, "([A-Z]\w+)"/g)].map(([, name = '']) => name);
  const words: Record<string, string[]> = {};
  for (const [, name = '', first = '', second = ''] of reads.matchAll(/is_second\(properties, "(\w+)", "([\w-]+)", "([\w-]+)"/g)) words[name] = [first, second];
  for (const drop of ['keep', 'drop']) {
    for (const [, { Properties }] of resourcesOf(synthesize(contextOf(west, { dead_admins: drop })).target, 'Custom::DataLakeAdmin')) {
      const sent = Object.entries(Properties).filter(([key]) => !key.startsWith('Service'));
      assert.deepEqual(sent.map(([key]) => key).sort(), [...read].sort());
      for (const [key, value] of sent) assert.ok(words[key]?.includes(String(value)) ?? true, key);
    }
  }
  assert.deepEqual(Object.keys(words).sort(), ['DeadAdmins', 'Kind', 'MadeByStack', 'Side']);
});

function alarms({ source: first, target: second }: Synthesized): Record<string, string> {
  return Object.fromEntries([first, second].flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(([name, { Properties }]) => {
    assert.equal(Properties['ComparisonOperator'], 'GreaterThanThreshold');
    for (const actions of ['AlarmActions', 'OKActions']) assert.equal(written(Properties[actions]), '<NotificationsTopic>', name);
    assert.ok(String(Properties['AlarmDescription']).length > 40, name);
    const dimensions = (Properties['Dimensions'] as { Value: unknown }[] | undefined)?.map(({ Value }) => written(Value)) ?? ['sum'];
    const metric = [Properties['Namespace'] ?? '', Properties['MetricName'] ?? '', ...dimensions].join(' ').trim();
    const missing = Properties['TreatMissingData'] === 'breaching' ? ' or missing' : '';
    return [name.replace(/[0-9A-F]{8}$/, ''), `${metric} > ${String(Properties['Threshold'])}${missing}, ${String(Properties['EvaluationPeriods'])} times`];
  }));
}

test('alarms', () => {
  assert.deepEqual(alarms(plain), {
    DeadLettersAlarm: 'AWS/SQS ApproximateNumberOfMessagesVisible <ForwardDeadLettersQueue.QueueName> > 0, 1 times',
    AlarmLag: 'lakemirror LagSeconds <PullFunction> > 900, 3 times',
    AlarmParked: 'lakemirror ParkedEntries <PullFunction> > 0, 3 times',
    AlarmReplicationPoint: 'lakemirror ReplicationPointAgeSeconds <PullFunction> > 7200 or missing, 6 times',
    AlarmBreaker: 'lakemirror BreakerOpen <PullFunction> > 0, 1 times',
    AlarmConfiguration: 'lakemirror ConfigurationFaults <PullFunction> > 0, 1 times',
    AlarmPullErrors: 'AWS/Lambda Errors <PullFunction> > 0, 3 times',
    AlarmPullThrottles: 'AWS/Lambda Throttles <PullFunction> > 0, 3 times',
    AlarmReplicateErrors: 'AWS/Lambda Errors <ReplicateFunction> > 0, 3 times',
    AlarmReplicateThrottles: 'AWS/Lambda Throttles <ReplicateFunction> > 0, 3 times',
    AlarmIngestErrors: 'AWS/Lambda Errors <IngestFunction> > 0, 3 times',
    AlarmIngestThrottles: 'AWS/Lambda Throttles <IngestFunction> > 0, 3 times',
    AlarmDeadLetters: 'sum > 0, 1 times',
  });
  assert.equal(alarms(synthesize(contextOf(west, { lag_alarm_min: '30' })))['AlarmLag'], 'lakemirror LagSeconds <PullFunction> > 1800, 3 times');
  const sum = one(target, 'AWS::CloudWatch::Alarm', 'AlarmDeadLetters').Properties['Metrics'] as { MetricStat?: { Metric: { Dimensions: { Value: unknown }[] } } }[];
  const queues = sum.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions.map(({ Value }) => written(Value)) ?? []);
  const letters = resourcesOf(target, 'AWS::SQS::Queue').map(([name]) => name).filter((name) => name.includes('DeadLetters'));
  assert.deepEqual(queues.sort(), letters.map((name) => `<${name.replace(/[0-9A-F]{8}$/, '')}.QueueName>`).sort());
});

test('e-mail only when asked for', () => {
  assert.equal(resourcesOf(target, 'AWS::SNS::Subscription').length, 0);
  const { source: first, target: second } = synthesize(contextOf(west, { alarm_email: 'operator@example.com' }));
  for (const template of [first, second]) {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operator@example.com' });
  }
});

test('the dashboard shows every alarm and measures every function', () => {
  const body = written(one(target, 'AWS::CloudWatch::Dashboard', 'Overview').Properties['DashboardBody']);
  const { widgets } = JSON.parse(body) as { widgets: { type: string; properties: { alarms?: string[]; metrics?: unknown[] } }[] };
  assert.equal(widgets.find(({ type }) => type === 'alarm')?.properties.alarms?.length, 12);
  for (const word of ['Pull', 'Replicate', 'Ingest']) assert.ok(body.includes(`<${word}Function>`), word);
});

/** Names that are fixed: of stacks, and in properties that give a resource its own name. */
function namesOf({ stacks, source: first, target: second }: Synthesized): string[] {
  const physical = new Set(['Name', 'TableName', 'QueueName', 'TopicName', 'FunctionName', 'RoleName', 'RuleName', 'AlarmName', 'DashboardName', 'LogGroupName', 'BucketName', 'PolicyName']);
  const owned = [first, second].flatMap((template) => resourcesOf(template)).flatMap(([, { Type, Properties = {} }]) => {
    // The name of a policy is one within its role, whose name is not fixed.
    if (Type === 'AWS::IAM::Policy') return [];
    return Object.entries(Properties).filter(([key, value]) => physical.has(key) && typeof value === 'string').map(([, value]) => String(value));
  });
  const exported = [first, second].flatMap((template) => Object.values((template.toJSON()['Outputs'] ?? {}) as Record<string, { Export?: { Name: unknown } }>)
    .flatMap(({ Export }) => (Export === undefined ? [] : [written(Export.Name)])));
  return [stacks.source.stackName, stacks.target.stackName, ...owned, ...exported];
}

test('two prefixes and both directions share no name', () => {
  const east = { source: 'us-west-2', target: 'us-east-1' };
  const deployments = [
    plain, synthesize(contextOf(west, { prefix: 'finance' })), synthesize(contextOf(east)), synthesize(contextOf(east, { prefix: 'finance' })),
  ].map(namesOf);
  for (const names of deployments) assert.equal(names.length, 3, 'two stacks and a bus');
  const all = deployments.flat();
  // A stack and a bus may have one name: they are not of one kind.
  assert.equal(new Set(all).size, 2 * deployments.length, all.join(' '));
  deployments.forEach((names, index) => deployments.slice(index + 1).forEach((others) => assert.deepEqual(names.filter((name) => others.includes(name)), [])));
});

test('without lambda.zip CloudFormation refuses the templates, with it it does not', () => {
  const rule = (template: Template) => (template.toJSON()['Rules'] as Record<string, { Assertions: { Assert: unknown; AssertDescription: string }[] }>)['LambdaZipIsThere'];
  const [assertion] = rule(target)?.Assertions ?? [];
  assert.deepEqual(assertion?.Assert, { 'Fn::Equals': [{ Ref: 'LambdaZip' }, 'there'] });
  assert.match(assertion?.AssertDescription ?? '', /^lambda.zip was not built: build it with cmake/);
  assert.equal((target.toJSON()['Parameters'] as Record<string, { Default: string }>)['LambdaZip']?.Default, 'missing');
  const zip = path.join(temporaryFolder(), 'lambda.zip');
  writeFileSync(zip, 'not looked into');
  const built = synthesize(contextOf(west, { lambda_zip: zip })).target;
  assert.equal(rule(built), undefined);
  assert.equal((built.toJSON()['Parameters'] as Record<string, unknown>)['LambdaZip'], undefined);
});
