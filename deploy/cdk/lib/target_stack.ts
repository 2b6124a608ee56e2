import { Annotations, CfnOutput, CfnParameter, CfnRule, Duration, Fn, Stack, StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { administrate, changeTarget, lookUpEvents, readSource, registerLocations } from './catalog_grants';
import { ConfigurationStore } from './configuration_store';
import { DataLakeAdmin } from './data_lake_admin';
import { DeadLetters } from './dead_letters';
import { catalogChanges } from './event_pattern';
import { Journal } from './journal';
import { LakeFunction } from './lake_function';
import { busName } from './names';
import { Notifications } from './notifications';
import { Overview } from './overview';
import { Settings } from './settings';
import { StateAlarms } from './state_alarms';

export interface TargetStackProps extends StackProps {
  readonly settings: Settings;
  /** Takes the place of a lambda.zip that has not been built. */
  readonly standIn: string;
}

/** Everything but one rule: state, configuration and compute are where they are needed when the source is gone. */
export class TargetStack extends Stack {
  private readonly settings: Settings;
  private readonly code: lambda.Code;
  private readonly journal: Journal;
  private readonly configuration: ConfigurationStore;
  private readonly variables: Record<string, string>;
  private readonly deadLetters: sqs.IQueue[] = [];
  /** What has to be there before the functions are first called. */
  private readonly before: Construct[] = [];

  constructor(scope: Construct, id: string, props: TargetStackProps) {
    super(scope, id, props);
    this.settings = props.settings;
    this.code = this.takeCode(props.standIn);
    this.journal = new Journal(this, 'Journal', { keep: this.settings.keepJournal });
    const { bucket, key, configurationFile: file, bucketIsMade: isMade } = this.settings;
    this.configuration = new ConfigurationStore(this, 'Configuration', { bucket, key, file, isMade });
    this.before.push(this.configuration);
    this.variables = { ...this.configuration.environment, journal: `dynamodb://${this.journal.table.tableName}` };

    const replicateLetters = this.letters('ReplicateDeadLetters');
    const replicate = this.makeReplicate(replicateLetters);
    this.makeAdministrators(replicate);
    const pull = this.makePull();
    this.onSchedule('PullSchedule', pull, this.settings.minutes, 'looks at CloudTrail');
    // Whatever the stream may miss, and everything that is to be tried again later.
    this.onSchedule('ReplicateSchedule', replicate, 2, 'takes up what is to be tried again');
    this.onStream(replicate, replicateLetters);
    const queue = this.makeQueue();
    const ingest = this.makeIngest(queue);
    this.onBus(queue);
    this.watch({ pull, replicate, ingest }, queue);
    new CfnOutput(this, 'JournalTable', { value: this.journal.table.tableName, description: 'journal = dynamodb://... for lakemirror on a machine' });
    new CfnOutput(this, 'ReplicateRole', { value: replicate.role.roleArn, description: 'The role that reads the source and changes the target' });
  }

  private takeCode(standIn: string): lambda.Code {
    const { lambdaZip } = this.settings;
    if (lambdaZip !== undefined) return lambda.Code.fromAsset(lambdaZip);
    const how = 'build it with cmake --build build/release --target lambda_zip, or name one with --context lambda_zip=PATH';
    Annotations.of(this).addWarningV2('lakemirror:lambda-zip', `lambda.zip is not built, so this can be looked at but not deployed: ${how}`);
    // CloudFormation refuses the change set with this text; an assertion has to look at a parameter.
    const zip = new CfnParameter(this, 'LambdaZip', { default: 'missing', allowedValues: ['missing', 'there'] });
    new CfnRule(this, 'LambdaZipIsThere', {
      assertions: [{ assert: Fn.conditionEquals(zip.valueAsString, 'there'), assertDescription: `lambda.zip was not built: ${how}` }],
    });
    return lambda.Code.fromAsset(standIn);
  }

  private letters(id: string): sqs.Queue {
    const { queue } = new DeadLetters(this, id);
    this.deadLetters.push(queue);
    return queue;
  }

  private makePull(): LakeFunction {
    return new LakeFunction(this, 'Pull', {
      handler: 'pull',
      does: 'stores what CloudTrail recorded at the source',
      code: this.code,
      timeout: Duration.minutes(5),
      memory: 256,
      environment: this.variables,
      grants: [this.configuration.reading(), lookUpEvents(this.settings.source), ...this.journal.storing()],
    });
  }

  private makeReplicate(letters: sqs.IQueue): LakeFunction {
    const { source, target, locationRoles } = this.settings;
    return new LakeFunction(this, 'Replicate', {
      handler: 'replicate',
      does: 'makes the target equal to the source',
      code: this.code,
      timeout: Duration.minutes(15),
      memory: 512,
      environment: this.variables,
      grants: [
        this.configuration.reading(),
        ...this.journal.storing(),
        ...this.journal.following(),
        { sid: 'LeaveMissedWakeUps', actions: ['sqs:SendMessage'], resources: [letters.queueArn] },
        ...readSource(source),
        ...changeTarget(target),
        ...registerLocations(locationRoles),
      ],
    });
  }

  private makeIngest(queue: sqs.IQueue): LakeFunction {
    const ingest = new LakeFunction(this, 'Ingest', {
      handler: 'ingest',
      does: 'stores what EventBridge brings from the source',
      code: this.code,
      timeout: Duration.minutes(1),
      memory: 256,
      environment: this.variables,
      grants: [
        this.configuration.reading(),
        ...this.journal.storing(),
        { sid: 'TakeEvents', actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], resources: [queue.queueArn] },
      ],
    });
    const mapping = new lambda.EventSourceMapping(this, 'IngestQueue', {
      target: ingest.function,
      eventSourceArn: queue.queueArn,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      maxConcurrency: 5,
      reportBatchItemFailures: true,
    });
    mapping.node.addDependency(...this.before);
    return ingest;
  }

  /** The role that grants and revokes has to administrate the target's data lake, and to see all of the source's. */
  private makeAdministrators(replicate: LakeFunction): void {
    const { source, target, sourceReadOnlyAdmin, dropDeadAdmins: dropDead } = this.settings;
    const admin = new LakeFunction(this, 'Admin', {
      handler: 'admin',
      does: 'adds the replicating role to the data lake administrators, and removes it again',
      code: this.code,
      timeout: Duration.minutes(5),
      memory: 256,
      grants: [administrate(source, target)],
    });
    const shared = { handler: admin.function, principal: replicate.role.roleArn, dropDead };
    this.before.push(new DataLakeAdmin(this, 'TargetAdmin', { ...shared, side: 'target', region: target, kind: 'admin' }));
    if (!sourceReadOnlyAdmin) return;
    this.before.push(new DataLakeAdmin(this, 'SourceReadOnlyAdmin', { ...shared, side: 'source', region: source, kind: 'read-only' }));
  }

  private onSchedule(id: string, one: LakeFunction, minutes: number, does: string): void {
    // The next tick comes anyway: an invocation that failed is not repeated beside it.
    new lambda.EventInvokeConfig(this, `${id}Retries`, { function: one.function, retryAttempts: 0, maxEventAge: Duration.minutes(Math.max(minutes, 1)) });
    const rule = new events.Rule(this, id, {
      description: `lakemirror: ${does}, from ${this.settings.source} to ${this.settings.target}`,
      schedule: events.Schedule.rate(Duration.minutes(minutes)),
      targets: [new targets.LambdaFunction(one.function, { deadLetterQueue: this.letters(`${id}DeadLetters`) })],
    });
    rule.node.addDependency(...this.before);
  }

  /** A batch of the stream only says that there is something to do: what, is in the journal. */
  private onStream(replicate: LakeFunction, letters: sqs.IQueue): void {
    const mapping = new lambda.EventSourceMapping(this, 'ReplicateStream', {
      target: replicate.function,
      eventSourceArn: this.journal.table.tableStreamArn ?? '',
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 1000,
      maxBatchingWindow: Duration.seconds(1),
      filters: [lambda.FilterCriteria.filter({
        eventName: lambda.FilterRule.isEqual('INSERT'),
        dynamodb: { NewImage: { Processed_Flag: { S: lambda.FilterRule.isEqual('N') } } },
      })],
      reportBatchItemFailures: true,
      // Work that is left makes a batch come again. After an hour the schedule alone goes on with it.
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: letters.queueArn }) },
    });
    mapping.node.addDependency(...this.before);
  }

  private makeQueue(): sqs.Queue {
    return new sqs.Queue(this, 'Events', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // AWS asks for six times the timeout of the function, for a message may wait while it is throttled.
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: this.letters('EventsDeadLetters'), maxReceiveCount: 5 },
    });
  }

  private onBus(queue: sqs.IQueue): void {
    const bus = new events.EventBus(this, 'Bus', {
      eventBusName: busName(this.settings),
      description: `lakemirror: changes of the catalog in ${this.settings.source}`,
    });
    new events.Rule(this, 'BusRule', {
      eventBus: bus,
      description: `lakemirror: changes of the catalog in ${this.settings.source}, to be stored`,
      eventPattern: catalogChanges(this.settings.source, this.settings.stateChanges),
      targets: [new targets.SqsQueue(queue, { deadLetterQueue: this.letters('BusDeadLetters') })],
    });
  }

  private watch(functions: Record<'pull' | 'replicate' | 'ingest', LakeFunction>, queue: sqs.IQueue): void {
    const { alarmEmail: email, lagAlarmMinutes: lagMinutes } = this.settings;
    const notifications = new Notifications(this, 'Notifications', email === undefined ? {} : { email });
    const pull = functions.pull.function;
    const replicate = functions.replicate.function;
    const ingest = functions.ingest.function;
    const alarms = new StateAlarms(this, 'Alarm', {
      notifications, observer: pull, lagMinutes, deadLetters: this.deadLetters, functions: { Pull: pull, Replicate: replicate, Ingest: ingest },
    });
    const { table } = this.journal;
    new Overview(this, 'Overview', { functions: { pull, replicate, ingest }, alarms: alarms.all, table, queue });
  }
}
