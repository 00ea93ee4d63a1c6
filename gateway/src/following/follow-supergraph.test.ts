import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../../test/support/until.js';
import { Follower } from '../base/follower.js';
import { followSupergraph } from './follow-supergraph.js';

let folder: string;
let file: string;
let follower: Follower;
let reloaded: string[];
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-supergraph-'));
  file = join(folder, 'supergraph.graphql');
  follower = new Follower();
  [reloaded, faults] = [[], []];
});
afterEach(() => {
  follower.stop();
  rmSync(folder, { recursive: true });
});

/** Follows the file with an engine that was opened with a text. */
function follow(openedOn: string) {
  const engine = {
    supergraphSdl: openedOn,
    reload: (sdl: string) => {
      reloaded.push(sdl);
      engine.supergraphSdl = sdl;
      return Promise.resolve('live');
    },
  };
  const log = { error: (...told: unknown[]) => faults.push(told[1]) };
  return followSupergraph(file, engine as never, log as never, follower);
}

test('a supergraph that was replaced after it was read, and before it is followed, is taken', async () => {
  writeFileSync(file, 'later');
  follow('as it was read');
  await until(() => reloaded.length > 0, { what: 'the later one to be taken' });
  expect(reloaded).toEqual(['later']);
});

test('a supergraph that is as it was read is left as it is, and taken when it is another', async () => {
  writeFileSync(file, 'same');
  const following = follow('same');
  await following.look();
  expect(reloaded).toEqual(['same']);
  writeFileSync(file, 'another');
  // A file that is read during a write may be incomplete at first.
  await until(() => reloaded.at(-1) === 'another', { what: 'another to be taken' });
});

test('a supergraph that is gone leaves what is live, and the log says so', async () => {
  follow('live');
  await until(() => faults.length > 0, { what: 'the log to be told' });
  expect([reloaded, faults]).toEqual([[], ['the supergraph cannot be read; the one before stays live']]);
});
