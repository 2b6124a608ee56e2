import { existsSync, readFileSync, statSync } from 'fs';
import * as path from 'path';

import { Ini, IniError } from './ini';

/** What a deployment is made from: the context values of the command line and the configuration file. */
export interface Settings {
  /** Begins every name that has to be fixed, so that several deployments can stand side by side. */
  readonly prefix: string;
  readonly source: string;
  readonly target: string;
  readonly bucket: string;
  readonly key: string;
  readonly bucketIsMade: boolean;
  readonly configurationFile: string;
  readonly minutes: number;
  /** Absent: it has not been built, and what is synthesized cannot be deployed. */
  readonly lambdaZip?: string;
  readonly alarmEmail?: string;
  readonly lagAlarmMinutes: number;
  readonly sourceReadOnlyAdmin: boolean;
  readonly dropDeadAdmins: boolean;
  readonly keepJournal: boolean;
  readonly locationRoles: readonly string[];
  /** Whether Glue's own notices of changes are followed too: they name no caller, so that our own changes are not known by them. */
  readonly stateChanges: boolean;
}

/** Everything that is wrong, a line each. */
export class SettingsError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** How a value is shown where it is missing, and what it means. */
interface Required {
  readonly example: string;
  readonly meaning: string;
}

const required: Readonly<Record<string, Required>> = {
  config_file_bucket: { example: 'my-bucket', meaning: 'the bucket of the target Region that the functions read their configuration from' },
  config_file_key: { example: 'config/glue-lf-config.conf', meaning: 'where in that bucket the configuration file is' },
  target_region: { example: 'us-west-2', meaning: 'the Region that is made equal to the source' },
  eventbridge_schedule_min: { example: '1', meaning: 'minutes between two looks at CloudTrail' },
};
const optional = [
  'alarm_email', 'config_bucket', 'config_file', 'dead_admins', 'journal_on_destroy', 'lag_alarm_min', 'lambda_zip', 'location_roles', 'prefix',
  'source_read_only_admin', 'state_changes',
];

/** What a function can do nothing with, or what would need rights that this deployment does not give. */
const notHere: Readonly<Record<string, string>> = {
  source_profile: 'functions have no profiles; take it out',
  target_profile: 'functions have no profiles; take it out',
  source_role_arn: 'the functions work with roles of their own in one account; take it out, or run lakemirror as a daemon',
  target_role_arn: 'the functions work with roles of their own in one account; take it out, or run lakemirror as a daemon',
};

const region = /^[a-z]{2}(-[a-z]+)+-\d$/;
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixName = /^[a-z][a-z0-9-]{0,19}$/;
const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const email = /^[^@\s,]+@[^@\s,]+$/;

/** Where relative paths begin: the folder of the app, and the repository. */
export interface Places {
  readonly app: string;
  readonly repository: string;
}

export function readSettings(context: Readonly<Record<string, unknown>>, places: Places): Settings {
  return new Reader(context, places).settings();
}

class Reader {
  private readonly wrong: string[] = [];

  constructor(private readonly context: Readonly<Record<string, unknown>>, private readonly places: Places) {}

  settings(): Settings {
    this.refuseUnknown();
    const target = this.needed('target_region', (value) => (region.test(value) ? value : undefined), 'the name of a Region');
    const bucket = this.needed('config_file_bucket', (value) => (bucketName.test(value) ? value : undefined), 'the name of a bucket, without s3://');
    const key = this.needed('config_file_key', (value) => (/^(?!\/|s3:)[^\s].{0,1023}$/.test(value) ? value : undefined), 'a key, without s3:// and leading /');
    const minutes = this.needed('eventbridge_schedule_min', wholeNumber(1, 60), 'a whole number from 1 to 60');
    const prefix = this.given('prefix', (value) => (prefixName.test(value) ? value : undefined),
      'at most 20 of a-z, 0-9 and -, the first a letter') ?? 'lakemirror';
    const configBucket = this.oneOf('config_bucket', ['import', 'make']);
    const onDestroy = this.oneOf('journal_on_destroy', ['keep', 'delete']);
    const readOnlyAdmin = this.oneOf('source_read_only_admin', ['true', 'false']);
    const stateChanges = this.oneOf('state_changes', ['true', 'false']);
    const deadAdmins = this.oneOf('dead_admins', ['keep', 'drop']);
    const lagAlarmMinutes = this.given('lag_alarm_min', wholeNumber(5, 1440), 'a whole number from 5 to 1440') ?? 15;
    const alarmEmail = this.given('alarm_email', (value) => (email.test(value) ? value : undefined), 'one e-mail address');
    const locationRoles = this.given('location_roles', listOf(roleArn), 'ARNs of IAM roles, with commas between them') ?? [];
    const lambdaZip = this.lambdaZip();
    const configurationFile = key === undefined ? undefined : this.configurationFile(key, bucket);
    const source = configurationFile === undefined ? undefined : this.source(configurationFile, target);
    if (this.wrong.length > 0 || target === undefined || bucket === undefined || key === undefined || minutes === undefined ||
        source === undefined || configurationFile === undefined) {
      throw new SettingsError(this.wrong);
    }
    return {
      prefix, source, target, bucket, key, minutes, configurationFile, lagAlarmMinutes, locationRoles,
      bucketIsMade: configBucket === 'make',
      keepJournal: onDestroy === 'keep',
      sourceReadOnlyAdmin: readOnlyAdmin === 'true',
      dropDeadAdmins: deadAdmins === 'drop',
      stateChanges: stateChanges === 'true',
      ...(lambdaZip === undefined ? {} : { lambdaZip }),
      ...(alarmEmail === undefined ? {} : { alarmEmail }),
    };
  }

