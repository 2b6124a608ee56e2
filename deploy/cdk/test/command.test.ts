import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { appFolder, temporaryFolder } from './synthesized';

// What users type, in a copy of the app as it is checked out, with its example of a configuration file.
const folder = path.join(temporaryFolder(), 'deploy/cdk');
cpSync(appFolder, folder, { recursive: true, preserveTimestamps: true, filter: (source) => !['node_modules', 'cdk.out'].includes(path.relative(appFolder, source)) });
symlinkSync(path.join(appFolder, 'node_modules'), path.join(folder, 'node_modules'));

const four = [
  '--context', 'config_file_key=config/glue-lf-config.conf', '--context', 'config_file_bucket=lf-metadata-artifact-bucket',
  '--context', 'target_region=us-west-2', '--context', 'eventbridge_schedule_min=1', '--all',
];
const stacks = ['lakemirror-us-east-1-to-us-west-2', 'lakemirror-us-east-1-to-us-west-2-events'];

/** Without credentials, and without a network: whoever asks for one is sent to a port where nobody listens. */
const environment = {
  PATH: process.env['PATH'], HOME: folder, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true',
  HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', CDK_DISABLE_CLI_TELEMETRY: 'true', NO_COLOR: '1',
};

function cdk(...words: string[]): { status: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, ['node_modules/aws-cdk/bin/cdk', ...words], { cwd: folder, env: environment, encoding: 'utf8' });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test('cdk synth with the four values', () => {
  const { status, out, err } = cdk('synth', ...four);
  assert.equal(status, 0, err + out);
  const about = err.split('\n').filter((line) => line.includes('lambda.zip is not built'));
  assert.equal(about.length, 1, err);
  assert.match(about[0] ?? '', /cmake --build build\/release --target lambda_zip, or name one with --context lambda_zip=PATH/);
  const written = readdirSync(path.join(folder, 'cdk.out')).filter((name) => name.endsWith('.template.json'));
  assert.deepEqual(written.sort(), stacks.map((name) => `${name}.template.json`).sort());
});

test('cdk ls, of what was synthesized just now', () => {
  const { status, out, err } = cdk('ls', '--app', 'cdk.out', ...four);
  assert.equal(status, 0, err);
  assert.deepEqual(out.trim().split('\n').sort(), [...stacks].sort());
});

test('each missing value is one line', () => {
  const { status, out, err } = cdk('synth');
  assert.notEqual(status, 0);
  const lines = (err + out).split('\n').filter((line) => line.startsWith('lakemirror: '));
  assert.deepEqual(lines.map((line) => /^lakemirror: context value (\w+) is missing: add --context /.exec(line)?.[1]).sort(),
    ['config_file_bucket', 'config_file_key', 'eventbridge_schedule_min', 'target_region']);
});

test('a wrong value is one line, and no trace of our code', () => {
  const { status, out, err } = cdk('ls', ...four.map((word) => (word.startsWith('target_region') ? 'target_region=us-east-1' : word)));
  assert.notEqual(status, 0);
  const lines = (err + out).split('\n').filter((line) => line.startsWith('lakemirror: '));
  assert.deepEqual(lines, [
    "lakemirror: config/glue-lf-config.conf: section [AwsDataCatalog], key destination_region: found 'us-west-2', but context value target_region is 'us-east-1'",
    "lakemirror: config/glue-lf-config.conf: section [AwsDataCatalog], key source_region: found 'us-east-1', which is the target Region as well",
  ]);
  assert.ok(!/^\s+at .*(lib|bin)\/\w+\.js/m.test(err + out), err);
});
