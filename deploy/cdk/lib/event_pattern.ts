import { EventPattern } from 'aws-cdk-lib/aws-events';

/** The calls that change what is replicated. Others change nothing here, and LookupEvents brings them all the same. */
export const changingCalls: readonly string[] = [
  // Glue
  'BatchCreatePartition', 'BatchDeletePartition', 'BatchDeleteTable', 'BatchUpdatePartition', 'CreateDatabase', 'CreatePartition', 'CreateTable',
  'DeleteDatabase', 'DeletePartition', 'DeleteTable', 'UpdateDatabase', 'UpdatePartition', 'UpdateTable',
  // Lake Formation
  'AddLFTagsToResource', 'BatchGrantPermissions', 'BatchRevokePermissions', 'CreateDataCellsFilter', 'CreateLFTag', 'CreateLFTagExpression',
  'DeleteDataCellsFilter', 'DeleteLFTag', 'DeleteLFTagExpression', 'DeregisterResource', 'GrantPermissions', 'PutDataLakeSettings',
  'RegisterResource', 'RemoveLFTagsFromResource', 'RevokePermissions', 'UpdateDataCellsFilter', 'UpdateLFTag', 'UpdateLFTagExpression',
  'UpdateResource',
];

const absent = { exists: false };

/**
 * What both rules let through: calls that CloudTrail recorded, and, unless that is not wanted, Glue's own notices of changes, which
 * name no call. Of one Region only: what comes back from the target by a rule in the other direction is not sent around again.
 */
export function catalogChanges(source: string, stateChanges: boolean): EventPattern {
  const notices = stateChanges ? ['Glue Data Catalog Database State Change', 'Glue Data Catalog Table State Change'] : [];
  const ofNotices = stateChanges ? [absent] : [];
  return {
    source: ['aws.glue', 'aws.lakeformation'],
    detailType: ['AWS API Call via CloudTrail', ...notices],
    region: [source],
    detail: {
      eventSource: ['glue.amazonaws.com', 'lakeformation.amazonaws.com', ...ofNotices],
      eventName: [...changingCalls, ...ofNotices],
    },
  };
}
