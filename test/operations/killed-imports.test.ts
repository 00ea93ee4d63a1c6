import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@hub/kit/service';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../subgraphs/demo/src/random.js';
import { untilWith } from '../support/child.js';
import { createDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { recount, rollUp } from '../support/ledger-recount.js';
import { passedOn } from '../support/passed-on.js';
import { elapse } from '../support/until.js';

/** How often the program is killed: `pnpm prove operations` asks for more. */
const kills = Number(process.env['KILLED_IMPORTS'] ?? 5);

/** The number of people in a file; each of them reaches the goal. */
const people = 3_000;

/** In how many pieces a file is sent. */
const pieces = 40;

const program = fileURLToPath(new URL('../../subgraphs/womens-union/dist/main.js', import.meta.url));
const token = randomBytes(32).toString('hex');
const folder = mkdtempSync(join(tmpdir(), 'killed-imports-'));
let environment: NodeJS.ProcessEnv;
let running: ChildProcess | undefined;
let at = '';

beforeAll(async () => {
  writeFileSync(join(folder, 'tokens'), `import,people,audit,metrics ${token}\n`);
  writeFileSync(join(folder, 'key'), randomBytes(32).toString('hex'));
  environment = {
    ...{ ...passedOn, NODE_ENV: 'test', ALLOW_UNSIGNED: 'true', DATABASE_URL: await createDatabase() },
    ...{ OPERATOR_TOKEN_FILE: join(folder, 'tokens'), PSEUDONYM_KEY_FILE: join(folder, 'key') },
  };
});
afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(): Promise<ChildProcess> {
  const port = await freePort();
  at = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...environment, PORT: String(port) },
  });
  running = child;
  await untilWith(child, () =>
    fetch(`${at}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return child;
}

/** Ends the program at once, and waits until PostgreSQL has seen it. */
async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}

/** Imports a file. @param sent is called before each piece is sent. */
async function bring(kind: string, text: string, sent: (piece: number) => void = () => undefined): Promise<unknown> {
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / pieces);
  const body = Readable.from(
    (function* () {
      for (let piece = 0; piece * size < bytes.length; piece += 1) {
        sent(piece);
        yield bytes.subarray(piece * size, (piece + 1) * size);
      }
      sent(pieces);
    })(),
  );
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${token}` };
  const response = await fetch(`${at}/operator/imports/${kind}?file=${kind}.csv`, {
    ...{ method: 'POST', headers, duplex: 'half' },
    body: Readable.toWeb(body),
  });
  const lines = (await response.text()).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '');
}

async function execute(sql: string): Promise<Record<string, unknown>[]> {
  const database = await openDatabase(String(environment['DATABASE_URL']), { entities: [], migrations: [] });
  try {
    return await database.em.execute(sql);
  } finally {
    await database.close();
  }
}

/** A file of people who are in no file before. */
function file(round: number): string {
  const header = 'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on';
  const rows = Array.from({ length: people }, (_, index) => {
    const number = String(round * people + index).padStart(12, '038080000000');
    return `G1,${number},Lê Thị Hoa,FEMALE,1980,14845,2026-01-05,2026-0${1 + (index % 6)}-20`;
  });
  return [header, ...rows, ''].join('\n');
}

const counted = async () => {
  const [row] = await execute(
    `select (select count(*)::int from group_member) as members, (select count(*)::int from ledger_entry) as entries,
       (select coalesce(sum(people), 0)::int from ledger_month) as people`,
  );
  return row;
};
const all = (files: number) => ({ members: files * people, entries: files * people, people: files * people });

test(`a program that is killed at any moment of a file loses nothing and doubles nothing (${kills} times)`, async () => {
  const random = createRandom('killed imports');
  let child = await start();
  await bring('branches', 'code,commune_code,name_vi,name_en,member_count\nB1,14845,Hội,Union,120\n');
  await bring(
    'learning-groups',
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG1,B1,14845,Tổ,Group,TEACHER,2025-06-01,\n',
  );
  const began = performance.now();
  let isSent = began;
  expect(
    await bring('group-members', file(0), (piece) => piece === pieces && (isSent = performance.now())),
  ).toMatchObject({
    ...{ type: 'done', written: people, rejected: 0 },
  });
  const working = performance.now() - isSent;
  for (let round = 1; round <= kills; round += 1) {
    const text = file(round);
    // Half of them while the file comes, half of them while it is written, or just after.
    const piece = round % 2 === 0 ? random.integer(0, pieces - 1) : pieces;
    const killed = new Promise<void>((done, failed) => {
      bring('group-members', text, (now) => {
        if (now !== piece) return;
        const until = piece < pieces ? 0 : random.integer(0, Math.ceil(working * 1.1));
        elapse(until, 'a kill comes at a moment, not at an event')
          .then(() => kill(child))
          .then(done, failed);
      }).catch(() => undefined);
    });
    await killed;
    const after = await counted();
    expect([all(round), all(round + 1)]).toContainEqual(after);
    child = await start();
    expect(await bring('group-members', text)).toMatchObject({ type: 'done', written: people, rejected: 0 });
    expect(await counted()).toEqual(all(round + 1));
    expect(await execute(rollUp)).toEqual(await execute(recount));
  }
  await kill(child);
}, 900_000);
