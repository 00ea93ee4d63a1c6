import { createPublicKey } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { keyOf, takeIn } from '../../subgraphs/protocol/src/release/cells.js';
import type { Cell } from '../../subgraphs/protocol/src/release/release-format.js';
import { verifyPage, verifyRelease } from '../../subgraphs/protocol/src/release/verify-release.js';
import { type FaultVector, type ReleaseVector, releaseVectors } from '../support/vectors/releases.js';

const folder = new URL('../../schema/vectors/releases/', import.meta.url);
const written = await releaseVectors();

// `WRITE_VECTORS=1 node test/run.mjs quick test/vectors/releases.test.ts` writes them again after a change of the format.
if (process.env['WRITE_VECTORS']) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of written) writeFileSync(new URL(name, folder), content);
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const { keys: published } = read('keys.json') as { keys: { kid: string; kty: string; crv: string; x: string }[] };
const keys = new Map(published.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));

/** Verifies a release and its pages; returns its cells. */
async function verified({ header, signature, pages }: ReleaseVector, previous: string | null) {
  const release = await verifyRelease(header, signature, keys, previous);
  return {
    kind: release.header.kind,
    pages: release.header.pages.map((entry, index) => verifyPage(pages[index] ?? '', entry)),
  };
}

describe('the vectors of schema/vectors/releases', () => {
  test('are what this program writes', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual([...written.keys()].sort());
    for (const [name, content] of written) expect(readFileSync(new URL(name, folder), 'utf8')).toBe(content);
  });

  test('are a chain that leads back to where it began, for the second release is withdrawn', async () => {
    const current = new Map<string, Cell>();
    const states: string[][] = [];
    let previous: string | null = null;
    for (const name of ['release-1.json', 'release-2.json', 'release-3.json']) {
      const vector = read(name) as ReleaseVector;
      const { kind, pages } = await verified(vector, previous);
      takeIn(current, kind, pages);
      states.push([...current.values()].map((cell) => `${keyOf(cell)} ${cell.slice(4).join(' ')}`).sort());
      ({ header: previous } = vector);
    }
    expect(states[1]).toEqual([
      'ADULTS_BASIC 14758 2025-07-01 2026-05 20 29 70',
      'ADULTS_BASIC 38 2025-07-01 2026-05 20 29 70',
    ]);
    expect(states[0]).toHaveLength(3);
    expect(states[2]).toEqual(states[0]);
  });

  test.each(read('faults.json') as FaultVector[])('have one $what: $code', async ({ code, previous, ...vector }) => {
    await expect(verified(vector, previous)).rejects.toMatchObject({ code });
  });
});
