import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { NagSuppressions } from 'cdk-nag';

/** One statement of a role's policy. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Record<string, string | string[]>>>;
  /** Why nothing narrower than a wildcard will do; must be given where a resource has one. */
  readonly wide?: string;
}

/** Adds the statements; each wildcard in them is excused to cdk-nag by its own reason, and by no other. */
export function give(role: iam.Role, grants: readonly Grant[]): void {
  for (const { sid, actions, resources, conditions, wide } of grants) {
    role.addToPolicy(new iam.PolicyStatement({
      sid, actions: [...actions], resources: [...resources], ...(conditions === undefined ? {} : { conditions }),
    }));
    const wildcards = resources.filter((resource) => resource.includes('*'));
    if (wildcards.length === 0) continue;
    if (wide === undefined) throw new Error(`${sid}: a wildcard needs a reason`);
    const appliesTo = wildcards.map((resource) => `Resource::${asNagWritesIt(Stack.of(role), resource)}`);
    NagSuppressions.addResourceSuppressions(role, [{ id: 'AwsSolutions-IAM5', reason: wide, appliesTo }], true);
  }
}

/** References of the template in angle brackets. */
function asNagWritesIt(stack: Stack, resource: string): string {
  const write = (part: unknown): string => {
    if (typeof part === 'string') return part;
    if (typeof part !== 'object' || part === null) return '';
    if ('Ref' in part) return `<${String(part.Ref)}>`;
    if ('Fn::GetAtt' in part && Array.isArray(part['Fn::GetAtt'])) return `<${part['Fn::GetAtt'].join('.')}>`;
    if ('Fn::Join' in part && Array.isArray(part['Fn::Join'])) {
      const [separator, parts] = part['Fn::Join'] as [string, unknown[]];
      return parts.map(write).join(separator);
    }
    return '';
  };
  return write(stack.resolve(resource));
}