  private say(line: string): undefined {
    this.wrong.push(line);
    return undefined;
  }

  /** The CDK has keys of its own, all of them with a colon. */
  private refuseUnknown(): void {
    const known = [...Object.keys(required), ...optional];
    for (const name of Object.keys(this.context)) {
      if (name.includes(':') || known.includes(name)) continue;
      this.say(`context value ${name} is not known; known are ${known.join(', ')}`);
    }
  }

  private text(name: string): string | undefined {
    const value = this.context[name];
    if (value === undefined || value === null) return undefined;
    const text = String(value).trim();
    return text === '' ? undefined : text;
  }

  private needed<T>(name: string, read: (value: string) => T | undefined, allowed: string): T | undefined {
    if (this.text(name) === undefined) {
      const { example, meaning } = required[name] ?? { example: '', meaning: '' };
      return this.say(`context value ${name} is missing: add --context ${name}=${example} (${meaning})`);
    }
    return this.given(name, read, allowed);
  }

  private given<T>(name: string, read: (value: string) => T | undefined, allowed: string): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    return read(text) ?? this.say(`context value ${name}: found '${text}'; allowed is ${allowed}`);
  }

  /** The first is the default. */
  private oneOf(name: string, allowed: readonly [string, ...string[]]): string {
    return this.given(name, (value) => (allowed.includes(value) ? value : undefined), allowed.join(' or ')) ?? allowed[0];
  }

  private lambdaZip(): string | undefined {
    const given = this.text('lambda_zip');
    if (given === undefined) {
      const built = path.join(this.places.repository, 'build/release/lambda.zip');
      return existsSync(built) ? built : undefined;
    }
    const full = path.resolve(this.places.app, given);
    if (!full.endsWith('.zip')) return this.say(`context value lambda_zip: found '${given}'; allowed is a file whose name ends with .zip`);
    return isFile(full) ? full : this.say(`context value lambda_zip: there is no file ${full}`);
  }

  private configurationFile(key: string, bucket: string | undefined): string | undefined {
    const given = this.text('config_file');
    const candidates = given !== undefined
      ? [path.resolve(this.places.app, given)]
      : [path.resolve(this.places.app, key), path.resolve(this.places.repository, key)];
    const found = candidates.find(isFile);
    if (found !== undefined) return found;
    const copy = given !== undefined ? '' : `; if it is only in S3: aws s3 cp s3://${bucket ?? 'BUCKET'}/${key} ${candidates[0]}`;
    return this.say(`the configuration file is not at ${candidates.join(' or ')}: put it there, or add --context config_file=PATH${copy}`);
  }

  private source(file: string, target: string | undefined): string | undefined {
    const shown = path.relative(process.cwd(), file) || file;
    try {
      const ini = Ini.parse(readFileSync(file, 'utf8'), shown);
      return this.sourceOf(ini, shown, target);
    } catch (error) {
      if (error instanceof IniError) return this.say(error.message);
      throw error;
    }
  }

  private sourceOf(ini: Ini, shown: string, target: string | undefined): string | undefined {
    const section = 'AwsDataCatalog';
    const source = ini.get(section, 'source_region');
    const destination = ini.get(section, 'destination_region');
    for (const [key, why] of Object.entries(notHere)) {
      if (ini.get('lakemirror', key)) this.say(`${shown}: section [lakemirror], key ${key}: ${why}`);
    }
    if (!source) return this.say(`${shown}: section [${section}] has no source_region: write source_region = us-east-1 (the Region that is followed)`);
    if (!region.test(source)) return this.say(`${shown}: section [${section}], key source_region: found '${source}'; allowed is the name of a Region`);
    if (target === undefined) return source;
    if (!destination) this.say(`${shown}: section [${section}] has no destination_region: write destination_region = ${target}`);
    else if (destination !== target) {
      this.say(`${shown}: section [${section}], key destination_region: found '${destination}', but context value target_region is '${target}'`);
    }
    if (source === target) this.say(`${shown}: section [${section}], key source_region: found '${source}', which is the target Region as well`);
    if (partition(source) !== partition(target)) this.say(`${shown}: source_region '${source}' and target_region '${target}' belong to different partitions of AWS`);
    return source;
  }
}

function partition(name: string): string {
  if (name.startsWith('cn-')) return 'aws-cn';
  return name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function wholeNumber(least: number, most: number): (value: string) => number | undefined {
  return (value) => {
    const number = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= most ? number : undefined;
  };
}

function listOf(one: RegExp): (value: string) => string[] | undefined {
  return (value) => {
    const items = value.split(',').map((item) => item.trim());
    return items.every((item) => one.test(item)) ? items : undefined;
  };
}

function isFile(name: string): boolean {
  return existsSync(name) && statSync(name).isFile();
}
