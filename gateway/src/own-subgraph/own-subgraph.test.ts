import { expect, test } from '@jest/globals';
import { dayInProvince, daysBetween, daysLater } from '@hub/protocol';
import { buildSchema } from 'graphql';
import { AskedFor } from '../agreements/asked-for.js';
import type { RequestContext } from '../request/context.js';
import { anonymous, type Caller } from '../request/caller.js';
import { hubLimits } from '../limits/limits.js';
import { asksOwn } from './asks-own.js';
import { ownFields, ownSubgraph } from './own-subgraph.js';
import { operationOf } from '../fixtures/planned.js';

const agreement = {
  id: 'WU-1',
  version: 3,
  title: { vi: 'Số liệu', en: 'Figures' },
  shares: ['LearningGroup'],
  combined: ['ADULTS_BASIC'],
  figures: ['*'],
  with: [{ role: 'analyst' }],
  purposes: ['steering'],
  granularity: 'commune' as const,
  legalBasis: 'law',
  from: '2020-01-01',
  until: '2999-12-31',
};
const inThirtyDays = daysLater(dayInProvince(new Date()), 30);
const others = [
  { ...agreement, id: 'WU-2', with: [{ role: 'app' }] },
  { ...agreement, id: 'WU-3', until: '2020-12-31' },
  { ...agreement, id: 'WU-5', with: [{ role: 'app' }], until: inThirtyDays },
  { ...agreement, id: 'WU-4', with: 'anyone' as const, purposes: 'any' as const, until: undefined },
];
const askedFor = new AskedFor({
  organisations: [{ organisation: 'womens-union', agreements: [agreement, ...others], purposes: [], communeLevel: [] }],
  purposes: [
    { code: 'research', askedBy: 'anyone' },
    { code: 'steering', askedBy: [{ role: 'analyst' }] },
  ],
  communeLevel: [],
});
const analyst: Caller = {
  ...anonymous,
  rights: { ...anonymous.rights, authenticated: true },
  roles: ['analyst'],
  subject: 'lan',
  organisation: 'movement',
  expiresAt: Date.parse('2026-10-31T00:00:00Z'),
};
const cost = { budget: 100, together: 300, used: 7 };
const needs = [{ type: 'A', field: 'b', needs: [{ kind: 'SCOPE' as const, ofCommunes: false, anyOf: [['x']] }] }];
const client = ownSubgraph(
  { name: 'gateway', url: 'local:gateway' },
  { askedFor, limits: hubLimits },
  () => cost,
  ({ caller }) => (caller.rights.authenticated ? needs : undefined),
);

async function me(selection: string, caller: Caller, quota?: RequestContext['quota']) {
  return (await answered(`{ me { ${selection} } }`, caller, quota))?.['me'];
}

async function answered(query: string, caller: Caller, quota?: RequestContext['quota']) {
  const answer = await client.ask({
    body: Buffer.from(JSON.stringify({ query })),
    requestId: 'r',
    idempotent: true,
    context: { requestId: 'r', log: undefined as never, caller, quota },
  });
  expect(answer.isShared).toBe(false);
  const { data, errors } = answer.read();
  expect(errors).toEqual([]);
  return data;
}

test('a caller is told who it is and what it may see', async () => {
  const selection = `subject roles organisation app purposes purpose expiresAt
    agreements { organisation id version title english: title(language: EN) shares combined figures purposes granularity from until holds }`;
  const { with: _with, legalBasis: _basis, ...told } = agreement;
  const bilingual = { title: 'Số liệu', english: 'Figures', organisation: 'womens-union' };
  expect(await me(selection, { ...analyst, purpose: 'steering' })).toEqual({
    subject: 'lan',
    roles: ['analyst'],
    organisation: 'movement',
    app: null,
    purposes: ['steering', 'research'],
    purpose: 'steering',
    expiresAt: '2026-10-31T00:00:00.000Z',
    agreements: [
      { ...told, ...bilingual, holds: true },
      { ...told, ...bilingual, id: 'WU-4', purposes: null, until: null, holds: true },
    ],
  });
  expect(await me('agreements { id holds }', analyst)).toEqual({
    agreements: [
      { id: 'WU-1', holds: false },
      { id: 'WU-4', holds: true },
    ],
  });
});

