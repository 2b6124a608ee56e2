#!/bin/sh
# Compiles the CDK app, runs its tests, and creates what it synthesizes in moto's CloudFormation.
# Usage: test_cdk.sh ROOT PYTHON
set -eu
root=$1 python=$2
cd "$root/deploy/cdk"

if ! command -v node >/dev/null || ! cmp -s package-lock.json node_modules/.installed-from; then
  echo "SKIPPED: the AWS CDK is not here (scripts/lib/install.sh judges), so the deployment was not tested"
  exit 77
fi
node node_modules/typescript/bin/tsc --build
node --test build/test/*.test.js

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
: >"$folder/lambda.zip"
cat >"$folder/lake.conf" <<END
[AwsDataCatalog]
source_region = us-east-1
destination_region = us-west-2
END
words="--context config_file_bucket=lake-config --context config_file_key=config/lake.conf --context target_region=us-west-2
  --context eventbridge_schedule_min=1 --context config_file=$folder/lake.conf --context lambda_zip=$folder/lambda.zip"
export CDK_DISABLE_CLI_TELEMETRY=true

# Everything that may be asked for, so that moto sees every type of resource.
node node_modules/aws-cdk/bin/cdk synth --quiet --no-notices --output "$folder/out" $words --context config_bucket=make \
  --context alarm_email=operator@example.com --context location_roles=arn:aws:iam::123456789012:role/lake
"$python" test/moto_test.py "$folder/out" "$root/tests/records/samples"

# The commands that talk to AWS, in the words of the documentation, on what has just been synthesized.
cat >"$folder/commands.sh" <<END
set -eu
export AWS_ENDPOINT_URL=\$LAKEMIRROR_MOTO_URL AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
node node_modules/aws-cdk/bin/cdk bootstrap --app $folder/out $(echo $words) --all
node node_modules/aws-cdk/bin/cdk diff --app $folder/out $(echo $words) --all
node node_modules/aws-cdk/bin/cdk destroy --force --app $folder/out $(echo $words) --all
END
"$python" "$root/tests/moto/with_moto.py" sh "$folder/commands.sh" >"$folder/commands.log" 2>&1 || { cat "$folder/commands.log"; exit 1; }
for said in 'us-east-1 bootstrapped' 'us-west-2 bootstrapped' 'Number of stacks with differences: 2'; do
  grep -q "$said" "$folder/commands.log" || { echo "nobody said: $said"; cat "$folder/commands.log"; exit 1; }
done
