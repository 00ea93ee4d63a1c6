import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createKeyPairIfMissing, publicFileOf } from '@hub/schema';
import { expect } from '@jest/globals';
import type { Fault, FaultReport } from './support/fault.js';

/** After how long a part has seen that a file is another, in milliseconds: it looks every second. */
const seenMs = 1300;

/** Every request was answered rightly. */
export function costsNothing({ asked }: FaultReport): void {
  expect(asked.filter(({ outcome }) => outcome !== 'right').map(({ codes }) => codes.join())).toEqual([]);
}

/** As docs/decisions/trust.md says it: the new public key, the new private one, and the old public key goes. */
export const rotatedKey: Fault = {
  name: "the gateway's key is rotated",
  expected: costsNothing,
  happens: async ({ premises: { data } }) => {
    const file = data.signingKeyOf('gateway');
    const next = `${file}.next`;
    createKeyPairIfMissing(next);
    const [before, after] = [file, next].map((one) => readFileSync(publicFileOf(one), 'utf8'));
    const trust = (keys: string) => {
      writeFileSync(`${publicFileOf(file)}.draft`, keys);
      renameSync(`${publicFileOf(file)}.draft`, publicFileOf(file));
    };
    trust(`${before}${after}`);
    await delay(seenMs);
    renameSync(next, file);
    await delay(2 * seenMs);
    trust(after ?? '');
    // What was signed under it is verified with it for ever.
    writeFileSync(`${file}.before.pub`, before ?? '');
    await delay(seenMs);
  },
};

const brokenTexts: readonly (readonly [name: string, broken: (whole: string) => string])[] = [
  ['is torn: half of it is written', (whole) => whole.slice(0, whole.length / 2)],
  ['is no GraphQL', () => '}{'],
  ['is empty', () => ''],
  ['lacks a field that agreements name', (whole) => whole.replaceAll(/^ {2}leaderRole\b.*\n/gm, '')],
];

/** The supergraph that the gateway follows is not one; the one before stays live, and the log says so. */
export const brokenSupergraphs: readonly Fault[] = [
  ...brokenTexts.map(([name, broken]): Fault => ({
    name: `the supergraph ${name}`,
    expected: (report) => {
      costsNothing(report);
      expect([...report.said.keys()].join()).toMatch(/supergraph/);
    },
    happens: async ({ supergraphFile }) => {
      const whole = readFileSync(supergraphFile, 'utf8');
      writeFileSync(supergraphFile, broken(whole));
      await delay(1.5 * seenMs);
      writeFileSync(supergraphFile, whole);
      await delay(seenMs);
    },
  })),
  {
    name: 'the supergraph is gone',
    expected: costsNothing,
    happens: async ({ supergraphFile }) => {
      const whole = readFileSync(supergraphFile, 'utf8');
      rmSync(supergraphFile);
      await delay(1.5 * seenMs);
      writeFileSync(supergraphFile, whole);
      await delay(seenMs);
    },
  },
];
