import * as assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { readSettings, SettingsError } from '../lib/settings';
import { appFolder, configurationFile, contextOf, repository as root, settingsOf, temporaryFolder, west } from './synthesized';

function complaints(context: Record<string, unknown>): readonly string[] {
  try {
    settingsOf(context);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.lines;
  }
  return [];
}

/** The only line, which is one: no line breaks, and it names what it is about. */
function complaint(context: Record<string, unknown>): string {
  const lines = complaints(context);
  assert.equal(lines.length, 1, JSON.stringify(lines));
  const [line = ''] = lines;
  assert.ok(!line.includes('\n'), line);
  return line;
}

function withFile(text: string): Record<string, string> {
  return { ...contextOf(west), config_file: configurationFile(text) };
}

test('the four values are enough', () => {
  const settings = settingsOf(contextOf(west));
  assert.deepEqual(
    { source: settings.source, target: settings.target, minutes: settings.minutes, prefix: settings.prefix, bucketIsMade: settings.bucketIsMade },
    { source: 'us-east-1', target: 'us-west-2', minutes: 1, prefix: 'lakemirror', bucketIsMade: false });
  assert.equal(settings.keepJournal, true);
  assert.equal(settings.sourceReadOnlyAdmin, true);
  assert.equal(settings.dropDeadAdmins, false);
  assert.equal(settings.stateChanges, true);
  assert.equal(settings.lambdaZip, undefined);
});

test('each missing value has a line with what to type', () => {
  for (const name of ['config_file_key', 'config_file_bucket', 'target_region', 'eventbridge_schedule_min']) {
    const { [name]: removed, ...rest } = contextOf(west);
    assert.ok(removed !== undefined);
    const [line = '', ...others] = complaints(rest);
    assert.match(line, new RegExp(`^context value ${name} is missing: add --context ${name}=\\S+ \\(.+\\)$`));
    assert.deepEqual(others, []);
  }
  assert.equal(complaints({}).length, 4);
});

test('each wrong value has a line with what is allowed', () => {
  const wrong: [string, string, RegExp][] = [
    ['target_region', 'Oregon', /found 'Oregon'; allowed is the name of a Region$/],
    ['config_file_bucket', 's3://lake', /found 's3:\/\/lake'; allowed is the name of a bucket/],
    ['config_file_key', '/etc/lake.conf', /found '\/etc\/lake.conf'; allowed is a key/],
    ['eventbridge_schedule_min', '0', /found '0'; allowed is a whole number from 1 to 60$/],
    ['eventbridge_schedule_min', '61', /found '61'/],
    ['eventbridge_schedule_min', '1.5', /found '1.5'/],
    ['prefix', 'Lake', /found 'Lake'; allowed is at most 20/],
    ['prefix', 'a-prefix-that-is-too-long', /allowed is at most 20/],
    ['config_bucket', 'keep', /found 'keep'; allowed is import or make$/],
    ['journal_on_destroy', 'retain', /found 'retain'; allowed is keep or delete$/],
    ['source_read_only_admin', 'yes', /found 'yes'; allowed is true or false$/],
    ['state_changes', 'no', /found 'no'; allowed is true or false$/],
    ['dead_admins', 'yes', /found 'yes'; allowed is keep or drop$/],
    ['lag_alarm_min', '4', /found '4'; allowed is a whole number from 5 to 1440$/],
    ['alarm_email', 'operator', /found 'operator'; allowed is one e-mail address$/],
    ['location_roles', 'lake-role', /found 'lake-role'; allowed is ARNs of IAM roles/],
    ['lambda_zip', 'no/such.zip', /^context value lambda_zip: there is no file \/.*no\/such.zip$/],
    ['lambda_zip', '.', /found '.'; allowed is a file whose name ends with .zip$/],
  ];
  for (const [name, value, expected] of wrong) {
    const line = complaint(contextOf(west, { [name]: value }));
    assert.match(line, new RegExp(`^context value ${name}: `));
    assert.match(line, expected);
  }
});

