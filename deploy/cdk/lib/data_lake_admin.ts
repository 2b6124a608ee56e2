import { CustomResource, Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface DataLakeAdminProps {
  /** The function with the handler `admin`. */
  readonly handler: lambda.IFunction;
  readonly side: 'source' | 'target';
  readonly region: string;
  readonly principal: string;
  readonly kind: 'admin' | 'read-only';
  /** Whether administrators that do not exist any more are taken out where they hold this up. */
  readonly dropDead: boolean;
}

/** The place of a role of this stack among a Region's data lake administrators, as long as this is deployed. */
export class DataLakeAdmin extends CustomResource {
  constructor(scope: Construct, id: string, props: DataLakeAdminProps) {
    super(scope, id, {
      // CloudFormation calls the function itself, which puts its answer where the request says: docs/lambda.md.
      serviceToken: props.handler.functionArn,
      resourceType: 'Custom::DataLakeAdmin',
      // Not the hour that CloudFormation would wait for an answer that never comes.
      serviceTimeout: Duration.minutes(10),
      properties: {
        Side: props.side, Region: props.region, Principal: props.principal, Kind: props.kind,
        // Nobody else can have added it before, and nobody can use it afterwards.
        MadeByStack: 'true',
        DeadAdmins: props.dropDead ? 'drop' : 'keep',
      },
    });
  }
}
