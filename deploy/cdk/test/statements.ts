/** Every statement of every role: who, by which name, what, on what, on which condition. */
export interface Expected {
  readonly actions: readonly string[];
  readonly on: readonly string[];
  readonly if?: Record<string, Record<string, unknown>>;
}

const account = '<AWS::Partition>';
const glue = (region: string, ...rest: string[]) => rest.map((one) => `arn:${account}:glue:${region}:<AWS::AccountId>:${one}`);
const catalog = ['catalog', 'database/*', 'table/*/*'];
const region = (...names: string[]) => ({ StringEquals: { 'aws:RequestedRegion': names } });
const table = '<JournalTable.Arn>';
const configuration = `arn:${account}:s3:::lake-config/config/lake.conf`;
const linkedRole = `arn:${account}:iam::<AWS::AccountId>:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`;

const readConfiguration = { actions: ['s3:GetObject'], on: [configuration] };
const storeEvents = { actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], on: [table] };
const findOpenEntries = { actions: ['dynamodb:Query'], on: [`${table}/index/open`] };
const writeLog = (group: string) => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  on: [`arn:${account}:logs:<AWS::Region>:<AWS::AccountId>:log-group:<${group}>:log-stream:*`],
});
const readCatalog = [
  'glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables',
];
const readLake = [
  'lakeformation:DescribeResource', 'lakeformation:GetDataCellsFilter', 'lakeformation:GetDataLakeSettings', 'lakeformation:GetLFTag',
  'lakeformation:GetLFTagExpression', 'lakeformation:GetResourceLFTags', 'lakeformation:ListDataCellsFilter', 'lakeformation:ListLFTagExpressions',
  'lakeformation:ListLFTags', 'lakeformation:ListPermissions', 'lakeformation:ListResources',
];

/** By policy and Sid, from us-east-1 to us-west-2 with one role for locations. */
export const expectedStatements: Readonly<Record<string, Expected>> = {
  'ConfigurationRole TakeUploadedFile': { actions: ['s3:GetObject'], on: [`arn:${account}:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-west-2/HASH.conf`] },
  'ConfigurationRole PutConfiguration': { actions: ['s3:PutObject'], on: [configuration] },
  'ConfigurationRole WriteLog': writeLog('ConfigurationLog'),
  'AdminRole AdministrateLakes': {
    actions: ['lakeformation:GetDataLakeSettings', 'lakeformation:PutDataLakeSettings'], on: ['*'], if: region('us-east-1', 'us-west-2'),
  },
  'AdminRole WriteLog': writeLog('AdminLog'),
  'PullRole ReadConfiguration': readConfiguration,
  'PullRole LookUpEvents': { actions: ['cloudtrail:LookupEvents'], on: ['*'], if: region('us-east-1') },
  'PullRole StoreEvents': storeEvents,
  'PullRole FindOpenEntries': findOpenEntries,
  'PullRole WriteLog': writeLog('PullLog'),
  'IngestRole ReadConfiguration': readConfiguration,
  'IngestRole StoreEvents': storeEvents,
  'IngestRole FindOpenEntries': findOpenEntries,
  'IngestRole TakeEvents': { actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], on: ['<Events.Arn>'] },
  'IngestRole WriteLog': writeLog('IngestLog'),
  'ReplicateRole ReadConfiguration': readConfiguration,
  'ReplicateRole StoreEvents': storeEvents,
  'ReplicateRole FindOpenEntries': findOpenEntries,
  'ReplicateRole FollowJournal': { actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], on: ['<JournalTable.StreamArn>'] },
  'ReplicateRole FindJournalStream': { actions: ['dynamodb:ListStreams'], on: [`${table}/stream/*`] },
  'ReplicateRole LeaveMissedWakeUps': { actions: ['sqs:SendMessage'], on: ['<ReplicateDeadLettersQueue.Arn>'] },
  'ReplicateRole ReadSourceCatalog': { actions: readCatalog, on: glue('us-east-1', ...catalog) },
  'ReplicateRole ReadSourceLake': { actions: readLake, on: ['*'], if: region('us-east-1') },
  'ReplicateRole ReadTargetCatalog': { actions: readCatalog, on: glue('us-west-2', ...catalog) },
  'ReplicateRole ChangeTargetCatalog': {
    actions: [
      'glue:BatchCreatePartition', 'glue:BatchDeletePartition', 'glue:BatchDeleteTable', 'glue:BatchUpdatePartition', 'glue:CreateDatabase',
      'glue:CreateTable', 'glue:DeleteDatabase', 'glue:DeleteTable', 'glue:UpdateDatabase', 'glue:UpdateTable',
    ],
    on: glue('us-west-2', ...catalog),
  },
  'ReplicateRole DeleteTargetDatabase': { actions: ['glue:DeleteDatabase'], on: glue('us-west-2', 'userDefinedFunction/*/*') },
  'ReplicateRole ReadTargetLake': { actions: readLake, on: ['*'], if: region('us-west-2') },
  'ReplicateRole ChangeTargetLake': {
    actions: [
      'lakeformation:AddLFTagsToResource', 'lakeformation:BatchGrantPermissions', 'lakeformation:BatchRevokePermissions',
      'lakeformation:CreateDataCellsFilter', 'lakeformation:CreateLFTag', 'lakeformation:CreateLFTagExpression',
      'lakeformation:DeleteDataCellsFilter', 'lakeformation:DeleteLFTag', 'lakeformation:DeleteLFTagExpression',
      'lakeformation:DeregisterResource', 'lakeformation:PutDataLakeSettings', 'lakeformation:RegisterResource',
      'lakeformation:RemoveLFTagsFromResource', 'lakeformation:UpdateDataCellsFilter', 'lakeformation:UpdateLFTag',
      'lakeformation:UpdateLFTagExpression', 'lakeformation:UpdateResource',
    ],
    on: ['*'], if: region('us-west-2'),
  },
  'ReplicateRole MakeLocationRole': {
    actions: ['iam:CreateServiceLinkedRole'], on: [linkedRole], if: { StringEquals: { 'iam:AWSServiceName': 'lakeformation.amazonaws.com' } },
  },
  'ReplicateRole ExtendLocationRole': { actions: ['iam:GetRole', 'iam:PutRolePolicy'], on: [linkedRole] },
  'ReplicateRole PassLocationRoles': {
    actions: ['iam:PassRole'], on: ['arn:aws:iam::123456789012:role/lake'], if: { StringEquals: { 'iam:PassedToService': 'lakeformation.amazonaws.com' } },
  },
  'ReplicateRole WriteLog': writeLog('ReplicateLog'),
  'ForwardRole PutEventsOnBus': {
    actions: ['events:PutEvents'], on: [`arn:${account}:events:us-west-2:<AWS::AccountId>:event-bus/lakemirror-us-east-1-to-us-west-2`],
  },
};
