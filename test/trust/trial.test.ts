import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSealingTarget } from '@hub/runtime';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../subgraphs/hub/src/conform/check.js';
import { conform, formatFinding, type GroupName, trialGroups } from '../../subgraphs/hub/src/conform/conform.js';
import { Trial, type TrialStep } from '../../subgraphs/hub/src/conform/trial.js';
import { prepareTrial } from '../../subgraphs/hub/src/conform/trial-files.js';
import { WrongOrganisation, type WrongOrganisations, wrongsOfOrganisations } from '../support/wrong-organisation.js';

const folder = mkdtempSync(join(tmpdir(), 'trial-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const { files, trial: prepared } = prepareTrial(folder, new Date());
const named = { organisation: 'farmers-union', goal: 'ADULTS_BASIC' };

/** Takes an organisation through a trial. */
async function examine(
  wrong: WrongOrganisations | undefined,
  { only = trialGroups, cannot = [] }: { only?: readonly GroupName[]; cannot?: readonly TrialStep['what'][] } = {},
): Promise<Finding[]> {
  const sealTo = readSealingTarget(files.sealingKey);
  const organisation = new WrongOrganisation({ ...named, trial: prepared, files, sealTo }, wrong);
  const { id, key } = organisation.firstKey;
  const trial = new Trial({
    ...{ ...prepared, ...named, keys: new Map([[id, key as never]]), port: 0 },
    // A short wait for wrong organisations: an honest message comes within milliseconds, a missing one never.
    patienceMs: wrong === undefined ? 60_000 : 3000,
    perform: (step) => (cannot.includes(step.what) ? Promise.resolve(false) : organisation.perform(step)),
  });
  organisation.start(await trial.start());
  try {
    return await conform({ trial, only }, () => undefined);
  } finally {
    await organisation.stop();
    await trial.stop();
  }
}

/** For each thing that is wrong, the group and the check that must fail by name. */
const names: Readonly<Record<WrongOrganisations, readonly [GroupName, string]>> = {
  'says when it was an hour ago': ['releases', 'messages are signed, canonical and of now'],
  'signs releases with another key': ['releases', 'a release is signed by a key of the organisation'],
  'names another former release': ['releases', 'a release names the digests of what it rests on'],
  'writes headers that are not canonical': ['releases', 'a header is the canonical text of a release'],
  'lists cells in another order': ['releases', 'a header is the canonical text of a release'],
  'hands over a page that was changed': ['releases', 'a release names the digests of what it rests on'],
  'makes its first release of changes': ['releases', 'a release follows the one before it'],
  'goes back in days': ['releases', 'days and moments go forth'],
  'says exact counts': ['releases', 'counts stand in tens, and leave ten values'],
  'repeats what did not change': ['releases', 'a release of changes says what changed, and no more'],
  'alters what it handed over': ['releases', 'releases that are asked for again are the same texts'],
  'changes the past': ['releases', 'what was known on a day is known of that day after a later release'],
  'withdraws to other figures': [
    'releases',
    'a withdrawal has the figures of the last release that was never withdrawn',
  ],
  'withdraws by changes': ['releases', 'a release follows the one before it'],
  'keeps no publications': ['releases', 'a publication that is handed out is kept, and a notice is noted, signed'],
  'says fewer than there are': ['disclosure', 'each count is one of those that are said'],
  'rounds alone': ['disclosure', 'an attacker tells no count, nor who was the next'],
  'says where nobody is': ['disclosure', 'no cell says where nobody is'],
  'sketches everybody everywhere': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'sketches without a key': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'sketches under another name': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'seals to itself': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'keeps sealed sketches': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'forgets places in sketches': ['sketches', 'the sketches of the first month are those of its people, to the byte'],
  'keeps the figures of who was erased': [
    'erasure',
    'the figures after an erasure are those of the people who are left',
  ],
  'keeps who was erased in sketches': ['erasure', 'the sketches after an erasure are those of the people who are left'],
  'loses somebody by rotation': ['rotation', 'after pseudonyms went to their next version, figures are as before'],
  'keeps sketches of the former version': ['rotation', 'sketches are made anew under the next version'],
  'keeps its former key': ['rotation', 'the first release under another signing key is signed by it, and FULL'],
  'makes a release of changes under its next key': [
    'rotation',
    'the first release under another signing key is signed by it, and FULL',
  ],
};

describe('hub conform --trial', () => {
  test('has nothing to say of an organisation that hands over as the pages have it', async () => {
    const found = await examine(undefined);
    expect(found.filter(({ state }) => state !== 'PASSED').map(formatFinding)).toEqual([]);
    expect(new Set(found.map(({ group }) => group))).toEqual(new Set(trialGroups));
  });

  test.each(wrongsOfOrganisations)('names what is wrong where it %s', async (wrong) => {
    const [group, check] = names[wrong];
    const found = await examine(wrong, { only: [group] });
    const failed = found.filter(({ state }) => state === 'FAILED');
    expect(failed.map((one) => one.check)).toContain(check);
    expect(failed.find((one) => one.check === check)).toMatchObject({
      sent: expect.stringMatching(/./),
      came: expect.stringMatching(/./),
      expected: expect.stringMatching(/./),
      page: expect.stringMatching(/^docs\/protocol\/\w+\.md/),
    });
  });

  test('names what is left out, and why', async () => {
    const found = await examine(undefined, { only: ['erasure', 'rotation'], cannot: ['erase', 'rotate-pseudonyms'] });
    expect(found.filter(({ state }) => state === 'FAILED')).toEqual([]);
    expect(found.filter(({ state }) => state === 'LEFT_OUT').map(({ expected }) => expected)).toEqual([
      ...Array.from({ length: 3 }, () => 'the organisation does not do the step "erase"'),
      ...Array.from({ length: 2 }, () => 'the organisation does not do the step "rotate-pseudonyms"'),
    ]);
  });

  test('names each group that does not apply to the kind of link', async () => {
    const found = await conform({ noTrial: 'no trial was made' }, () => undefined);
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['LEFT_OUT']));
    const text = found.map(formatFinding).join('\n');
    expect(text).toContain('left out  messages: the whole group (it is linked by figures: nothing of it is reachable)');
    expect(text).toContain('left out  disclosure: the whole group (no trial was made)');
  });
});
