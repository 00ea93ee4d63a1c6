import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseInFile } from '@hub/protocol';
import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signHeader } from '../../subgraphs/protocol/src/release/header-signature.js';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { newDatabase } from '../support/database.js';
import { testKey } from '../support/offered-releases.js';
import { currentCells, readChain, share } from '../support/releases.js';
import { operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guided, guidedPeople } from '../support/youth-files.js';

const [first, second] = ['14845', '14758'];

describe('an organisation that was restored from a backup', () => {
  const running: RunningSubgraph[] = [];
  /** What the register holds of it. */
  let held: ReleaseInFile[];
  let restored: RunningSubgraph;

  const start = async () => {
    const subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-06-20T03:00:00Z') });
    running.push(subgraph);
    return subgraph;
  };
  const people = async (subgraph: RunningSubgraph, ...rows: readonly string[]) => {
    const lines = await subgraph.import('guided-people', guidedPeople(...rows));
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const adopt = async (ask: object) => {
    const body = JSON.stringify(ask);
    const answer = await restored.operator('/operator/releases/adoptions', { method: 'POST', body });
    return { status: answer.status, answer: (await answer.json()) as any };
  };
  const inFile = async (subgraph: RunningSubgraph): Promise<ReleaseInFile[]> => {
    const pages = await subgraph.execute('select number, content from release_page order by number, position');
    return (await readChain(subgraph)).map(({ number, header, signature }) => ({
      ...{ header, signature },
      pages: pages.filter((page) => page['number'] === number).map(({ content }) => content as string),
    }));
  };

  beforeEach(async () => {
    const lost = await start();
    restored = await start();
    for (const subgraph of [lost, restored]) {
      await people(subgraph, ...guided(1, 12, first, '2026-04-05'));
    }
    await lost.release();
    await people(lost, ...guided(101, 20, second, '2026-04-10'));
    await lost.release();
    await people(lost, ...guided(201, 30, first, '2026-05-05'));
    await lost.release();
    held = await inFile(lost);
  });
  afterEach(async () => {
    for (const subgraph of running.splice(0)) await subgraph.stop();
  });

  test('goes on from what the register holds, though it made another release under a number that was there', async () => {
    // What the register would refuse for ever.
    await restored.release({ note: 'made after the restore' });
    const [own] = await readChain(restored);
    expect(own?.header).not.toBe(held[0]?.header);
    const { status, answer } = await adopt({ releases: held });
    expect({ status, answer }).toMatchObject({ status: 200, answer: { adopted: 3, setAside: 1, number: 3 } });
    expect(await inFile(restored)).toEqual(held);
    await currentCells(restored);
    expect(await share(restored, second, '2026-06')).toMatchObject({ people: 20, release: 3 });
    expect(await restored.execute('select number, header from set_aside_release')).toEqual([
      { number: 1, header: own?.header },
    ]);
    // The ledger is as old as the backup: what came since is to be imported again.
    await people(restored, ...guided(101, 20, second, '2026-04-10'), ...guided(201, 30, first, '2026-05-05'));
    await people(restored, ...guided(301, 10, first, '2026-05-06'));
    expect((await restored.release()).answer.release).toMatchObject({ number: 4 });
    // Each follows the one before, as the register has it.
    expect(await readChain(restored)).toHaveLength(4);
    expect(await share(restored, first, '2026-06')).toMatchObject({ people: 50, release: 4 });
    expect((await adopt({ releases: held })).answer).toMatchObject({ adopted: 0, setAside: 0, number: 4 });
  });

  test('takes back what its backup lacks, and keeps the rest', async () => {
    expect((await adopt({ releases: held.slice(0, 1) })).answer).toMatchObject({ adopted: 1, number: 1 });
    expect((await adopt({ releases: held })).answer).toMatchObject({ adopted: 2, setAside: 0, number: 3 });
    expect(await inFile(restored)).toEqual(held);
  });

  test('adopts nothing that it did not sign itself, or that does not follow', async () => {
    const [one, two, three] = held as [ReleaseInFile, ReleaseInFile, ReleaseInFile];
    const stranger = { ...three, signature: await signHeader(three.header, testKey()) };
    const refusals: [ReleaseInFile[], string][] = [
      [[one, two, stranger], 'NOT_ITS_OWN'],
      [[two, three], 'NOT_ITS_OWN'],
      [[one, { ...two, pages: [] }, three], 'NOT_ITS_OWN'],
      [[], 'NOTHING_HELD'],
    ];
    for (const [releases, code] of refusals) {
      expect(await adopt({ releases })).toMatchObject({ status: 409, answer: { code } });
    }
    expect(await readChain(restored)).toEqual([]);
  });

  test('a key that was replaced since is named by its public half', async () => {
    const former = testKey();
    const [one] = held as [ReleaseInFile];
    const signed = { ...one, signature: await signHeader(one.header, former) };
    expect(await adopt({ releases: [signed] })).toMatchObject({ status: 409 });
    const formerKeys = [former.publicKey.export({ type: 'spki', format: 'pem' })];
    expect(await adopt({ releases: [signed], formerKeys })).toMatchObject({ status: 200, answer: { adopted: 1 } });
    // Its next release is full: the ledger counts by itself.
    await people(restored, ...guided(101, 20, second, '2026-04-10'));
    expect((await restored.release()).answer.release).toMatchObject({ number: 2, kind: 'FULL' });
  });

  test('is told by its operator, who has the register’s in a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'register.json'), JSON.stringify({ releases: { 'youth-union': held } }));
    const run = (...args: readonly string[]) =>
      hub(['release', 'youth-union', ...args, '--url', restored.url, '--token-file', 'token'], { folder });
    const adopted = await run('--adopt-register', '--from', 'register.json');
    expect([adopted.exitCode, adopted.stderr]).toEqual([0, '']);
    expect(adopted.stdout).toMatch(
      /^youth-union: took 3 releases back from the register. It goes on after release 3, digest [\w-]{43}\.\n$/,
    );
    expect((await run('--adopt-register', '--from', 'register.json')).stdout).toBe(
      'youth-union has all that the register holds, up to release 3.\n',
    );
    expect(await run('--adopt-register', '--note', 'n')).toMatchObject({ exitCode: 2 });
    expect(await run('--from', 'register.json')).toMatchObject({ exitCode: 2 });
  });
});
