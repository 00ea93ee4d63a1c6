import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { youthUnion } from '@hub/youth-union';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { newDatabase } from '../support/database.js';
import { operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guidanceSessions, guided, guidedPeople, noTeamMembers } from '../support/youth-files.js';

const folder = temporaryFolder();
let subgraph: RunningSubgraph;

const run = async (...args: readonly string[]) => {
  const where = ['--url', subgraph.url, '--token-file', 'token'];
  const { exitCode, stdout, stderr } = await hub([...args, ...where], { folder });
  return { exitCode, stdout, stderr };
};
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return name;
};

beforeAll(async () => {
  subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-06-20T03:00:00Z') });
  file('token', operatorTokens);
});
afterAll(() => subgraph.stop());

test('hub release makes releases, says what they would be, and withdraws them', async () => {
  const first = file('first.csv', guidedPeople(...guided(1, 12, '14845', '2026-05-05')));
  const imported = await run('import', 'youth-union', 'guided-people', first, '--through', '2026-05-31');
  expect(imported).toMatchObject({ exitCode: 0 });
  expect((await run('release', 'youth-union', '--dry-run')).stdout).toContain(
    'release 1 would be complete through a day that no file proves (no day of guidance-sessions, team-members)',
  );
  for (const [kind, content] of [
    ['guidance-sessions', guidanceSessions()],
    ['team-members', noTeamMembers],
  ] as const) {
    await run('import', 'youth-union', kind, file(`${kind}.csv`, content), '--through', '2026-05-31');
  }
  expect(await run('release', 'youth-union')).toEqual({
    exitCode: 0,
    stdout: 'youth-union: release 1, complete through 2026-05-31, with all 2 cells. It is the first.\n',
    stderr: '',
  });
  expect((await run('release', 'youth-union')).stdout).toBe('youth-union: nothing changed since the last release.\n');

  const more = file('more.csv', guidedPeople(...guided(101, 14, '14758', '2026-05-06')));
  await run('import', 'youth-union', 'guided-people', more);
  const preview = await run('release', 'youth-union', '--through', '2026-06-01', '--dry-run');
  expect(preview).toMatchObject({ exitCode: 0, stderr: '' });
  const lines = preview.stdout.split('\n');
  expect(lines).toEqual([
    'youth-union: release 2 would be complete through 2026-06-01; the former one through 2026-05-31, with 5 cells. 5 cells differ from the former release.',
    '  ADULTS_BASIC, 14758, 2026-05: 0–9 → 10–19 people, 0 → 0 occurrences',
    '  ADULTS_BASIC, 14758, 2026-06: 0–9 → 10–19 people, 0 → 0 occurrences',
    '  ADULTS_BASIC, 14845, 2026-06: 0–9 → 10–19 people, 0 → 0 occurrences',
    // The progress is printed in steps of twenty.
    '  ADULTS_BASIC, 38, 2026-05: 10–19 → 20–39 people, 0 → 0 occurrences',
    '  ADULTS_BASIC, 38, 2026-06: 0–9 → 20–39 people, 0 → 0 occurrences',
    'Nothing was released.',
    '',
  ]);
  expect((await run('release', 'youth-union', '--through', '2026-06-01', '--note', 'tháng 5')).stdout).toBe(
    'youth-union: release 2, complete through 2026-06-01; the former one through 2026-05-31, with 5 cells. 5 cells differ from the former release.\n',
  );
  expect(await run('release', 'youth-union', '--withdraw', '2', '--reason', 'nhập nhầm')).toMatchObject({
    exitCode: 0,
    stdout:
      'youth-union: release 2 is withdrawn by release 3, complete through 2026-05-31. 5 cells differ from the former release.\n',
  });
});

test('hub release --list says which releases wait for the movement to accept them', async () => {
  const note = (number: number, state: string, reason: string) =>
    subgraph.execute('insert into release_notice (number, state, reason, told_at) values (?, ?, ?, now())', [
      number,
      state,
      reason,
    ]);
  await note(1, 'ACCEPTED', 'Đã kiểm tra');
  const reason = 'MORE_THAN_DENOMINATOR: ADULTS_BASIC 14845 2026-05, 7780 > 7280';
  await note(3, 'PENDING', reason);
  const { stdout, exitCode } = await run('release', 'youth-union', '--list');
  expect([exitCode, stdout.split('\n').map((line) => line.trimEnd())]).toEqual([
    0,
    expect.arrayContaining([
      expect.stringMatching(
        /^3 +2026-05-31 +2026-06-20T03:00:00.000Z +waits, and does not count until the movement accepts it:$/,
      ),
      expect.stringMatching(/^2 +2026-06-01 .* withdrawn: nhập nhầm$/),
      expect.stringMatching(/^1 +2026-05-31 .* accepted by the movement: Đã kiểm tra$/),
    ]),
  ]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(reason);
});

test.each<[readonly string[], number, RegExp]>([
  [[], 2, /Expected one organisation, got none/],
  [['youth-union', 'university'], 2, /Expected one organisation, got youth-union university/],
  [['youth-union', '--withdraw', 'two', '--reason', 'r'], 2, /Expected the number of a release/],
  [['youth-union', '--withdraw', '2'], 2, /Expected --reason TEXT/],
  [['youth-union', '--reason', 'r'], 2, /Expected --reason with --withdraw alone/],
  [['youth-union', '--withdraw', '2', '--reason', 'r', '--note', 'n'], 2, /Expected --reason alone/],
  [['youth-union', '--list', '--note', 'n'], 2, /Expected --list alone/],
  [['youth-union', '--through', '2026-06-21'], 1, /Expected a day up to today, 2026-06-20, but got 2026-06-21/],
  [['youth-union', '--through', '31/5/2026'], 1, /through: expected a date that exists/],
])('hub release %j is refused with the exit code %i', async (args, exitCode, stderr) => {
  const outcome = await run('release', ...args);
  expect(outcome).toMatchObject({ exitCode, stderr: expect.stringMatching(stderr) });
});
