import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { give, Grant } from './grant';

export interface LakeFunctionProps {
  readonly handler: 'pull' | 'replicate' | 'ingest' | 'admin';
  readonly does: string;
  readonly code: lambda.Code;
  readonly timeout: Duration;
  readonly memory: number;
  readonly environment?: Record<string, string>;
  readonly grants: readonly Grant[];
}

/** One handler of lambda.zip, with a role and a log of its own. */
export class LakeFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: LakeFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `lakemirror: ${props.does}`,
    });
    give(this.role, [...props.grants, writeTo(logGroup)]);
    this.function = new lambda.Function(this, 'Function', {
      description: `lakemirror: ${props.does}`,
      runtime: lambda.Runtime.PROVIDED_AL2023,
      architecture: lambda.Architecture.X86_64,
      handler: props.handler,
      code: props.code,
      timeout: props.timeout,
      memorySize: props.memory,
      role: this.role,
      logGroup,
      ...(props.environment === undefined ? {} : { environment: props.environment }),
    });
    // Lambda looks at the rights when a queue or stream is connected, and the log is needed from the first line on.
    const policy = this.role.node.tryFindChild('DefaultPolicy');
    if (policy !== undefined) this.function.node.addDependency(policy);
  }
}

/** The group is there: all that is left is to write into it. */
export function writeTo(logGroup: logs.LogGroup): Grant {
  const name = logGroup.logGroupName;
  return {
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${name}:log-stream:*`],
    wide: 'Lambda names the streams, within this one log group.',
  };
}
