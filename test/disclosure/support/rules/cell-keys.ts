import { createHash } from 'node:crypto';
import type { Rule } from './rule.js';
import { isUnpublished } from './suppression.js';

const step = 10;

/**
 * Rounds each count to a multiple of ten above or below, the nearer one more often. A key of the cell's people decides,
 * so that the same people always round to the same number.
 */
export const cellKeys: Rule = {
  name: 'rounding by cell keys',
  isExact: false,
  publish: ({ structure, truth }) => {
    const cells = [...structure.cells].filter((cell) => !isUnpublished(cell));
    return new Map(
      cells.map((cell) => {
        const people = truth.get(cell) ?? 0;
        const rest = people % step;
        const place = cell.slice(cell.indexOf('|')).split(' ')[0] ?? '';
        const key = createHash('sha256').update(`${place} ${people}`).digest().readUInt32BE() / 2 ** 32;
        return [cell, people - rest + (key * step < rest ? step : 0)];
      }),
    );
  },
  learn: (_structure, shown, system, variableOf) => {
    for (const [cell, value] of shown) {
      system.bound(variableOf(cell), Math.max(0, (value ?? 0) - (step - 1)), (value ?? 0) + step - 1);
    }
  },
};
