import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** What a function writes about the state of the journal, in the namespace that docs/lambda.md describes. */
export type StateMetric = 'LagSeconds' | 'ParkedEntries' | 'PendingEntries' | 'ReplicationPointAgeSeconds' | 'BreakerOpen';

export const period = Duration.minutes(5);

export function state(of: lambda.IFunction, name: StateMetric): cloudwatch.Metric {
  return own(of, name, cloudwatch.Stats.MAXIMUM);
}

export function own(of: lambda.IFunction, name: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace: 'lakemirror', metricName: name, dimensionsMap: { FunctionName: of.functionName }, statistic, period });
}
