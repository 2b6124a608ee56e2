import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import * as custom from 'aws-cdk-lib/custom-resources';
import { NagSuppressions } from 'cdk-nag';
import { Construct } from 'constructs';

import { give, Grant } from './grant';
import { writeTo } from './lake_function';

export interface ConfigurationStoreProps {
  readonly bucket: string;
  readonly key: string;
  /** The file as it is here. */
  readonly file: string;
  /** Whether the bucket is made, or there already. */
  readonly isMade: boolean;
}

/** The bucket with the configuration file, which is put there whenever it has changed here. */
export class ConfigurationStore extends Construct {
  readonly environment: Record<string, string>;
  private readonly objectArn: string;

  constructor(scope: Construct, id: string, props: ConfigurationStoreProps) {
    super(scope, id);
    this.environment = { config_file_bucket: props.bucket, config_file_key: props.key };
    this.objectArn = `arn:${Aws.PARTITION}:s3:::${props.bucket}/${props.key}`;
    const copy = this.copy(props);
    if (props.isMade) copy.node.addDependency(this.makeBucket(props.bucket));
  }

  reading(): Grant {
    return { sid: 'ReadConfiguration', actions: ['s3:GetObject'], resources: [this.objectArn] };
  }

  private makeBucket(name: string): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: name,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    NagSuppressions.addResourceSuppressions(bucket, [{
      id: 'AwsSolutions-S1',
      reason: 'The bucket has one small file without secrets, and every version of it: a log of accesses would be larger and need a bucket of its own.',
    }]);
    return bucket;
  }

  /** Within S3, from the bucket that the CDK uploads files to: so the file may be of any size. */
  private copy(props: ConfigurationStoreProps): Construct {
    const file = new assets.Asset(this, 'File', { path: props.file });
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: 'lakemirror: puts the configuration file into its bucket',
    });
    give(role, [
      { sid: 'TakeUploadedFile', actions: ['s3:GetObject'], resources: [`arn:${Aws.PARTITION}:s3:::${file.s3BucketName}/${file.s3ObjectKey}`] },
      { sid: 'PutConfiguration', actions: ['s3:PutObject'], resources: [this.objectArn] },
      writeTo(logGroup),
    ]);
    const call: custom.AwsSdkCall = {
      service: 'S3',
      action: 'copyObject',
      parameters: {
        Bucket: props.bucket,
        Key: props.key,
        CopySource: `${file.s3BucketName}/${file.s3ObjectKey}`,
        ContentType: 'text/plain; charset=utf-8',
        MetadataDirective: 'REPLACE',
      },
      physicalResourceId: custom.PhysicalResourceId.of(`s3://${props.bucket}/${props.key}`),
      // Nothing else of the answer is of use, and all of it has to fit into 4 KB.
      outputPaths: ['VersionId'],
    };
    const copy = new custom.AwsCustomResource(this, 'Copy', {
      resourceType: 'Custom::ConfigurationFile', onCreate: call, onUpdate: call, role, logGroup, installLatestAwsSdk: false,
    });
    const policy = role.node.tryFindChild('DefaultPolicy');
    if (policy !== undefined) copy.node.addDependency(policy);
    return copy;
  }
}
