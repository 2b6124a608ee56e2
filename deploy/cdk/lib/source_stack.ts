import { Aws, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { DeadLetters } from './dead_letters';
import { catalogChanges } from './event_pattern';
import { give } from './grant';
import { period } from './metrics';
import { busName } from './names';
import { Notifications } from './notifications';
import { Settings } from './settings';

export interface SourceStackProps extends StackProps {
  readonly settings: Settings;
}

/** All that stands at the source: a rule that sends changes of the catalog to the target Region's bus. */
export class SourceStack extends Stack {
  constructor(scope: Construct, id: string, props: SourceStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const { source, target, stateChanges, alarmEmail: email } = settings;
    const busArn = `arn:${Aws.PARTITION}:events:${target}:${Aws.ACCOUNT_ID}:event-bus/${busName(settings)}`;
    const role = new iam.Role(this, 'ForwardRole', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      description: `lakemirror: sends changes of the catalog to ${target}`,
    });
    give(role, [{ sid: 'PutEventsOnBus', actions: ['events:PutEvents'], resources: [busArn] }]);
    const { queue } = new DeadLetters(this, 'ForwardDeadLetters');
    // A rule reaches another Region only through a bus there.
    const bus = events.EventBus.fromEventBusArn(this, 'TargetBus', busArn);
    new events.Rule(this, 'Forward', {
      description: `lakemirror: changes of the catalog, to ${target}`,
      eventPattern: catalogChanges(source, stateChanges),
      targets: [new targets.EventBus(bus, { role: role.withoutPolicyUpdates(), deadLetterQueue: queue })],
    });
    this.watch(queue, email);
  }

  private watch(queue: sqs.IQueue, email?: string): void {
    const notifications = new Notifications(this, 'Notifications', email === undefined ? {} : { email });
    notifications.tell(new cloudwatch.Alarm(this, 'DeadLettersAlarm', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: 'Events could not be sent to the target Region. They are read from CloudTrail all the same, only later.',
    }));
  }
}
