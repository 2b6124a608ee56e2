#!/bin/sh
# The AWS CLI against the local AWS: what the README's reader does first. Needs LAKEMIRROR, the binary under test.
set -eu
: "${LAKEMIRROR:?the binary under test}"

if ! command -v aws >/dev/null; then
  echo "SKIPPED: the AWS CLI is not installed (pip install awscli), so nothing was tested with it"
  exit 77
fi

work=$(mktemp -d)
mkfifo "$work/first-line"
$LAKEMIRROR local --port 0 >"$work/first-line" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
read -r line <"$work/first-line"
url=${line#listening on }

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 AWS_PAGER="" \
  AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
unset AWS_SESSION_TOKEN AWS_PROFILE

local_aws() { aws --endpoint-url "$url" --output text "$@"; }

expect() { # expect WHAT EXPECTED ACTUAL
  if [ "$2" != "$3" ]; then
    printf '%s: expected\n%s\nfound\n%s\n' "$1" "$2" "$3" >&2
    exit 1
  fi
  echo "ok: $1"
}

expect "sts get-caller-identity" "123456789012	arn:aws:iam::123456789012:user/test" \
  "$(local_aws sts get-caller-identity --query '[Account,Arn]')"

local_aws glue create-database --database-input '{"Name":"Sales"}'
local_aws glue create-table --database-name sales --table-input '{
  "Name": "Orders", "TableType": "EXTERNAL_TABLE", "PartitionKeys": [{"Name": "day", "Type": "date"}],
  "StorageDescriptor": {"Location": "s3://lake/orders/", "Columns": [{"Name": "id", "Type": "bigint"}]}}'
local_aws glue create-partition --database-name sales --table-name orders --partition-input '{"Values": ["2026-01-01"]}'
local_aws glue batch-create-partition --database-name sales --table-name orders \
  --partition-input-list '[{"Values": ["2026-01-02"]}, {"Values": ["2026-01-03"]}]' >/dev/null

expect "get-databases" "sales" "$(local_aws glue get-databases --query 'DatabaseList[].Name')"
expect "get-tables" "orders	s3://lake/orders/" \
  "$(local_aws glue get-tables --database-name sales --query 'TableList[].[Name,StorageDescriptor.Location]')"
expect "get-table" "0" "$(local_aws glue get-table --database-name sales --name orders --query Table.VersionId)"
expect "get-partitions" "2026-01-02
2026-01-03" "$(local_aws glue get-partitions --database-name sales --table-name orders \
  --expression "day > '2026-01-01'" --query 'Partitions[].Values')"

local_aws glue delete-partition --database-name sales --table-name orders --partition-values 2026-01-02
expect "delete-partition" "2026-01-01
2026-01-03" "$(local_aws glue get-partitions --database-name sales --table-name orders --query 'Partitions[].Values')"

refusal=$(local_aws glue get-table --database-name sales --name nothing 2>&1) && exit 1
case $refusal in
  *"(EntityNotFoundException) when calling the GetTable operation: Entity Not Found"*) echo "ok: an error reads as AWS's" ;;
  *) expect "an error reads as AWS's" "... Entity Not Found" "$refusal" ;;
esac
refusal=$(AWS_SECRET_ACCESS_KEY=wrong local_aws glue get-databases 2>&1) && exit 1
case $refusal in
  *InvalidSignatureException*) echo "ok: a wrong secret is refused" ;;
  *) expect "a wrong secret is refused" "InvalidSignatureException" "$refusal" ;;
esac

expect "cloudtrail lookup-events, newest first" "DeletePartition
BatchCreatePartition
CreatePartition
CreateTable
CreateDatabase" "$(local_aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false \
  --query 'Events[].[EventName]')"

role=$(local_aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Reader --role-session-name cli \
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
expect "sts assume-role" "arn:aws:sts::444455556666:assumed-role/Reader/cli" "$(
  AWS_ACCESS_KEY_ID=$(echo "$role" | cut -f1) AWS_SECRET_ACCESS_KEY=$(echo "$role" | cut -f2) \
  AWS_SESSION_TOKEN=$(echo "$role" | cut -f3) local_aws sts get-caller-identity --query Arn)"

echo "some text" >"$work/file"
local_aws s3 cp --quiet "$work/file" "s3://conf/a folder/lake=1/file.conf"
local_aws s3 cp --quiet "s3://conf/a folder/lake=1/file.conf" "$work/back"
expect "s3 cp there and back" "some text" "$(cat "$work/back")"

arn=arn:aws:iam::123456789012:role/Analyst
orders='{"Table": {"DatabaseName": "sales", "Name": "orders"}}'
local_aws lakeformation grant-permissions --principal "DataLakePrincipalIdentifier=$arn" --resource "$orders" \
  --permissions SELECT INSERT
expect "lakeformation list-permissions" "Table	INSERT
TableWithColumns	SELECT" "$(local_aws lakeformation list-permissions --principal "DataLakePrincipalIdentifier=$arn" \
  --query 'PrincipalResourcePermissions[].[keys(Resource)[0],Permissions[0]]')"
local_aws lakeformation revoke-permissions --principal "DataLakePrincipalIdentifier=$arn" --resource "$orders" \
  --permissions SELECT INSERT
refusal=$(local_aws lakeformation revoke-permissions --principal "DataLakePrincipalIdentifier=$arn" --resource "$orders" \
  --permissions SELECT 2>&1) && exit 1
case $refusal in
  *"(InvalidInputException) when calling the RevokePermissions operation: No permissions revoked. "*)
    echo "ok: an error of Lake Formation reads as AWS's" ;;
  *) expect "an error of Lake Formation reads as AWS's" "... No permissions revoked. ..." "$refusal" ;;
esac
local_aws lakeformation create-lf-tag --tag-key team --tag-values a b
local_aws lakeformation add-lf-tags-to-resource --resource "$orders" --lf-tags TagKey=team,TagValues=b >/dev/null
expect "lakeformation get-resource-lf-tags" "team	b" "$(local_aws lakeformation get-resource-lf-tags --resource "$orders" \
  --query 'LFTagsOnTable[].[TagKey,TagValues[0]]')"
expect "lakeformation get-data-lake-settings" "IAM_ALLOWED_PRINCIPALS" "$(local_aws lakeformation get-data-lake-settings \
  --query 'DataLakeSettings.CreateTableDefaultPermissions[].Principal.DataLakePrincipalIdentifier')"

local_aws glue delete-database --name sales
expect "delete-database" "" "$(local_aws glue get-databases --query 'DatabaseList[].Name')"
