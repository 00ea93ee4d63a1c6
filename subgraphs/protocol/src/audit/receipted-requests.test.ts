import { expect, test } from '@jest/globals';
import { ReceiptedRequests } from './receipted-requests.js';

const minute = Math.floor(Date.parse('2026-11-25T08:00:00Z') / 1000);
const staff = JSON.stringify({ subject: 's-1', app: 'terminal', roles: ['staff'] });

const exchange = (request: string, { caller = staff, after = 0 }: { caller?: string; after?: number } = {}) => ({
  number: 1,
  request: [
    `"x-request-id": ${request}`,
    ...(caller === '' ? [] : [`"hub-caller": ${Buffer.from(caller).toString('base64url')}`]),
    `"@signature-params": ("x-request-id");created=${minute + after};nonce="1"`,
  ].join('\n'),
});
const record = (more: object) =>
  JSON.stringify({
    ...{ at: '2026-11-25T08:00:01.000Z', phase: 'WHOLE', caller: { subject: 's-1', app: 'terminal', roles: [] } },
    ...{ organisations: ['university'], codes: [] },
    ...more,
  });
const count = (more: object) =>
  record({ kind: 'count', at: '2026-11-25T08:00:00.000Z', caller: { roles: [] }, ...more });

test('a request for somebody known must be in the log, for them', () => {
  const asked = new ReceiptedRequests();
  for (const organisation of ['university', 'movement']) {
    for (const request of ['r-2', 'r-1', 'r-3'])
      asked.add(organisation, exchange(request, { after: Number(request[2]) }));
  }
  asked.read(record({ request: 'r-1' }));
  asked.read(record({ request: 'r-3', caller: { subject: 'another', roles: [] } }));
  asked.read(JSON.stringify({ kind: 'receipt', at: '2026-11-25T08:00:01.000Z' }));
  expect(asked.size).toBe(3);
  expect(asked.missing()).toEqual({
    excused: 0,
    lost: 0,
    requests: [
      { request: 'r-2', at: (minute + 2) * 1000, caller: staff, organisations: new Set(['university', 'movement']) },
      { request: 'r-3', at: (minute + 3) * 1000, caller: staff, organisations: new Set(['university', 'movement']) },
    ],
  });
});

test('one record may be of several requests of one caller', () => {
  const asked = new ReceiptedRequests();
  for (const request of ['r-1', 'r-2', 'r-3']) asked.add('university', exchange(request));
  asked.read(record({ kind: 'alike', requests: ['r-1', 'r-3'], operations: 2 }));
  asked.read(record({ kind: 'alike', requests: ['r-2'], operations: 1, caller: { subject: 'another', roles: [] } }));
  expect(asked.missing().requests.map(({ request }) => request)).toEqual(['r-2']);
});

test('what the log could not take is excused where it says so, of that minute or the one before alone', () => {
  const asked = new ReceiptedRequests();
  for (const after of [0, 30, 59, 120]) asked.add('university', exchange(`r-${after}`, { after }));
  asked.read(count({ codes: ['AUDIT_UNAVAILABLE'], operations: 1 }));
  asked.read(count({ codes: ['AUDIT_UNAVAILABLE'], operations: 1, at: '2026-11-25T08:01:00.000Z' }));
  const { requests, excused } = asked.missing();
  expect(excused).toBe(2);
  expect(requests.map(({ request }) => request)).toEqual(['r-59', 'r-120']);
});

test('public operations are counted by organisation, those that stream at their end', () => {
  const asked = new ReceiptedRequests();
  const nobody = JSON.stringify({ roles: [], scopes: [] });
  for (const request of ['p-1', 'p-2', 'p-3']) {
    asked.add('university', exchange(request, { caller: '' }));
    asked.add('movement', exchange(request, { caller: nobody }));
  }
  asked.add('university', exchange('p-4', { caller: '' }));
  asked.read(record({ request: 'p-4', caller: { roles: [] } }));
  asked.read(count({ operations: 2, organisations: ['movement', 'university'] }));
  asked.read(count({ operations: 9, phase: 'BEGIN' }));
  asked.read(count({ operations: 1, phase: 'END', organisations: ['movement'] }));
  expect(asked.missing()).toEqual({ requests: [], excused: 0, lost: 0 });
  expect(asked.uncounted()).toEqual([{ organisation: 'university', operations: 1 }]);
});
