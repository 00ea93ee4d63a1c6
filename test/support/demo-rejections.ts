import { existsSync, readFileSync } from 'node:fs';
import type { SubgraphDefinition } from '@hub/kit';

/** How many rows of a demonstration's file of a kind are rejected, since they were made up to be. */
export function demoRejections({ folder }: Pick<SubgraphDefinition, 'folder'>): (kind: string) => number {
  const file = new URL('demo/rejections.csv', folder);
  const [, ...lines] = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const rows = new Map(lines.map((line) => line.split(',') as [string, string]));
  return (kind) => Number(rows.get(kind) ?? 0);
}
