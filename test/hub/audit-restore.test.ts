import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Anchor, anchorPath, type KeptMark } from '@hub/protocol';
import { readSigningKey, subgraphs } from '@hub/runtime';
import { hub } from './support/hub.js';
import { newDatabase } from '../support/database.js';
import { makeKey, SigningGateway } from '../support/signing-gateway.js';
import { auditKey, operatorToken, operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { signAnchor } from '../../subgraphs/protocol/src/audit/anchor.js';
import { nextEntry } from '../../subgraphs/protocol/src/audit/chain.js';
import { university } from '@hub/university';
import { audit } from '@hub/audit';

const record = (request: string) => ({
  at: '2026-11-25T08:00:00.000Z',
  request,
  phase: 'WHOLE',
  caller: { subject: 's-1', roles: ['staff'] },
  purpose: 'steering',
  operation: { type: 'query', hash: 'h' },
  organisations: ['university'],
  fields: ['Query.courses'],
  decision: 'ANSWERED',
  codes: [],
  rows: 3,
});
/** The subgraphs that do not run in these tests. */
const others = subgraphs.map(({ code }) => code).filter((code) => !['university', 'audit'].includes(code));

describe('an audit log that was restored from an older backup', () => {
  let folder: string;
  let log: RunningSubgraph;
  let keeper: RunningSubgraph;
  let gateway: SigningGateway;
  let newest: Anchor;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'restore-'));
    writeFileSync(join(folder, 'token'), operatorTokens);
    writeFileSync(join(folder, 'audit-token'), `audit ${operatorToken}\n`);
    const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
    const trust = {
      signingKey: readSigningKey(own.file),
      trustedKeyFiles: [gatewayKey.publicFile],
    };
    [log, keeper] = await Promise.all([
      startSubgraph(audit, newDatabase()),
      startSubgraph(university, newDatabase(), { trust }),
    ]);
    gateway = new SigningGateway({
      ...{ subgraph: 'university', url: keeper.url, key: gatewayKey, trusted: [own.publicFile] },
    });
  });
  afterAll(async () => {
    await Promise.all([log.stop(), keeper.stop()]);
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await tamper('truncate audit_entry', `update audit_head set sequence = 0, hash = '${'0'.repeat(64)}'`);
    await keeper.execute('truncate audit_anchor, audit_mark');
  });

  const run = async (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const environment = {
      AUDIT_URL: log.url,
      AUDIT_TOKEN_FILE: 'token',
      SUBGRAPH_URL_UNIVERSITY: `${keeper.url}/graphql`,
      OPERATOR_TOKEN_FILE_UNIVERSITY: 'audit-token',
      TRUSTED_GATEWAY_KEYS: 'gateway.pub',
      ...more,
    };
    const { exitCode, stdout, stderr } = await hub(['audit', ...args], { folder, environment });
    return { exitCode, said: stdout + stderr };
  };
  /** Verifies the log against what the organisation keeps. */
  const verify = async () => {
    const { stdout } = await hub(['audit', 'anchor', 'university', '--json'], {
      folder,
      environment: { SUBGRAPH_URL_UNIVERSITY: keeper.url, OPERATOR_TOKEN_FILE_UNIVERSITY: 'audit-token' },
    });
    writeFileSync(join(folder, 'university.json'), stdout);
    return run(['verify', '--anchors', 'university.json']);
  };
  const accept = (...more: string[]) =>
    run([
      'accept-restore',
      '--by',
      'Lan',
      '--reason',
      'the disk failed',
      ...others.flatMap((one) => ['--without', one]),
      ...more,
    ]);
  /** Adds entries, and has the organisation told how far the log is now. */
  const recorded = async (count: number, of: string) => {
    const records = Array.from({ length: count }, (_, index) => record(`${of}-${index}`));
    const answer = await log.operator('/operator/audit/entries', { method: 'POST', body: JSON.stringify({ records }) });
    newest = (await answer.json()) as Anchor;
    return gateway.state({ audience: 'university', anchor: newest }, { path: anchorPath });
  };
  const tamper = async (...statements: readonly string[]) => {
    await log.execute('alter table audit_entry disable trigger user');
    for (const statement of statements) await log.execute(statement);
    await log.execute('alter table audit_entry enable trigger user');
  };
  /** Restores the database to the state in which this entry was its last one. */
  const restoreTo = (sequence: number) =>
    tamper(
      `delete from audit_entry where sequence > ${sequence}`,
      `update audit_head set (sequence, hash) = (select sequence, hash from audit_entry where sequence = ${sequence})`,
    );
  const marksOf = async () => (await (await keeper.operator('/operator/audit-marks')).json()) as KeptMark[];

  /** Five entries, of which the last two are lost and one other has come since. */
  const lose = async () => {
    await recorded(3, 'before');
    await recorded(2, 'lost');
    const lost = newest;
    await restoreTo(3);
    await recorded(1, 'since');
    return lost;
  };

  test('is not whole until an operator accepts that, and says since what was lost, by whom and why', async () => {
    const lost = await lose();
    const before = await verify();
    expect(before.said).toContain('entries from 5 on are missing: university kept the hash of entry 5');
    expect(before.exitCode).toBe(1);

    const accepted = await accept();
    expect(accepted.said).toContain(
      'Entry 6 of the audit log says that Lan accepted the restore. Lost is what came after entry 3, up to entry 5.',
    );
    expect(accepted.said).toContain('university was told of the restore in entry 6.');
    expect(accepted.exitCode).toBe(0);

    const after = await verify();
    expect(after.said).toMatch(/^The audit log is whole but for what restores lost: 5 entries/);
    expect(after.said).toMatch(/Entry 6 accepts a restore from a backup: by Lan at \S+: "the disk failed"\./);
    expect(after.said).toContain('1 entries are missing: 5 to 5, as university kept heads of them.');
    expect(after.said).toContain('No kept head proves entries 4 to 4: they may be others than were lost.');
    expect(after.exitCode).toBe(0);

    const [mark] = await marksOf();
    expect(mark).toMatchObject({ anchor: { sequence: 6 }, held: { sequence: 5, hash: lost.hash } });
    expect(JSON.parse(mark?.record ?? '')).toMatchObject({
      by: 'Lan',
      reason: 'the disk failed',
      before: { sequence: 4 },
      provenUpTo: 3,
      lost: [{ organisation: 'university', first: { sequence: 5 }, last: { sequence: 5, hash: lost.hash } }],
    });
    expect((await run(['anchor', 'university'])).said).toMatch(
      new RegExp(`of a restore, entry 6: by Lan: "the disk failed"; it held up to entry 5 \\(${lost.hash}\\)`),
    );
    // Kept heads go on from the mark.
    expect(await recorded(2, 'later')).toEqual({ status: 200, answer: { sequence: 8 } });
    expect(await verify()).toMatchObject({ exitCode: 0, said: expect.stringContaining('up to entry 8.') });
    expect(await accept()).toMatchObject({ exitCode: 0, said: expect.stringContaining('there is no loss to accept') });
  });

  test('is still not whole for what a mark does not cover', async () => {
    await lose();
    await accept();
    await recorded(2, 'later');
    const cases: [string, string, string][] = [
      [
        'an entry before the loss',
        `update audit_entry set record = replace(record, 's-1', 's-2') where sequence = 2`,
        'entry 2 is not what was recorded',
      ],
      ['an entry after the mark', 'delete from audit_entry where sequence = 7', 'entry 7 is missing'],
      ['the mark', 'delete from audit_entry where sequence = 6', 'entries 5 to 6 are missing'],
      [
        'what the mark says',
        `update audit_entry set record = replace(record, 'Lan', 'Mai') where sequence = 6`,
        'entries 5 to 5 are missing|entry 6 is not',
      ],
    ];
    const rows = await log.execute('select sequence::int, record, hash from audit_entry order by sequence');
    for (const [what, statement, said] of cases) {
      await tamper(statement);
      const outcome = await verify();
      expect([what, outcome.exitCode, outcome.said]).toEqual([what, 1, expect.stringMatching(said)]);
      const refused = await accept();
      expect([what, refused.exitCode, refused.said]).toEqual([
        what,
        1,
        expect.stringContaining('This is no older backup'),
      ]);
      await tamper('truncate audit_entry');
      for (const { sequence, record: text, hash } of rows)
        await log.execute('insert into audit_entry (sequence, record, hash) values (?, ?, ?)', [sequence, text, hash]);
    }
    await restoreTo(7);
    expect(await verify()).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('entries from 8 on are missing'),
    });
  });

  test('is not whole where a mark was added that organisations were not told of', async () => {
    await lose();
    const lost = (await (await keeper.operator('/operator/audit-anchors')).json()) as Anchor[];
    const [, last] = lost;
    const body = JSON.stringify({
      ...{ by: 'Nobody', reason: 'none', provenUpTo: 3 },
      lost: [{ organisation: 'university', first: last, last }],
    });
    const answer = await log.operator('/operator/audit/restores', { method: 'POST', body });
    expect(await answer.json()).toMatchObject({ sequence: 6 });
    const outcome = await verify();
    expect(outcome.said).toContain('says that a restore was accepted, but university was not told of it.');
    expect(outcome.exitCode).toBe(1);
    expect(await accept()).toMatchObject({ exitCode: 0, said: expect.stringContaining('university was told') });
    expect(await verify()).toMatchObject({ exitCode: 0 });
  });

  test('has no mark of a loss that nothing shows, nor by somebody without a token for it', async () => {
    await recorded(3, 'kept');
    const lost = { organisation: 'university', first: newest, last: newest };
    const forged = signAnchor(
      { sequence: 9, hash: 'ab'.repeat(32) },
      readSigningKey(join(folder, 'own')).key,
      new Date(),
    );
    const unsigned = { ...signAnchor({ sequence: 9, hash: 'ab'.repeat(32) }, auditKey, new Date()), sequence: 8 };
    for (const [said, status, what] of [
      [{ lost: [lost] }, 409, 'it is not lost'],
      [{ lost: [{ ...lost, first: forged, last: forged }] }, 409, 'to be signed by this log'],
      [{ lost: [{ ...lost, first: unsigned, last: unsigned }] }, 409, 'to be signed by this log'],
      [{ lost: [] }, 409, 'got neither'],
      [{ lost: [], by: ' ' }, 400, 'by'],
      [{ lost: [], provenUpTo: 9 }, 409, 'neither'],
    ] as const) {
      const body = JSON.stringify({ by: 'Lan', reason: 'none', provenUpTo: 0, ...said });
      const answer = await log.operator('/operator/audit/restores', { method: 'POST', body });
      expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(what)]);
    }
    await recorded(2, 'lost');
    await restoreTo(3);
    const refused = await run(
      ['accept-restore', '--by', 'Lan', '--reason', 'none', ...others.flatMap((one) => ['--without', one])],
      { AUDIT_TOKEN_FILE: 'audit-token' },
    );
    expect(refused.said).toContain("Expected an operator's token of audit with the scope restore; name its file with");
    expect(refused.exitCode).toBe(2);
    expect(await log.execute('select count(*)::int as count from audit_entry')).toEqual([{ count: 3 }]);
  });

  test('is not believed by an organisation that is told something else than the log signed, or than it keeps', async () => {
    await recorded(2, 'kept');
    const before = { sequence: 2, hash: newest.hash };
    const held = { organisation: 'university', first: newest, last: newest };
    const other = signAnchor({ sequence: 2, hash: 'ab'.repeat(32) }, auditKey, new Date());
    const mark = (lost: object[], key = auditKey, sign = true) => {
      const said = {
        kind: 'restore',
        at: new Date().toISOString(),
        by: 'Lan',
        reason: 'none',
        before,
        provenUpTo: 0,
        lost,
      };
      const text = JSON.stringify(said);
      const anchor = signAnchor(nextEntry(before, text), key, new Date(said.at));
      return { anchor: sign ? anchor : { ...anchor, sequence: 4 }, record: text };
    };
    const tell = async (told: object) => {
      const answer = await keeper.operator('/operator/audit-marks', { method: 'POST', body: JSON.stringify(told) });
      return [answer.status, await answer.text()];
    };
    const stranger = readSigningKey(join(folder, 'own')).key;
    expect(await tell(mark([held], stranger))).toEqual([409, expect.stringContaining('another key')]);
    expect(await tell(mark([held], auditKey, false))).toEqual([409, expect.stringContaining('has signed')]);
    expect(await tell({ ...mark([held]), record: '{"kind":"restore"}' })).toEqual([
      409,
      expect.stringContaining('Expected the mark'),
    ]);
    expect(await tell(mark([{ ...held, first: other, last: other }]))).toEqual([
      409,
      expect.stringContaining(`it keeps ${newest.hash}`),
    ]);
    expect(await tell({})).toEqual([400, expect.stringContaining('BAD_USER_INPUT')]);
    expect(await marksOf()).toEqual([]);
    const good = mark([held]);
    expect(await tell(good)).toEqual([200, '{"sequence":3,"isNew":true}']);
    expect(await tell(good)).toEqual([200, '{"sequence":3,"isNew":false}']);
  });

  test('is not accepted while an organisation cannot be asked, or without saying who and why', async () => {
    const missing = await run(['accept-restore', '--by', 'Lan', '--reason', 'none'], { GATEWAY_PORT: '1' });
    expect(missing.said).toContain("Cannot read the operator's token of movement in ");
    expect(missing.said).toContain("Cannot read the operator's token of public-sector in ");
    expect(missing.exitCode).toBe(2);
    for (const [args, said] of [
      [['--by', 'Lan'], 'Expected --reason TEXT, from 1 to 1000 characters, got nothing.'],
      [['--reason', 'none', '--by', ' '], 'Expected --by NAME, from 1 to 255 characters, got 0.'],
      [['--by', 'Lan', '--reason', 'none', '--without', 'nobody'], '--without: expected one of movement, '],
    ] as const) {
      expect(await run(['accept-restore', ...args])).toEqual({ exitCode: 2, said: expect.stringContaining(said) });
    }
  });
});
