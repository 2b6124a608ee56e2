import { App } from 'aws-cdk-lib';

import { deploymentName } from './names';
import { Settings } from './settings';
import { SourceStack } from './source_stack';
import { TargetStack } from './target_stack';

export interface Stacks {
  readonly target: TargetStack;
  readonly source: SourceStack;
}

/** Adds the two stacks of one direction. Without an account they fit any. */
export function addDeployment(app: App, settings: Settings, standIn: string, account?: string): Stacks {
  const { source, target } = settings;
  const name = deploymentName(settings);
  const env = (region: string) => (account === undefined ? { region } : { account, region });
  const targetStack = new TargetStack(app, name, {
    settings, standIn, env: env(target), description: `lakemirror: the catalog of ${source}, kept in ${target}`,
  });
  const sourceStack = new SourceStack(app, `${name}-events`, {
    settings, env: env(source), description: `lakemirror: sends changes of the catalog of ${source} to ${target}`,
  });
  // The bus has to be there before anything is sent to it.
  sourceStack.addStackDependency(targetStack);
  return { target: targetStack, source: sourceStack };
}