test('agreements that end soon are told, to those on both sides as theirs', async () => {
  const ending = async (endingWithin: number, caller: Caller) =>
    answered(`{ agreements(endingWithin: ${endingWithin}) { id daysLeft concernsCaller } }`, caller);
  expect(await ending(29, analyst)).toEqual({ agreements: [] });
  expect(await ending(30, analyst)).toEqual({ agreements: [{ id: 'WU-5', daysLeft: 30, concernsCaller: false }] });
  for (const caller of [{ organisation: 'womens-union' }, { organisation: undefined, roles: ['app'] }]) {
    expect(await ending(30, { ...analyst, ...caller })).toMatchObject({ agreements: [{ concernsCaller: true }] });
  }
});

test('nobody is told what is public', async () => {
  expect(await me('subject roles purposes agreements { id } expiresAt', { ...anonymous, expiresAt: Infinity })).toEqual(
    {
      subject: null,
      roles: [],
      purposes: ['research'],
      agreements: [{ id: 'WU-4' }],
      expiresAt: null,
    },
  );
});

test('a caller is told its purposes, those for its roles first, and those of a role by itself', async () => {
  const selection = 'purposes app: purposesOfRole(role: "app") analyst: purposesOfRole(role: "analyst")';
  const told = { app: ['research'], analyst: ['steering', 'research'] };
  expect(await me(selection, analyst)).toEqual({ ...told, purposes: ['steering', 'research'] });
  expect(await me(selection, anonymous)).toEqual({ ...told, purposes: ['research'] });
});

test('what fields need is told as data, to whoever may ask about the schema', async () => {
  const selection = '{ fieldNeeds { type field needs { kind ofCommunes anyOf agreements { id } organisation } } }';
  const [told] = ((await answered(selection, analyst)) as any).fieldNeeds;
  const need = { kind: 'SCOPE', ofCommunes: false, anyOf: [['x']], agreements: null, organisation: null };
  expect(told).toEqual({ type: 'A', field: 'b', needs: [need] });
  expect(await answered(selection, anonymous)).toEqual({ fieldNeeds: null });
});

test('a caller is told what it may ask, and uses', async () => {
  const selection =
    'limits { cost { budget together used } rate { burst perSecond left } concurrency depth bodyBytes }';
  expect(await me(selection, analyst, { rate: { burst: 5, perSecond: 0.5 }, left: 3.7 })).toEqual({
    limits: {
      cost,
      rate: { burst: 5, perSecond: 0.5, left: 3 },
      concurrency: 100,
      depth: 20,
      bodyBytes: 1024 * 1024,
    },
  });
});

test.each([
  ['{ me { roles } }', true],
  ['{ a m: me { roles } }', true],
  ['{ ...F } fragment F on Query { ... { me { roles } } }', true],
  ['{ again { me { roles } } }', true],
  ['{ a }', false],
  ['{ other { me } }', false],
])('it is known of %s whether it asks the gateway itself: %s', (text, expected) => {
  const schema = buildSchema(`
    type Query { a: Int me: Caller other: Other again: Query }
    type Other { me: Int }
    type Caller { roles: [String] }`);
  const operation = operationOf(text);
  const asks = asksOwn(schema, ownFields);
  expect([asks(operation), asks(operation)]).toEqual([expected, expected]);
});

test("an organisation's agreements say with whom and on what basis, whoever they are with, and ended ones too", async () => {
  const selection = 'id with { role organisation app } legalBasis purposes until daysLeft holds';
  const { agreements } = (await answered(
    `{ agreements(organisation: "womens-union") { ${selection} } }`,
    analyst,
  )) as any;
  const partner = { role: null, organisation: null, app: null };
  const daysLeft = daysBetween(dayInProvince(new Date()), '2999-12-31');
  const told = { legalBasis: 'law', purposes: ['steering'], until: '2999-12-31', daysLeft, holds: false };
  expect(agreements).toEqual([
    { ...told, id: 'WU-1', with: [{ ...partner, role: 'analyst' }] },
    { ...told, id: 'WU-2', with: [{ ...partner, role: 'app' }] },
    { ...told, id: 'WU-3', with: [{ ...partner, role: 'analyst' }], until: '2020-12-31', daysLeft: null },
    { ...told, id: 'WU-5', with: [{ ...partner, role: 'app' }], until: inThirtyDays, daysLeft: 30 },
    { ...told, id: 'WU-4', with: null, purposes: null, until: null, daysLeft: null, holds: true },
  ]);
  expect(await answered('{ agreements(organisation: "nobody") { id } }', analyst)).toEqual({ agreements: [] });
});
