import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createKeyPairIfMissing, publicFileOf } from '@hub/runtime';
import { expect } from '@jest/globals';
import { elapse, until } from '../support/until.js';
import type { Fault, FaultReport } from './support/fault.js';
import type { OperatedHub } from './support/operated-hub.js';

/** After how long a part has seen that a file is another, in milliseconds: it looks every second. */
const seenMs = 1300;
const everyoneLooks = 'every part looks at its files each second, and says nothing of keys';

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
    await elapse(seenMs, everyoneLooks);
    renameSync(next, file);
    await elapse(2 * seenMs, everyoneLooks);
    trust(after ?? '');
    // The former key still verifies earlier signatures.
    writeFileSync(`${file}.before.pub`, before ?? '');
    await elapse(seenMs, everyoneLooks);
  },
};

const brokenTexts: readonly (readonly [name: string, broken: (whole: string) => string])[] = [
  ['is torn: half of it is written', (whole) => whole.slice(0, whole.length / 2)],
  ['is no GraphQL', () => '}{'],
  ['is empty', () => ''],
  ['lacks a field that agreements name', (whole) => whole.replaceAll(/^ {2}leaderRole\b.*\n/gm, '')],
];

/** Puts something in the place of the supergraph until the gateway has said what is wrong with it. */
const withSupergraph = async (hub: OperatedHub, put: (file: string, whole: string) => void): Promise<undefined> => {
  const { supergraphFile: file } = hub;
  const whole = readFileSync(file, 'utf8');
  const { log } = hub.part('gateway');
  const from = log.length;
  put(file, whole);
  const isSaid = () => log.slice(from).some(({ level, msg }) => level >= 40 && msg.includes('supergraph'));
  await until(isSaid, { what: 'the gateway to say what is wrong', seen: () => log.slice(from) });
  writeFileSync(file, whole);
  await elapse(seenMs, 'of the one that is live nothing is said');
};

const asBefore = (report: FaultReport) => {
  costsNothing(report);
  expect([...report.said.keys()].join()).toMatch(/supergraph/);
};

/** The supergraph that the gateway follows is not one; the one before stays live, and the log says so. */
export const brokenSupergraphs: readonly Fault[] = [
  ...brokenTexts.map(([name, broken]): Fault => ({
    name: `the supergraph ${name}`,
    expected: asBefore,
    happens: (hub) =>
      withSupergraph(hub, (file, whole) => {
        writeFileSync(file, broken(whole));
      }),
  })),
  {
    name: 'the supergraph is gone',
    expected: asBefore,
    happens: (hub) =>
      withSupergraph(hub, (file) => {
        rmSync(file);
      }),
  },
];
