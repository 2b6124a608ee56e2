import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { own, period, state } from './metrics';
import { Notifications } from './notifications';

const missingIsFine = cloudwatch.TreatMissingData.NOT_BREACHING;
const missingIsBad = cloudwatch.TreatMissingData.BREACHING;

export interface StateAlarmsProps {
  readonly notifications: Notifications;
  /** By the word that its alarms are told with. */
  readonly functions: Readonly<Record<string, lambda.IFunction>>;
  /** The function that runs most regularly: what it measures of the journal is judged. */
  readonly observer: lambda.IFunction;
  readonly deadLetters: readonly sqs.IQueue[];
  readonly lagMinutes: number;
}

/** Everything that a person has to hear of. */
export class StateAlarms extends Construct {
  readonly all: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, private readonly props: StateAlarmsProps) {
    super(scope, id);
    this.watchJournal();
    this.add('Configuration', own(props.observer, 'ConfigurationFaults', cloudwatch.Stats.MAXIMUM), {
      threshold: 0, evaluationPeriods: 1, treatMissingData: missingIsFine,
      alarmDescription: 'The configuration file cannot be read or is wrong: the functions go on with the last good one. Their logs name the line.',
    });
    for (const [word, one] of Object.entries(props.functions)) this.watchFunction(word, one);
    this.watchDeadLetters();
  }

  private watchJournal(): void {
    const { observer, lagMinutes } = this.props;
    this.add('Lag', state(observer, 'LagSeconds'), {
      threshold: lagMinutes * 60, evaluationPeriods: 3, treatMissingData: missingIsFine,
      alarmDescription: `The oldest pending entry has been waiting for more than ${lagMinutes} minutes: lakemirror status says for what.`,
    });
    this.add('Parked', state(observer, 'ParkedEntries'), {
      threshold: 0, evaluationPeriods: 3, treatMissingData: missingIsFine,
      alarmDescription: 'Entries cannot succeed as things are: lakemirror events list --flag F says why, and what to do.',
    });
    // Also where nobody measures it any more: then nothing runs.
    this.add('ReplicationPoint', state(observer, 'ReplicationPointAgeSeconds'), {
      threshold: Duration.hours(2).toSeconds(), evaluationPeriods: 6, treatMissingData: missingIsBad,
      alarmDescription: 'The replication point stands still: lakemirror status names the entry that holds it, or nothing is read any more.',
    });
    this.add('Breaker', state(observer, 'BreakerOpen'), {
      threshold: 0, evaluationPeriods: 1, treatMissingData: missingIsFine,
      alarmDescription: 'Removals are held back, because too much would vanish at once: lakemirror status says what, and how to let it.',
    });
  }

  private watchFunction(word: string, one: lambda.IFunction): void {
    this.add(`${word}Errors`, one.metricErrors({ period }), {
      threshold: 0, evaluationPeriods: 3, treatMissingData: missingIsFine,
      alarmDescription: `The function ${word} has failed again and again: its log says why.`,
    });
    this.add(`${word}Throttles`, one.metricThrottles({ period }), {
      threshold: 0, evaluationPeriods: 3, treatMissingData: missingIsFine,
      alarmDescription: `The function ${word} is not started as often as it should be: the account has reached its limit of concurrent functions.`,
    });
  }

  private watchDeadLetters(): void {
    const counts = this.props.deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period, statistic: cloudwatch.Stats.MAXIMUM }));
    const usingMetrics = Object.fromEntries(counts.map((count, index) => [`m${index}`, count]));
    const sum = new cloudwatch.MathExpression({ expression: Object.keys(usingMetrics).join(' + '), usingMetrics, period, label: 'dead letters' });
    this.add('DeadLetters', sum, {
      threshold: 0, evaluationPeriods: 1, treatMissingData: missingIsFine,
      alarmDescription: 'Something could not be delivered, and lies in a queue of dead letters. Events are read from CloudTrail all the same.',
    });
  }

  private add(id: string, metric: cloudwatch.IMetric, props: Omit<cloudwatch.AlarmProps, 'metric'>): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      ...props, metric, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    this.props.notifications.tell(alarm);
    this.all.push(alarm);
  }
}
