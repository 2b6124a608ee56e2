import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { own, period, state } from './metrics';

export interface OverviewProps {
  readonly functions: Readonly<Record<'pull' | 'replicate' | 'ingest', lambda.IFunction>>;
  readonly alarms: readonly cloudwatch.IAlarm[];
  readonly table: dynamodb.Table;
  readonly queue: sqs.IQueue;
}

/** The dashboard. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const { pull, replicate, ingest } = props.functions;
    const all = Object.values(props.functions);
    const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
      new cloudwatch.GraphWidget({ title, left, right, width: 8, height: 6 });
    new cloudwatch.Dashboard(this, 'Dashboard', {
      widgets: [
        [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 3 })],
        [
          graph('Lag and age of the replication point', [state(pull, 'LagSeconds'), state(pull, 'ReplicationPointAgeSeconds')]),
          graph('Entries', [state(pull, 'PendingEntries')], [state(pull, 'ParkedEntries'), state(pull, 'BreakerOpen')]),
          graph('Lateness of events', [own(pull, 'LookupLatenessSeconds', 'p50'), own(ingest, 'EventbridgeLatenessSeconds', 'p50')]),
        ],
        [
          graph('Events stored', [own(pull, 'StoredEvents', 'Sum'), own(ingest, 'StoredEvents', 'Sum')]),
          graph('Changes made', [own(replicate, 'Changes', 'Sum')], [own(replicate, 'SettledEntries', 'Sum')]),
          graph('Calls that AWS throttled', [own(pull, 'SourceThrottles', 'Sum'), own(replicate, 'SourceThrottles', 'Sum'), own(replicate, 'TargetThrottles', 'Sum')]),
        ],
        [
          graph('Functions: duration', all.map((one) => one.metricDuration({ period, statistic: 'p99' }))),
          graph('Functions: errors and throttles', all.map((one) => one.metricErrors({ period })), all.map((one) => one.metricThrottles({ period }))),
          graph('Table and queue',
            [props.table.metricConsumedWriteCapacityUnits({ period }), props.table.metricConsumedReadCapacityUnits({ period })],
            [props.queue.metricApproximateAgeOfOldestMessage({ period })]),
        ],
      ],
    });
  }
}
