import { Aws } from 'aws-cdk-lib';

import { Grant } from './grant';

/** What the functions may do with the two Regions' catalogs. */

const anyName = 'Which databases and tables there are is not known when this is deployed: all of one Region, and no other.';
const noResources = 'Lake Formation has no resource-level permissions; the condition holds it to one Region.';

const glueReads = [
  'glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables',
];
const glueWrites = [
  'glue:BatchCreatePartition', 'glue:BatchDeletePartition', 'glue:BatchDeleteTable', 'glue:BatchUpdatePartition', 'glue:CreateDatabase',
  'glue:CreateTable', 'glue:DeleteDatabase', 'glue:DeleteTable', 'glue:UpdateDatabase', 'glue:UpdateTable',
];
const lakeReads = [
  'lakeformation:DescribeResource', 'lakeformation:GetDataCellsFilter', 'lakeformation:GetDataLakeSettings', 'lakeformation:GetLFTag',
  'lakeformation:GetLFTagExpression', 'lakeformation:GetResourceLFTags', 'lakeformation:ListDataCellsFilter', 'lakeformation:ListLFTagExpressions',
  'lakeformation:ListLFTags', 'lakeformation:ListPermissions', 'lakeformation:ListResources',
];
const lakeWrites = [
  'lakeformation:AddLFTagsToResource', 'lakeformation:BatchGrantPermissions', 'lakeformation:BatchRevokePermissions',
  'lakeformation:CreateDataCellsFilter', 'lakeformation:CreateLFTag', 'lakeformation:CreateLFTagExpression', 'lakeformation:DeleteDataCellsFilter',
  'lakeformation:DeleteLFTag', 'lakeformation:DeleteLFTagExpression', 'lakeformation:DeregisterResource', 'lakeformation:PutDataLakeSettings',
  'lakeformation:RegisterResource', 'lakeformation:RemoveLFTagsFromResource', 'lakeformation:UpdateDataCellsFilter', 'lakeformation:UpdateLFTag',
  'lakeformation:UpdateLFTagExpression', 'lakeformation:UpdateResource',
];

function inRegion(...regions: string[]) {
  return { StringEquals: { 'aws:RequestedRegion': regions } };
}

/** Glue asks for the catalog and everything on the way to the object. */
function catalogOf(region: string): string[] {
  const arn = (rest: string) => `arn:${Aws.PARTITION}:glue:${region}:${Aws.ACCOUNT_ID}:${rest}`;
  return [arn('catalog'), arn('database/*'), arn('table/*/*')];
}

export function lookUpEvents(source: string): Grant {
  return {
    sid: 'LookUpEvents', actions: ['cloudtrail:LookupEvents'], resources: ['*'], conditions: inRegion(source),
    wide: 'LookupEvents has no resource-level permission; the condition holds it to the source Region.',
  };
}

export function readSource(source: string): Grant[] {
  return [
    { sid: 'ReadSourceCatalog', actions: glueReads, resources: catalogOf(source), wide: anyName },
    { sid: 'ReadSourceLake', actions: lakeReads, resources: ['*'], conditions: inRegion(source), wide: noResources },
  ];
}

export function changeTarget(target: string): Grant[] {
  const functions = `arn:${Aws.PARTITION}:glue:${target}:${Aws.ACCOUNT_ID}:userDefinedFunction/*/*`;
  return [
    { sid: 'ReadTargetCatalog', actions: glueReads, resources: catalogOf(target), wide: anyName },
    { sid: 'ChangeTargetCatalog', actions: glueWrites, resources: catalogOf(target), wide: anyName },
    {
      // Deleting a database deletes its functions with it, and Glue asks for the right to.
      sid: 'DeleteTargetDatabase', actions: ['glue:DeleteDatabase'], resources: [functions], wide: anyName,
    },
    { sid: 'ReadTargetLake', actions: lakeReads, resources: ['*'], conditions: inRegion(target), wide: noResources },
    { sid: 'ChangeTargetLake', actions: lakeWrites, resources: ['*'], conditions: inRegion(target), wide: noResources },
  ];
}

/** Lake Formation reads registered locations by a role, which whoever registers them has to be allowed to give. */
export function registerLocations(roles: readonly string[]): Grant[] {
  const service = 'lakeformation.amazonaws.com';
  const linked = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/aws-service-role/${service}/AWSServiceRoleForLakeFormationDataAccess`;
  const own: Grant[] = [
    {
      sid: 'MakeLocationRole', actions: ['iam:CreateServiceLinkedRole'], resources: [linked],
      conditions: { StringEquals: { 'iam:AWSServiceName': service } },
    },
    { sid: 'ExtendLocationRole', actions: ['iam:GetRole', 'iam:PutRolePolicy'], resources: [linked] },
  ];
  if (roles.length === 0) return own;
  return [...own, {
    sid: 'PassLocationRoles', actions: ['iam:PassRole'], resources: roles,
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  }];
}

export function administrate(source: string, target: string): Grant {
  return {
    sid: 'AdministrateLakes', actions: ['lakeformation:GetDataLakeSettings', 'lakeformation:PutDataLakeSettings'], resources: ['*'],
    conditions: inRegion(source, target), wide: 'Lake Formation has no resource-level permissions; the condition holds it to the two Regions.',
  };
}
