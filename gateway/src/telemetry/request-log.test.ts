import { beforeEach, describe, expect, test } from '@jest/globals';
import { Cancellation } from '../base/cancellation.js';
import type { CallerRequest } from '../request/context.js';
import { anonymous, type Caller } from '../request/caller.js';
import { readRequestSample, RequestLog } from './request-log.js';

describe('the log of requests', () => {
  let lines: Record<string, unknown>[];

  beforeEach(() => {
    lines = [];
  });

  const requestOf = (caller: Caller = anonymous, callerId?: string) =>
    ({
      requestId: 'r-1',
      caller,
      callerId,
      address: 'an address',
      log: { info: (line: Record<string, unknown>) => lines.push(line) },
    }) as unknown as CallerRequest;
  const end = { status: 200 };

  test('says what was asked, by what, and what became of it, and not by whom', () => {
    const log = new RequestLog({ share: 1 });
    const caller = { ...anonymous, subject: 'nguyen-thi-a', app: 'terminal', organisation: 'university', purpose: 'x' };
    const context = requestOf({ ...caller, roles: ['staff'] }, '["nguyen-thi-a","terminal"]');
    log.begin(context);
    context.record?.asks({ type: 'query', name: 'N'.repeat(100), documentHash: 'h' } as never);
    context.record?.fetched('movement', 12.4);
    context.record?.fetched('movement', 1.4);
    context.record?.told('SUBGRAPH_TIMEOUT');
    context.record?.costs(100);
    log.end(context, end);
    expect(lines).toEqual([
      {
        caller: 'person',
        app: 'terminal',
        purpose: 'x',
        operation: { type: 'query', name: 'N'.repeat(64), document: 'h' },
        status: 200,
        stream: undefined,
        codes: ['SUBGRAPH_TIMEOUT'],
        milliseconds: expect.any(Number),
        cost: 100,
        subgraphs: { movement: { fetches: 2, milliseconds: 14 } },
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('nguyen');
  });

  test.each([
    ['anonymous', {}],
    ['program', { subject: 'reader', app: 'reader' }],
    ['program', { subject: 'service-account-7', app: 'reader', roles: ['app'] }],
    ['person', { subject: 's-1', app: 'terminal', roles: ['staff'] }],
  ])('calls a caller %s', (kind, caller) => {
    const log = new RequestLog({ share: 1 });
    const context = requestOf({ ...anonymous, ...caller });
    log.begin(context);
    log.end(context, end);
    expect(lines).toMatchObject([{ caller: kind }]);
  });

  test('has every request with an error, and of the others the share that it is told', () => {
    const log = new RequestLog({ share: 0 });
    const [fine, refused, failed, left] = Array.from({ length: 4 }, () => requestOf());
    for (const context of [fine, refused, failed, left]) log.begin(context as CallerRequest);
    log.end(fine as CallerRequest, end);
    log.end(refused as CallerRequest, { ...end, status: 429 });
    failed?.record?.told('SUBGRAPH_TIMEOUT');
    log.end(failed as CallerRequest, { ...end, status: undefined });
    const cancellation = new Cancellation();
    cancellation.cancel();
    log.end({ ...left, cancellation } as CallerRequest, end);
    expect(lines.map(({ status, codes }) => [status, codes])).toEqual([
      [429, []],
      [undefined, ['SUBGRAPH_TIMEOUT']],
      [200, ['CLIENT_LEFT']],
    ]);
  });

  test('has so many errors of one caller, says how many more there were, and has another’s', () => {
    const log = new RequestLog({ share: 0 });
    const fail = (callerId: string) => {
      const context = requestOf(anonymous, callerId);
      log.begin(context);
      log.end(context, { ...end, status: 400 });
    };
    for (let index = 0; index < 200; index++) fail('flood');
    const ofFlood = lines.length;
    expect(ofFlood).toBeGreaterThanOrEqual(50);
    expect(ofFlood).toBeLessThan(100);
    expect(log.dropped).toBe(200 - ofFlood);
    fail('other');
    expect(lines.at(-1)).toMatchObject({ unlogged: 200 - ofFlood });
    expect(lines).toHaveLength(ofFlood + 1);
  });

  test('keeps few of the fetches and codes of a request that goes on', () => {
    const context = requestOf();
    new RequestLog({ share: 0 }).begin(context);
    for (let index = 0; index < 1000; index++) {
      context.record?.fetched(`s${index}`, 1);
      context.record?.told(`CODE_${index}`);
    }
    expect([context.record?.fetches.size, context.record?.codes.length]).toEqual([64, 16]);
  });
});

test.each([
  ['off', 'off'],
  ['errors', { share: 0 }],
  ['0', { share: 0 }],
  ['0.05', { share: 0.05 }],
  ['1', { share: 1 }],
  ['2', undefined],
  ['-1', undefined],
  ['', undefined],
  ['all', undefined],
])('%j is read as %j', (text, sample) => {
  expect(readRequestSample(text)).toEqual(sample);
});
