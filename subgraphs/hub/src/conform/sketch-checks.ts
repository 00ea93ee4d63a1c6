import { createHash, createHmac } from 'node:crypto';
import {
  openSketches,
  PeopleSketch,
  type PeriodKey,
  personTokens,
  pseudonymOf,
  type PseudonymKeys,
} from '@hub/protocol';
import { type Check, type Group, LeftOut } from './check.js';
import { unmetRelease } from './release-checks.js';
import { peopleIn, type SeededPerson, truthOf } from './seeded-people.js';
import type { Trial } from './trial.js';
import type { TrialRelease } from './trial-release.js';

/** Name of the pseudonyms under some keys (docs/protocol/pseudonyms.md). */
export function pseudonymsNameOf(keys: PseudonymKeys): string {
  const prints = keys.map((key) =>
    createHmac('sha256', key).update('hub: fingerprint of the pseudonym key').digest('hex').slice(0, 32),
  );
  return `${keys.length}.${createHash('sha256').update(prints.join(' ')).digest('hex').slice(0, 8)}`;
}

/** Cached tokens of people, by keys. */
const tokens = new WeakMap<PseudonymKeys, Map<string, Buffer>>();

function tokenUnder(keys: PseudonymKeys, period: PeriodKey): (number: string) => Buffer {
  const made = tokens.get(keys) ?? new Map<string, Buffer>();
  tokens.set(keys, made);
  const tokenOf = personTokens(period);
  return (number) => {
    const name = `${period.id} ${number}`;
    const token = made.get(name) ?? tokenOf(pseudonymOf(number, keys));
    made.set(name, token);
    return token;
  };
}

/** Expected bytes of a place's sketch of the trial's people. */
export function expectedSketch(
  trial: Trial,
  people: readonly SeededPerson[],
  place: string,
  month: string,
  keys: PseudonymKeys,
): Buffer {
  const key = trial.options.periodKeys.get(month);
  if (!key) throw new Error(`Expected a period's key of ${month}.`);
  const tokenOf = tokenUnder(keys, key);
  const sketch = new PeopleSketch();
  for (const { number } of peopleIn(people, place, month, trial.options.root)) sketch.add(tokenOf(number));
  return Buffer.from(sketch.toBytes());
}

/** Opens a release's sketches of a month. @throws LeftOut, Unmet */
export async function sketchesOf(
  trial: Trial,
  release: TrialRelease,
  month: string,
  keys: PseudonymKeys,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { goal, organisation, periodKeys, sealingKey } = trial.options;
  const upTo = [...trial.hub.releases].filter(([number]) => number <= (release.header?.number ?? 0));
  const entry = upTo
    .sort(([a], [b]) => b - a)
    .flatMap(([, { header }]) => header?.sketches ?? [])
    .find((one) => one.goal === goal && one.month === month);
  const makesNone = [...trial.hub.releases.values()].every(({ header }) => header?.sketches === undefined);
  if (makesNone) throw new LeftOut('it makes no sketches: the hub shows bounds of it, and no estimate');
  if (!entry)
    throw unmetRelease(trial, release, `no sketches of ${goal} in ${month}`, 'an entry in sketches of the header');
  const key = `${periodKeys.get(month)?.id ?? ''}.${pseudonymsNameOf(keys)}`;
  if (entry.key !== key) throw unmetRelease(trial, release, `sketches under ${entry.key}`, `sketches under ${key}`);
  const sealed = trial.hub.sketches.get(entry.digest);
  if (sealed === undefined) {
    throw unmetRelease(
      trial,
      release,
      `no sealed sketches of ${entry.digest}`,
      'them at link/v1/sketches, as the hub wants them',
    );
  }
  try {
    return await openSketches(sealed, { organisation, goal, month, key }, sealingKey);
  } catch (error) {
    throw unmetRelease(trial, release, (error as Error).message, 'sketches sealed to movement’s key');
  }
}

/** Compares the sketches of a month with the expected ones of the trial's people. @throws Unmet */
export async function compareSketches(
  trial: Trial,
  release: TrialRelease,
  month: string,
  people: readonly SeededPerson[],
  keys: PseudonymKeys,
): Promise<void> {
  const got = await sketchesOf(trial, release, month, keys);
  const codes = [...truthOf(people, month, trial.options.root).keys()].sort().join();
  const found = [...got.keys()].map((place) => place.split(' ')[0] ?? '').sort();
  if (codes !== found.join()) {
    throw unmetRelease(trial, release, `sketches of ${found.join()}`, `sketches of ${codes}`);
  }
  for (const [place, bytes] of got) {
    const expected = expectedSketch(trial, people, place.split(' ')[0] ?? '', month, keys);
    if (expected.equals(bytes)) continue;
    throw unmetRelease(
      trial,
      release,
      `of ${place} in ${month} the bytes ${Buffer.from(bytes).toString('base64')}`,
      `the bytes ${expected.toString('base64')}`,
    );
  }
}

/** Checks that sketches equal the protocol's, byte by byte. */
export function sketchChecks(trial: Trial): Group {
  const { months, pseudonymKeys } = trial.options;
  const check = (month: string, which: string): Check => ({
    name: `the sketches of ${which} month are those of its people, to the byte`,
    run: async () => {
      await compareSketches(trial, await trial.second(), month, trial.people, pseudonymKeys);
    },
  });
  return {
    name: 'sketches',
    page: 'docs/protocol/sketches.md',
    checks: [check(months[0], 'the first'), check(months[1], 'the second')],
  };
}
