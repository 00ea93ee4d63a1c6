import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cell, parsePeriod, verifySignature } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { approver, drafter, publishThrough } from '../../test/support/publishing.js';
import { callerOf, callerWith, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { releaseKeys, type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const organisations = ['womens-union', 'youth-union', 'university', 'public-sector'];
const cells = (people: number, month: string): Cell[] => [
  [goal, '38', '0001-01-01', month, people, people, 0],
  [goal, '14845', '2025-07-01', month, Math.min(people, 100), Math.min(people, 100), 0],
];
/** A caller with the scopes to draft and to approve. */
const both = callerOf({
  subject: 'hoa',
  name: 'Lê Hoa',
  roles: ['analyst'],
  scopes: ['progress:publish', 'progress:approve'],
});

describe('publishing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'publishing-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let now = new Date('2026-11-20T03:00:00Z');

  const told = async (query: string, caller = drafter) => {
    const { data, errors } = await gateway.query(query, { caller });
    return { data, codes: (errors ?? []).map(({ extensions }: any) => extensions.code) };
  };
  const ask = async (query: string, caller = drafter) => {
    const { data, codes } = await told(query, caller);
    expect(codes).toEqual([]);
    return data;
  };
  const draftFields = `id state revision unchanged noteVi noteEn digest differenceCount newerReleases possibleSteps
    former { id } publication { id } causes { kind organisationCode former now } steps { step name reason }`;
  const draft = (key: string, given = '', caller = drafter) =>
    told(
      `mutation { draftPublication(input: { period: "2026-10", noteVi: "Kỳ tháng 10", noteEn: "October"${given} },
        idempotencyKey: "${key}") { ${draftFields} } }`,
      caller,
    );
  const step = (id: string, name: string, caller: string, given = '') =>
    told(`mutation { stepPublicationDraft(id: "${id}", step: ${name}${given}) { ${draftFields} } }`, caller);
  const release = async (people: number, month: string, madeAt: string, only = organisations) => {
    const through = parsePeriod(month).lastDay;
    for (const organisation of only) await offered.release(organisation, cells(people, month), { madeAt, through });
  };
  const setDays = (kind: string, days: number, fromMonth = '2026-11', caller = drafter) =>
    told(
      `mutation { setGoalDays(goal: "${goal}", kind: ${kind}, fromMonth: "${fromMonth}", days: ${days},
        basis: "Kế hoạch thử") { reportDueDays metadata { publicationDueDays } days { kind fromMonth days } } }`,
      caller,
    );

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => now,
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    for (const kind of ['organisations', 'goal-expectations', 'denominators', 'goal-metadata']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
    const adults = `audience,place_code,version,value,at_most,as_of,valid_from,valid_until,source,basis,remark,demonstration
ADULTS,38,1,1000,,2026-01-01,2025-07-01,,Thử,CENSUS,,false`;
    expect((await subgraph.import('denominators', Buffer.from(adults))).at(-1)).toMatchObject({ rejected: 0 });
    await release(130, '2026-10', '2026-11-02T01:00:00.000Z');
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('takes two people: one drafts and hands over, another approves what was seen, and it is published by name', async () => {
    const { data } = await draft('first');
    const drafted = data['draftPublication'];
    expect(drafted).toMatchObject({
      ...{ id: '2026-10_d1', state: 'DRAFT', revision: 1, former: null, publication: null, differenceCount: 0 },
      possibleSteps: ['REFRESH', 'HAND_OVER', 'DISCARD'],
      steps: [{ step: 'DRAFT', name: 'Lê Thị Lan', reason: null }],
    });
    expect((await step(drafted.id, 'PUBLISH', drafter)).codes).toEqual(['WRONG_STATE']);
    expect((await step(drafted.id, 'HAND_OVER', drafter)).codes).toEqual([]);
    expect((await step(drafted.id, 'APPROVE', approver, ', digest: "other"')).codes).toEqual(['OTHER_DRAFT']);
    expect((await step(drafted.id, 'RETURN', approver)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await step(drafted.id, 'RETURN', approver, ', reason: "Thiếu nguồn"')).codes).toEqual([]);
    const changed = await ask(
      `mutation { noteOnPublicationDraft(id: "${drafted.id}", noteVi: "Kỳ tháng 10, có nguồn", noteEn: "October, with its source") { digest } }`,
    );
    expect(changed['noteOnPublicationDraft'].digest).not.toBe(drafted.digest);
    await step(drafted.id, 'HAND_OVER', drafter);
    // An approval of the draft before its notes changed is refused.
    const approve = (digest: string) => step(drafted.id, 'APPROVE', approver, `, digest: "${digest}"`);
    expect((await approve(drafted.digest)).codes).toEqual(['OTHER_DRAFT']);
    expect((await approve(changed['noteOnPublicationDraft'].digest)).codes).toEqual([]);
    expect((await approve(changed['noteOnPublicationDraft'].digest)).codes).toEqual([]);
    const published = (await step(drafted.id, 'PUBLISH', drafter)).data['stepPublicationDraft'];
    expect(published).toMatchObject({ state: 'PUBLISHED', publication: { id: '2026-10_1' }, possibleSteps: [] });
    expect(published.steps.map(({ step: one, name }: any) => `${one} ${name}`)).toEqual([
      ...['DRAFT Lê Thị Lan', 'HAND_OVER Lê Thị Lan', 'RETURN Trần Văn Minh', 'CHANGE_NOTES Lê Thị Lan'],
      ...['HAND_OVER Lê Thị Lan', 'APPROVE Trần Văn Minh', 'PUBLISH Lê Thị Lan'],
    ]);
    const { publication } = await ask(
      '{ publication(id: "2026-10_1") { note noteEn publishedBy people { drafted approved published } document } }',
    );
    expect(publication).toMatchObject({
      ...{ note: 'Kỳ tháng 10, có nguồn', noteEn: 'October, with its source', publishedBy: 'lan' },
      people: { drafted: 'Lê Thị Lan', approved: 'Trần Văn Minh', published: 'Lê Thị Lan' },
    });
    expect(JSON.parse(publication.document)).toMatchObject({ asKnownAt: '2026-11-20T03:00:00.000Z' });
  });

  test('an unchanged figure is not drafted by accident; the same request is one draft', async () => {
    expect((await draft('second')).codes).toEqual(['UNCHANGED_FIGURES']);
    const meant = await draft('second', ', unchanged: true');
    expect(meant.data['draftPublication']).toMatchObject({ id: '2026-10_d2', unchanged: true, revision: 2 });
    expect((await draft('second', ', unchanged: true')).data['draftPublication'].id).toBe('2026-10_d2');
    expect((await draft('second')).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect((await step('2026-10_d2', 'DISCARD', drafter)).data['stepPublicationDraft']).toMatchObject({
      ...{ state: 'DISCARDED', publication: null },
    });
  });

  test('a draft keeps its figures, says what came since, and what differs from before and why', async () => {
    await release(170, '2026-10', '2026-11-19T01:00:00.000Z', ['womens-union']);
    const corrected = (await draft('third', '', both)).data['draftPublication'];
    expect(corrected).toMatchObject({
      ...{ former: { id: '2026-10_1' }, revision: 2, newerReleases: [] },
      causes: [{ kind: 'RELEASE', organisationCode: 'womens-union', former: '1', now: '2' }],
    });
    expect(corrected.differenceCount).toBeGreaterThan(0);
    const { publicationDraft: seen } = await ask(
      `{ publicationDraft(id: "${corrected.id}") { differences { goalCode placeCode field former now } document } }`,
    );
    expect(seen.differences).toContainEqual({
      goalCode: goal,
      placeCode: '38',
      field: 'lower',
      former: '130',
      now: '170',
    });
    await release(180, '2026-10', '2026-11-19T01:30:00.000Z', ['womens-union']);
    const refresh = async () => (await step(corrected.id, 'REFRESH', both)).data['stepPublicationDraft'];
    const refreshed = await refresh();
    await release(170, '2026-10', '2026-11-19T01:45:00.000Z', ['womens-union']);
    const again = await refresh();
    expect(again.digest).not.toBe(refreshed.digest);
    // Taking the releases again without news changes nothing.
    expect((await refresh()).steps).toHaveLength(again.steps.length);
    await release(190, '2026-10', '2026-11-19T02:00:00.000Z', ['youth-union']);
    const after = (await step(corrected.id, 'HAND_OVER', both)).data['stepPublicationDraft'];
    expect(after).toMatchObject({ newerReleases: ['youth-union'], possibleSteps: ['RETURN', 'DISCARD'] });
    // The caller that drafted a publication cannot approve it, with any scopes.
    expect((await step(corrected.id, 'APPROVE', both, `, digest: "${after.digest}"`)).codes).toEqual(['OWN_DRAFT']);
    expect((await step(corrected.id, 'APPROVE', drafter, `, digest: "${after.digest}"`)).codes).toEqual([
      'UNAUTHORIZED_FIELD_OR_TYPE',
    ]);
    expect((await step(corrected.id, 'APPROVE', approver, `, digest: "${after.digest}"`)).codes).toEqual([]);
    // Another revision was published meanwhile: the approved draft follows an older one.
    await publishThrough(gateway, { period: '2026-10', note: 'Sửa' });
    expect((await step(corrected.id, 'PUBLISH', both)).codes).toEqual(['OUTDATED_DRAFT']);
    await step(corrected.id, 'RETURN', both, ', reason: "Đã có lần 2"');
    expect((await step(corrected.id, 'REFRESH', both)).codes).toEqual(['UNCHANGED_FIGURES']);
    const { publication } = await ask('{ publication(id: "2026-10_2") { differences { field now } } }');
    expect(publication.differences).toContainEqual({ field: 'lower', now: '190' });
  });

  test('a publication is withdrawn with a reason, signed, by two people; it stays readable, and none before it comes back', async () => {
    const fields =
      'id withdrawal { reasonVi reasonEn by proposedBy at statement signature } proposedWithdrawal { by digest }';
    const propose = (caller: string, reason = 'Sai kỳ') =>
      told(
        `mutation { withdrawPublication(id: "2026-10_2", reasonVi: "${reason}", reasonEn: "Wrong period") { ${fields} } }`,
        caller,
      );
    const approve = (caller: string, digest: string) =>
      told(`mutation { approveWithdrawal(id: "2026-10_2", digest: "${digest}") { ${fields} } }`, caller);
    const standings = async () =>
      (await ask('{ publications { id standing } }'))['publications'].map(({ id, standing }: any) => [id, standing]);
    expect((await propose(callerWith('progress:read'))).codes).toHaveLength(1);
    expect((await propose(drafter, ' ')).codes).toEqual(['BAD_USER_INPUT']);
    const { proposedWithdrawal: first } = (await propose(approver, 'Khác')).data['withdrawPublication'];
    // The caller that proposed a withdrawal cannot approve it, and no withdrawal happens without a proposal.
    expect((await approve(approver, first.digest)).codes).toEqual(['OWN_DRAFT']);
    const proposed = (await propose(drafter)).data['withdrawPublication'];
    expect(proposed).toMatchObject({ withdrawal: null, proposedWithdrawal: { digest: expect.any(String) } });
    expect(await standings()).toEqual([
      ['2026-10_2', 'CURRENT'],
      ['2026-10_1', 'SUPERSEDED'],
    ]);
    expect((await approve(drafter, proposed.proposedWithdrawal.digest)).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    expect((await approve(approver, first.digest)).codes).toEqual(['OTHER_DRAFT']);
    const done = (await approve(approver, proposed.proposedWithdrawal.digest)).data['approveWithdrawal'];
    const { withdrawal } = done;
    expect(done.proposedWithdrawal).toBeNull();
    expect(withdrawal).toMatchObject({
      ...{ reasonVi: 'Sai kỳ', reasonEn: 'Wrong period', by: 'Trần Văn Minh' },
      proposedBy: proposed.proposedWithdrawal.by,
    });
    await verifySignature(withdrawal.statement, withdrawal.signature, releaseKeys);
    expect(JSON.parse(withdrawal.statement)).toMatchObject({ withdraws: '2026-10_2', reasonVi: 'Sai kỳ' });
    // A second withdrawal changes nothing.
    expect((await approve(approver, first.digest)).data['approveWithdrawal'].withdrawal).toEqual(withdrawal);
    expect((await propose(both, 'Khác')).data['withdrawPublication'].withdrawal).toEqual(withdrawal);
    // The revision with the known mistake does not come back: the period has no valid publication, and needs a new
    // one.
    expect(await standings()).toEqual([
      ['2026-10_2', 'WITHDRAWN'],
      ['2026-10_1', 'SUPERSEDED'],
    ]);
    const { releaseCalendar } = await ask('{ releaseCalendar { kind period goal { code } } }');
    const next = releaseCalendar.find((one: any) => one.kind === 'PUBLICATION' && one.goal.code === goal);
    expect(next.period).toBe('2026-10');
  });

  test('drafts are for those who publish alone', async () => {
    expect((await told('{ publicationDrafts { id } }', callerWith('progress:read'))).codes).toHaveLength(1);
    expect((await draft('reader', '', callerWith('progress:read'))).codes).toHaveLength(1);
    const key = callerOf({ subject: 'lan', roles: ['analyst'], scopes: ['progress:publish'], key: 'k1' });
    expect((await draft('key', '', key)).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    expect((await ask('{ publicationDrafts { id } }', approver))['publicationDrafts']).toHaveLength(4);
  });

  test('due days are set from a month on, with who set them: months before keep theirs', async () => {
    expect((await setDays('REPORT', 10, '2026-10', callerWith('progress:read'))).codes).toHaveLength(1);
    expect((await setDays('REPORT', 367)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await setDays('REPORT', 10, '2026')).codes).toEqual(['BAD_USER_INPUT']);
    await setDays('PUBLICATION', 15);
    const set = (await setDays('REPORT', 10)).data['setGoalDays'];
    expect(set).toMatchObject({ reportDueDays: 10, metadata: { publicationDueDays: 15 } });
    expect((await setDays('REPORT', 10)).codes).toEqual([]);
    const { goal: found } = await ask(`{ goal(code: "${goal}") {
      october: progress(period: "2026-10") { reportDueOn } november: progress(period: "2026-11") { reportDueOn }
      daysChanges { kind days fromMonth by } } }`);
    expect(found).toMatchObject({ october: { reportDueOn: null }, november: { reportDueOn: '2026-12-10' } });
    expect(found.daysChanges).toEqual([
      { kind: 'REPORT', days: 10, fromMonth: '2026-11', by: 'Lê Thị Lan' },
      { kind: 'PUBLICATION', days: 15, fromMonth: '2026-11', by: 'Lê Thị Lan' },
    ]);
    const { releaseCalendar } = await ask('{ releaseCalendar { kind period dueOn goal { code } } }');
    // October needs a new publication, and still has no due day.
    expect(releaseCalendar).toContainEqual({
      ...{ kind: 'PUBLICATION', period: '2026-10', dueOn: null, goal: { code: goal } },
    });
    expect(releaseCalendar).toContainEqual({
      ...{ kind: 'RELEASE', period: '2026-11', dueOn: '2026-12-10', goal: { code: goal } },
    });
  });

  test('the clock goes over the new year: to date ends with the goal, late data counts until its day, then it is final', async () => {
    const at = (day: string) => (now = new Date(`${day}T03:00:00Z`));
    const closing = `closing { state asOf period lateDataUntil daysLeft lateDataDaysLeft publication { id } }`;
    const shown = async (more = '') =>
      (await ask(`{ goal(code: "${goal}") { ${closing} progress { period people { lower } status } ${more} } }`))[
        'goal'
      ];
    expect((await shown()).closing).toMatchObject({
      state: 'OPEN',
      asOf: '2026-12-31',
      lateDataUntil: null,
      daysLeft: 41,
    });
    at('2026-12-10');
    expect((await shown()).closing).toMatchObject({ state: 'ENDING', daysLeft: 21 });
    expect((await setDays('CLOSING', 31)).codes).toEqual([]);
    at('2027-01-05');
    await release(200, '2026-12', '2027-01-04T01:00:00.000Z');
    expect(await shown()).toMatchObject({
      closing: { state: 'LATE_DATA', lateDataUntil: '2027-01-31', daysLeft: null, lateDataDaysLeft: 26 },
      progress: { period: '2026-12', people: { lower: 200 }, status: 'MISSED' },
    });
    at('2027-01-31');
    await release(230, '2026-12', '2027-01-30T01:00:00.000Z');
    expect((await shown()).progress.people).toEqual({ lower: 230 });
    // Releases after that day do not count.
    at('2027-03-05');
    await release(290, '2027-02', '2027-03-04T01:00:00.000Z');
    const last = { period: '2026-12', people: { lower: 230 } };
    expect(
      await shown(`later: progress(period: "2027-02") { period people { lower } }
      series(from: "2026-11", to: "2027-03") { points { period } }`),
    ).toMatchObject({
      ...{ closing: { state: 'CLOSED', publication: null, lateDataDaysLeft: null }, later: last },
      ...{
        progress: { ...last, status: 'MISSED' },
        series: [{ points: [{ period: '2026-11' }, { period: '2026-12' }] }],
      },
    });
    const final = await publishThrough(gateway, { period: '2026-12', fields: 'id finalGoals releases { number }' });
    expect(final).toMatchObject({ id: '2026-12_1', finalGoals: [goal] });
    expect(await shown()).toMatchObject({
      closing: { state: 'FINAL', publication: { id: '2026-12_1' } },
      progress: { period: '2026-12', people: { lower: 230 } },
    });
  });
});
