import * as path from 'path';

import { App } from 'aws-cdk-lib';

import { addDeployment } from '../lib/deployment';
import { readSettings, SettingsError } from '../lib/settings';

// This is compiled to build/bin.
const appFolder = path.resolve(__dirname, '../..');
const places = { app: appFolder, repository: path.resolve(appFolder, '../..') };

function main(): void {
  const app = new App();
  const settings = readSettings(app.node.getAllContext(), places);
  addDeployment(app, settings, path.join(appFolder, 'stand-in'), process.env['CDK_DEFAULT_ACCOUNT']);
}

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  for (const line of error.lines) console.error(`lakemirror: ${line}`);
  process.exitCode = 1;
}
