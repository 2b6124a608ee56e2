import { Settings } from './settings';

type Direction = Pick<Settings, 'prefix' | 'source' | 'target'>;

/** Begins what has to have a fixed name: two deployments never share it, unless they have prefix and both Regions in common. */
export function deploymentName({ prefix, source, target }: Direction): string {
  return `${prefix}-${source}-to-${target}`;
}

/** A bus has no name of its own unless it is given one, and the source Region has to know it. */
export function busName(direction: Direction): string {
  return deploymentName(direction);
}
