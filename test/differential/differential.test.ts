import { expect, test } from '@jest/globals';
import { differential } from './support/differential.js';

/** Hundreds of thousands by `pnpm prove differential`. */
const cases = Number(process.env['DIFFERENTIAL_CASES'] ?? 1_500);
const seed = process.env['DIFFERENTIAL_SEED'] ?? 'hub';
/** `DIFFERENTIAL_DEFER=0.4` asks four of ten operations in parts too, with `@defer`: these take longest. */
const inParts = Number(process.env['DIFFERENTIAL_DEFER'] ?? 0.1);
/** `DIFFERENTIAL_SPLIT=1` has the gateway split nearly every fetch of entities, on all supergraphs. */
const split = Number(process.env['DIFFERENTIAL_SPLIT'] ?? 0.25);
/** `DIFFERENTIAL_ONLY=7` asks the supergraph of that number alone. */
const only = process.env['DIFFERENTIAL_ONLY'];

test(
  'the gateway answers random operations on random supergraphs as graphql-js does on one schema',
  async () => {
    const { failures, ...counts } = await differential({
      cases,
      seed,
      inParts,
      split,
      only: only === undefined ? undefined : Number(only),
    });
    process.stderr.write(`differential: ${JSON.stringify(counts)}\n`);
    expect(failures.join('\n\n')).toBe('');
    // A random world is a supergraph, as a rule.
    expect(counts.refused / counts.supergraphs).toBeLessThan(0.05);
  },
  300_000 + cases * 100,
);
