import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { drafter } from '../../test/support/publishing.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const staffOf = (organisation: string, subject: string, scopes = ['progress:read', 'notes:write']) =>
  callerOf({ subject, name: subject, roles: ['staff'], organisation, scopes });
const [lan, mai] = [staffOf('womens-union', 'hang'), staffOf('youth-union', 'mai')];
const folder = mkdtempSync(join(tmpdir(), 'notes-'));
let subgraph: RunningSubgraph;
let gateway: SigningGateway;

beforeAll(async () => {
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  subgraph = await startSubgraph(movement, newDatabase(), {
    now: () => new Date('2026-11-20T03:00:00Z'),
    trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
  });
  gateway = new SigningGateway({
    ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
  });
  for (const kind of ['organisations', 'goal-expectations', 'denominators', 'goal-metadata']) {
    const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
    expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  }
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

const told = async (query: string, caller?: string) => {
  const { data, errors } = await gateway.query(query, caller === undefined ? {} : { caller });
  return { data, codes: (errors ?? []).map(({ extensions }: any) => extensions.code) };
};
const write = (key: string, text: string, caller: string, place = 'place: "14845", ') =>
  told(
    `mutation { noteOnFigure(input: { goal: "ADULTS_BASIC", ${place}period: "2026-10", text: ${JSON.stringify(text)} },
      idempotencyKey: "${key}") { id state placeCode organisation { code } } }`,
    caller,
  );
const judge = (id: string, accepted: boolean, caller: string, reason?: string) =>
  told(
    `mutation { judgeFigureNote(id: "${id}", accepted: ${accepted}, reason: ${JSON.stringify(reason ?? null)}) { id state reason } }`,
    caller,
  );
const shown = async (place = 'commune: "14845", ', caller = drafter): Promise<readonly string[]> => {
  const { data } = await told(
    `{ goal(code: "ADULTS_BASIC") { progress(${place}period: "2026-10") { notes { text organisation { code } } } } }`,
    caller,
  );
  return data['goal'].progress.notes.map(({ text, organisation }: any) => `${organisation.code}: ${text}`);
};

test('a note is shown beside its figure once somebody else has accepted it, and beside no other', async () => {
  const { data, codes } = await write('one', ' Mưa lũ, các lớp nghỉ hai tuần. ', lan);
  expect(codes).toEqual([]);
  const note = data['noteOnFigure'];
  expect(note).toMatchObject({ state: 'PENDING', placeCode: '14845', organisation: { code: 'womens-union' } });
  expect(await shown()).toEqual([]);
  expect((await judge(note.id, true, drafter)).data['judgeFigureNote'].state).toBe('ACCEPTED');
  expect(await shown()).toEqual(['womens-union: Mưa lũ, các lớp nghỉ hai tuần.']);
  expect(await shown('')).toEqual([]);
  // The same judgement again changes nothing; the opposite judgement is refused.
  expect((await judge(note.id, true, drafter)).codes).toEqual([]);
  expect((await judge(note.id, false, drafter, 'sai')).codes).toEqual(['WRONG_STATE']);
});

test('what is rejected is shown to nobody but its organisation, with the reason', async () => {
  const { id } = (await write('two', 'Số này sai.', mai, '')).data['noteOnFigure'];
  expect((await judge(id, false, drafter)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await judge(id, false, drafter, 'Không nêu căn cứ')).data['judgeFigureNote']).toMatchObject({
    ...{ state: 'REJECTED', reason: 'Không nêu căn cứ' },
  });
  expect(await shown('')).toEqual([]);
  const list = (caller: string, fields = 'id state reason') => told(`{ figureNotes { ${fields} } }`, caller);
  expect((await list(mai)).data['figureNotes']).toEqual([{ id, state: 'REJECTED', reason: 'Không nêu căn cứ' }]);
  expect((await list(lan)).data['figureNotes']).toHaveLength(1);
  expect((await list(drafter, 'writtenBy')).data['figureNotes']).toEqual([{ writtenBy: 'mai' }, { writtenBy: 'hang' }]);
  // The writer of a note is visible to reviewers only.
  expect((await list(mai, 'writtenBy')).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});

test('the same request under a key is the same note, and another one is refused', async () => {
  const [first, again] = await Promise.all([write('three', 'Một lần.', lan), write('three', 'Một lần.', lan)]);
  expect(again.data['noteOnFigure'].id).toBe(first.data['noteOnFigure'].id);
  expect((await write('three', 'Hai lần.', lan)).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  // Idempotency keys are separate for each writer.
  expect((await write('three', 'Hai lần.', mai)).codes).toEqual([]);
});

test.each([
  ['without the scope', staffOf('womens-union', 'ha', ['progress:read'])],
  ['of no organisation', callerOf({ subject: 'an', roles: ['analyst'], scopes: ['notes:write'] })],
])('nobody writes one %s', async (_name, caller) => {
  expect((await write('four', 'Không được.', caller)).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});

test('who wrote a note does not judge it, and what is no figure is refused', async () => {
  const both = staffOf('womens-union', 'hoa', ['notes:write', 'progress:publish']);
  const { id } = (await write('five', 'Tự duyệt.', both)).data['noteOnFigure'];
  expect((await judge(id, true, both)).codes).toEqual(['OWN_NOTE']);
  expect((await judge('0', true, drafter)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await write('six', '  ', lan)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await write('seven', 'Không có nơi này.', lan, 'place: "99999", ')).codes).toEqual(['BAD_USER_INPUT']);
});

test('an organisation has no more than fifty that wait', async () => {
  const caller = staffOf('university', 'binh');
  const codes: string[] = [];
  for (let index = 0; index <= 50; index += 1)
    codes.push(...(await write(`n${index}`, `Ghi chú ${index}`, caller)).codes);
  expect(codes).toEqual(['TOO_MANY_NOTES']);
});
