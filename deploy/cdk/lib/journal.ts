import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

import { Grant } from './grant';

export interface JournalProps {
  /** Whether it outlives the stack. */
  readonly keep: boolean;
}

/** The table that has every event that was read, and what became of it. */
export class Journal extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, props: JournalProps) {
    super(scope, id);
    const text = dynamodb.AttributeType.STRING;
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'EventId', type: text },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // A wake-up has to carry what its filter looks at.
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'TimeToLive',
      encryption: dynamodb.TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.keep,
      removalPolicy: props.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // What is still to be done, in the order in which it happened. Only open entries have these attributes.
    this.table.addGlobalSecondaryIndex({
      indexName: 'open',
      partitionKey: { name: 'Open', type: text },
      sortKey: { name: 'OpenOrder', type: text },
      projectionType: dynamodb.ProjectionType.INCLUDE,
      nonKeyAttributes: ['Processed_Flag', 'Outcome', 'NextAttemptAt', 'FailedSince'],
    });
  }

  /** For every function: to store events, and outcomes. What has been kept long enough the table drops by itself. */
  storing(): Grant[] {
    return [
      {
        sid: 'StoreEvents', resources: [this.table.tableArn],
        actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      },
      { sid: 'FindOpenEntries', actions: ['dynamodb:Query'], resources: [`${this.table.tableArn}/index/open`] },
    ];
  }

  /** For whoever is woken by the table's stream. */
  following(): Grant[] {
    const stream = this.table.tableStreamArn ?? '';
    return [
      {
        sid: 'FollowJournal', resources: [stream],
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      },
      {
        sid: 'FindJournalStream', actions: ['dynamodb:ListStreams'], resources: [`${this.table.tableArn}/stream/*`],
        wide: 'Streams are listed for a table, and not by their own name.',
      },
    ];
  }
}
