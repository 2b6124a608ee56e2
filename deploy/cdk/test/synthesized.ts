import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';

import { App, Aspects, IAspect, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import { addDeployment } from '../lib/deployment';
import { readSettings, Settings } from '../lib/settings';

/** Of the app, from build/test. */
export const appFolder = path.resolve(__dirname, '../..');
export const repository = path.resolve(appFolder, '../..');
export const standIn = path.join(appFolder, 'stand-in');

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'lakemirror-cdk-'));
}

export function configurationFile(text: string): string {
  const file = path.join(temporaryFolder(), 'lakemirror.conf');
  writeFileSync(file, text);
  return file;
}

export interface Direction {
  readonly source: string;
  readonly target: string;
}

export const west: Direction = { source: 'us-east-1', target: 'us-west-2' };

export function contextOf({ source, target }: Direction, more: Record<string, string> = {}): Record<string, string> {
  const file = configurationFile(`[AwsDataCatalog]\nsource_region = ${source}\ndestination_region = ${target}\n`);
  return {
    config_file: file, config_file_key: 'config/lake.conf', config_file_bucket: 'lake-config', target_region: target, eventbridge_schedule_min: '1', ...more,
  };
}

export function settingsOf(context: Record<string, unknown>): Settings {
  return readSettings(context, { app: appFolder, repository: path.join(appFolder, 'nowhere') });
}

/** As the command line has it. */
const { context: flags } = JSON.parse(readFileSync(path.join(appFolder, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

export interface Synthesized {
  readonly app: App;
  readonly stacks: { readonly source: Stack; readonly target: Stack };
  readonly source: Template;
  readonly target: Template;
}

export function synthesize(context: Record<string, string>, ...aspects: IAspect[]): Synthesized {
  const app = new App({ analyticsReporting: false, context: flags });
  for (const aspect of aspects) Aspects.of(app).add(aspect);
  const stacks = addDeployment(app, settingsOf(context), standIn);
  return { app, stacks, source: Template.fromStack(stacks.source), target: Template.fromStack(stacks.target) };
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string[];
  readonly Metadata?: { readonly cdk_nag?: { readonly rules_to_suppress: readonly { readonly id: string; readonly reason: string }[] } };
}

export function resourcesOf(template: Template, type?: string): [string, Resource][] {
  const all = Object.entries(template.toJSON()['Resources'] as Record<string, Resource>);
  return type === undefined ? all : all.filter(([, resource]) => resource.Type === type);
}

/** A value of a template as text: references in angle brackets, without the hash behind a logical name. */
export function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(written).join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${unhashed(String(value.Ref))}>`;
  if ('Fn::GetAtt' in value) {
    const [name, attribute] = value['Fn::GetAtt'] as [string, string];
    return `<${unhashed(name)}.${attribute}>`;
  }
  if ('Fn::Sub' in value) return String(value['Fn::Sub']).replace(/\$\{(.*?)\}/g, '<$1>');
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(written).join(separator);
  }
  return JSON.stringify(value);
}

function unhashed(logicalName: string): string {
  return logicalName.replace(/[0-9A-F]{8}$/, '');
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