test('a value that is not known is no typing error that goes unseen', () => {
  assert.match(complaint(contextOf(west, { lambdazip: 'x' })), /^context value lambdazip is not known; known are .*lambda_zip/);
  assert.deepEqual(complaints({ ...contextOf(west), '@aws-cdk/core:anything': true, 'aws:cdk:enable-path-metadata': true }), []);
});

test('the documentation names every value', () => {
  const text = readFileSync(path.join(root, 'docs/deploy-on-aws.md'), 'utf8');
  const [, known = ''] = /known are (.*)$/.exec(complaint(contextOf(west, { lambdazip: 'x' }))) ?? [];
  assert.ok(known.split(', ').length > 10, known);
  for (const name of known.split(', ')) assert.ok(text.includes(`\n| \`${name}\` |`), name);
});

test('everything that is wrong is said at once', () => {
  assert.equal(complaints(contextOf(west, { eventbridge_schedule_min: 'often', prefix: '-', config_file_bucket: '' })).length, 3);
});

test('source Region: missing, the same, of another target, of another partition', () => {
  assert.match(complaint(withFile('[AwsDataCatalog]\ndestination_region = us-west-2\n')), /has no source_region: write source_region = /);
  assert.match(complaint(withFile('[Other]\nsource_region = us-east-1\n')), /section \[AwsDataCatalog\] has no source_region/);
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region = us-east-1\n')), /has no destination_region: write destination_region = us-west-2/);
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region = Virginia\ndestination_region = us-west-2\n')), /found 'Virginia'; allowed is/);
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region = us-west-2\ndestination_region = us-west-2\n')), /found 'us-west-2', which is the target Region as well/);
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = eu-west-1\n')),
    /key destination_region: found 'eu-west-1', but context value target_region is 'us-west-2'/);
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region = us-gov-east-1\ndestination_region = us-west-2\n')), /different partitions/);
});

test('a file that cannot be read has a line with its place', () => {
  assert.match(complaint(withFile('[AwsDataCatalog]\nsource_region\n')), /lakemirror\.conf:2: it is neither/);
});

test('what functions cannot do is refused', () => {
  const begin = '[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n[lakemirror]\n';
  assert.match(complaint(withFile(`${begin}source_profile = lake\n`)), /key source_profile: functions have no profiles/);
  assert.match(complaint(withFile(`${begin}target_role_arn = arn:aws:iam::123456789012:role/r\n`)), /key target_role_arn: .* as a daemon$/);
  assert.deepEqual(complaints(withFile(`${begin}source_profile =\n`)), []);
});

test('the file is looked for by its key, in the app and in the repository', () => {
  const { config_file: file, ...context } = contextOf(west);
  assert.ok(file !== undefined);
  const line = complaint(context);
  assert.ok(line.startsWith(`the configuration file is not at ${path.join(appFolder, 'config/lake.conf')} or `), line);
  assert.ok(line.endsWith(`aws s3 cp s3://lake-config/config/lake.conf ${path.join(appFolder, 'config/lake.conf')}`), line);
  for (const place of ['app', 'repository']) {
    const root = temporaryFolder();
    mkdirSync(path.join(root, place, 'config'), { recursive: true });
    const expected = path.join(root, place, 'config/lake.conf');
    writeFileSync(expected, '[AwsDataCatalog]\nsource_region = eu-west-1\ndestination_region = us-west-2\n');
    const settings = readSettings(context, { app: path.join(root, 'app'), repository: path.join(root, 'repository') });
    assert.deepEqual([settings.configurationFile, settings.source], [expected, 'eu-west-1']);
  }
});

test('a lambda.zip that was built is taken', () => {
  const repository = temporaryFolder();
  mkdirSync(path.join(repository, 'build/release'), { recursive: true });
  const zip = path.join(repository, 'build/release/lambda.zip');
  writeFileSync(zip, '');
  assert.equal(readSettings(contextOf(west), { app: appFolder, repository }).lambdaZip, zip);
  assert.equal(settingsOf(contextOf(west, { lambda_zip: zip })).lambdaZip, zip);
});
