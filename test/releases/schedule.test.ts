import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movement } from '@hub/movement';
import { youthUnion } from '@hub/youth-union';
import { afterEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { operatorToken, type RunningSubgraph, startSubgraph, type SubgraphOptions } from '../support/subgraph.js';
import { elapse, until } from '../support/until.js';
import { guided, guidedPeople } from '../support/youth-files.js';

// Databases in folders are made here, and programs started again.

const folder = mkdtempSync(join(tmpdir(), 'hub-releases-'));

/** How and when each release was made. */
async function madeBy(subgraph: RunningSubgraph): Promise<string[]> {
  const nodes = await subgraph.execute(
    `select number, made_by as "madeBy", header::json ->> 'through' as through from release order by number`,
  );
  return nodes.map(({ number, madeBy, through }) => `${String(number)} ${String(madeBy)} ${String(through)}`);
}

/** Waits until there are so many releases. */
async function untilReleased(subgraph: RunningSubgraph, count: number): Promise<string[]> {
  let made: string[] = [];
  const isSo = async () => (made = await madeBy(subgraph)).length >= count;
  await until(isSo, { what: `${count} releases`, seen: () => made });
  return made;
}

describe('releases that nobody asks for', () => {
  const running: RunningSubgraph[] = [];
  const start = async (options: SubgraphOptions, url = newDatabase()) => {
    const subgraph = await startSubgraph(youthUnion, url, options);
    running.push(subgraph);
    return subgraph;
  };
  const people = async (subgraph: RunningSubgraph, first: number) => {
    const lines = await subgraph.import('guided-people', guidedPeople(...guided(first, 12, '14845', '2026-04-05')));
    expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  afterEach(async () => {
    for (const subgraph of running.splice(0)) await subgraph.stop();
  });

  const now = () => new Date('2026-06-20T03:00:00Z');
  const release = { kind: 'after import' } as const;

  test('files that come in one after the other make one release, once no more follow', async () => {
    const subgraph = await start({ now, release, importWait: { quietMs: 1_500, longestMs: 60_000 } });
    for (const first of [1, 101, 201]) await people(subgraph, first);
    expect(await madeBy(subgraph)).toEqual([]);
    expect(await untilReleased(subgraph, 1)).toEqual(['1 IMPORT null']);
    // A file that changes nothing makes none.
    await people(subgraph, 1);
    await elapse(2_000, 'a release follows when 1.5 s are quiet');
    expect(await madeBy(subgraph)).toHaveLength(1);
  });

  test('the wait has an end, though files go on coming in', async () => {
    const subgraph = await start({ now, release, importWait: { quietMs: 60_000, longestMs: 500 } });
    await people(subgraph, 1);
    expect(await untilReleased(subgraph, 1)).toEqual(['1 IMPORT null']);
  });

  test('whoever says that a load has ended has it at once', async () => {
    const subgraph = await start({ now, release, importWait: { quietMs: 60_000, longestMs: 60_000 } });
    const ended = async () => (await subgraph.operator('/operator/load-ended', { method: 'POST', body: '{}' })).json();
    expect(await ended()).toEqual({ release: null });
    await people(subgraph, 1);
    expect(await ended()).toMatchObject({ release: { number: 1 } });
    expect(await ended()).toEqual({ release: null });
  });

  test('none is made where they are made by hand, and none where nothing was ever counted', async () => {
    const byHand = await start({ now, release: { kind: 'by hand' }, importWait: { quietMs: 1, longestMs: 1 } });
    await people(byHand, 1);
    const empty = await start({ now, release, importWait: { quietMs: 1, longestMs: 1 } });
    const teams = 'code,commune_code,name_vi,name_en,founded_on,skills\nT,14845,Đội,Team,2026-01-01,\n';
    expect((await empty.import('teams', teams)).at(-1)).toMatchObject({ written: 1 });
    await elapse(500, 'a release would follow at once');
    expect([await madeBy(byHand), await madeBy(empty)]).toEqual([[], []]);
    expect((await empty.release()).answer.release).toMatchObject({ number: 1, cells: 0 });
  });

  test('a fault of the database keeps a release for later, and loses none', async () => {
    const url = newDatabase();
    const wait = { quietMs: 1, longestMs: 60_000, repeatMs: 300 };
    const subgraph = await start({ now, release, importWait: wait }, url);
    await subgraph.execute('alter table release rename to release_away');
    await people(subgraph, 1);
    await elapse(500, 'a release is tried, and fails');
    await subgraph.execute('alter table release_away rename to release');
    expect(await untilReleased(subgraph, 1)).toEqual(['1 IMPORT null']);
    // At the start, too.
    await running.pop()?.stop();
    const daily = {
      now: () => new Date('2026-06-20T12:00:00+07:00'),
      release: { kind: 'daily', at: '02:00' },
    } as const;
    const begun = await start({ ...daily, now: () => new Date('2026-06-19T12:00:00+07:00') }, url);
    await people(begun, 101);
    await begun.execute('alter table release rename to release_away');
    await running.pop()?.stop();
    const later = await start({ ...daily, importWait: wait }, url);
    await elapse(500, 'the missed release is tried, and fails');
    await later.execute('alter table release_away rename to release');
    expect(await untilReleased(later, 2)).toEqual(['1 IMPORT null', '2 SCHEDULE null']);
  });

  test('a schedule that was kept while nothing changed was not missed, nor one that begins now', async () => {
    const url = newDatabase();
    const restarted = async (moment: string, at = '02:00') => {
      for (const subgraph of running.splice(0)) await subgraph.stop();
      return start({ now: () => new Date(moment), release: { kind: 'daily', at } }, url);
    };
    const first = await restarted('2026-06-19T12:00:00+07:00');
    await people(first, 1);
    const due = await restarted('2026-06-20T01:59:59.500+07:00');
    await untilReleased(due, 1);
    await restarted('2026-06-21T12:00:00+07:00');
    const kept = `select kept from release_schedule where kept >= timestamptz '2026-06-21T02:00:00+07:00'`;
    const isKept = async () => (await running[0]?.execute(kept))?.length === 1;
    await until(isKept, { what: 'the schedule of the second night to be kept, with no release' });
    await people(running[0] ?? first, 101);
    const again = await restarted('2026-06-21T15:00:00+07:00');
    await elapse(500, 'one that was missed is made at the start');
    expect(await madeBy(again)).toEqual(['1 SCHEDULE null']);
    const other = await restarted('2026-06-21T16:00:00+07:00', '15:30');
    await elapse(500, 'one that was missed is made at the start');
    expect(await madeBy(other)).toHaveLength(1);
    const next = await restarted('2026-06-22T16:00:00+07:00', '15:30');
    expect(await untilReleased(next, 2)).toEqual(['1 SCHEDULE null', '2 SCHEDULE null']);
  });

  test('a daily one is made when it is due; one that was missed is made at the start, and only one', async () => {
    const url = newDatabase();
    const restarted = async (moment: string) => {
      for (const subgraph of running.splice(0)) await subgraph.stop();
      return start({ now: () => new Date(moment), release: { kind: 'daily', at: '02:00' } }, url);
    };
    const first = await restarted('2026-06-19T12:00:00+07:00');
    await people(first, 1);
    await first.release();
    // Its clock stands half a second before the time.
    const due = await restarted('2026-06-20T01:59:59.500+07:00');
    await people(due, 101);
    expect(await untilReleased(due, 2)).toEqual(['1 HAND null', '2 SCHEDULE null']);
    await people(due, 201);
    const missed = await restarted('2026-06-25T12:00:00+07:00');
    expect((await untilReleased(missed, 3)).at(-1)).toBe('3 SCHEDULE null');
    const again = await restarted('2026-06-25T12:00:00+07:00');
    await elapse(300, 'one that was missed is made at the start');
    expect(await madeBy(again)).toHaveLength(3);
  });

  test('one by hand does not stop the daily one that was missed', async () => {
    const url = newDatabase();
    const daily = { kind: 'daily', at: '02:00' } as const;
    const byHand = await start({ now: () => new Date('2026-06-20T01:00:00+07:00'), release: daily }, url);
    await people(byHand, 1);
    await byHand.release();
    await people(byHand, 101);
    await running.pop()?.stop();
    const later = await start({ now: () => new Date('2026-06-20T12:00:00+07:00'), release: daily }, url);
    expect(await untilReleased(later, 2)).toEqual(['1 HAND null', '2 SCHEDULE null']);
  });

  test('a file that was on its way in while a release was made is in the next one, also after a restart', async () => {
    const url = newDatabase();
    const first = await start({ now }, url);
    await people(first, 1);
    const content = new TransformStream<Uint8Array, Uint8Array>();
    const writer = content.writable.getWriter();
    const write = (text: string) => writer.write(new TextEncoder().encode(text));
    const answer = fetch(`${first.url}/operator/imports/guided-people`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${operatorToken}` },
      body: content.readable,
      duplex: 'half',
    });
    const [header = '', ...rows] = guidedPeople(...guided(101, 20, '14845', '2026-04-05')).split('\n');
    // Empty lines are no rows: so much of a file is looked at before it begins to come in.
    await write(`${header}\n${'\n'.repeat(64 * 1024)}`);
    const begun = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`;
    await until(async () => ((await first.execute(begun))[0]?.['count'] as number) > 0, {
      what: 'the import to begin',
    });
    expect((await first.release()).answer.release).toMatchObject({ number: 1 });
    await write(rows.join('\n'));
    await writer.close();
    expect(await (await answer).text()).toContain('"written":20');
    await running.pop()?.stop();
    const again = await start({ now, release, importWait: { quietMs: 1, longestMs: 60_000 } }, url);
    expect(await untilReleased(again, 2)).toEqual(['1 HAND null', '2 IMPORT null']);
  });

  test('so is one after an import that was not released before the end', async () => {
    const url = newDatabase();
    const wait = { importWait: { quietMs: 60_000, longestMs: 60_000 } };
    const first = await start({ release, ...wait }, url);
    await people(first, 1);
    await running.pop()?.stop();
    expect(await untilReleased(await start({ release, ...wait }, url), 1)).toHaveLength(1);
  });
});

test('a subgraph without a ledger makes none', async () => {
  const subgraph = await startSubgraph(movement, newDatabase());
  try {
    expect((await subgraph.operator('/operator/releases', { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await subgraph.operator('/operator/load-ended', { method: 'POST', body: '{}' })).status).toBe(200);
  } finally {
    await subgraph.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
