import { describe, expect, test } from '@jest/globals';
import { anonymous, type Caller } from '../request/caller.js';
import { Admission, callerIdOf } from './admission.js';
import type { Limits } from './limits.js';
import type { Rate } from '../request/quota.js';
import { MemoryRateLimiter } from './rate/memory-rate-limiter.js';
import type { RateLimiter } from './rate/rate-limiter.js';

const known: Caller = { ...anonymous, subject: 'mai', app: 'reader', roles: ['analyst'] };
const byKey = (id: string, owner?: string, rate?: Rate): Caller => ({
  ...known,
  subject: `key:${id}`,
  key: { id, name: 'Mai', owner, tables: undefined, rate },
});
const logged: unknown[] = [];
const log = { warn: (what: unknown) => logged.push(what) } as never;
const requestOf = (caller: Caller = anonymous, address = '1') => ({ log, caller, address, quota: undefined as never });
type Some = Partial<Pick<Limits, 'rate' | 'addressRate' | 'concurrency' | 'bodies'>>;

/** Counts on a clock that stands still. */
const admissionOf = (limits: Some, limiter: RateLimiter = new MemoryRateLimiter(() => 0)) =>
  new Admission({ rate: undefined, addressRate: undefined, concurrency: undefined, bodies: 1, ...limits }, limiter);

/** Counts, and rejects whether the refusal comes at once or later. */
const counting = async (count: () => Promise<void> | undefined) => count();

const rate = { perSecond: 1, burst: 2 };
const tooMany = { code: 'LIMIT_EXCEEDED' };

describe('requests of an address', () => {
  test('may be as many as its rate says, whoever asks, and others have their own', async () => {
    const admission = admissionOf({ addressRate: rate });
    await admission.fromAddress(requestOf());
    await admission.fromAddress(requestOf(known));
    await expect(counting(() => admission.fromAddress(requestOf()))).rejects.toMatchObject({
      ...tooMany,
      message: 'The request exceeds a limit of the gateway: RATE. Send the request again in 1 s.',
      retryAfterSeconds: 1,
      extensions: { limit: 'RATE', retryAfterSeconds: 1 },
    });
    await admission.fromAddress(requestOf(anonymous, '2'));
  });

  test('wait as long as their tokens take, and a caller that is known is told what it may', async () => {
    const admission = admissionOf({ addressRate: { perSecond: 0.1, burst: 1 } });
    await admission.fromAddress(requestOf(known));
    await expect(counting(() => admission.fromAddress(requestOf(known)))).rejects.toMatchObject({
      message: 'The request exceeds a limit of the gateway: RATE may be 0.1. Send the request again in 10 s.',
      retryAfterSeconds: 10,
      extensions: { limit: 'RATE', allowed: 0.1, retryAfterSeconds: 10 },
    });
    expect(logged.at(-1)).toEqual({ kind: 'RATE', limit: 0.1, found: undefined });
  });

  test('are not counted where there is no rate', async () => {
    const admission = admissionOf({});
    for (let count = 0; count < 100; count++) {
      await admission.fromAddress(requestOf());
      await admission.fromCaller(requestOf());
      admission.message(1, requestOf());
    }
    const end = [1, 2, 3].map(() => admission.begin(requestOf()));
    expect(end).toHaveLength(3);
  });
});

describe('requests of a caller', () => {
  test('are counted by who it is, wherever it is, and told what is left', async () => {
    const admission = admissionOf({ rate: { anonymous: rate, analyst: { perSecond: 2, burst: 3 } } });
    const request = requestOf(known);
    await admission.fromCaller(request);
    expect(request.quota).toEqual({ rate: { perSecond: 2, burst: 3 }, left: 2 });
    await admission.fromCaller(request, 2);
    await expect(counting(() => admission.fromCaller(request))).rejects.toMatchObject({
      ...tooMany,
      extensions: { allowed: 2 },
    });
    expect(request.quota).toEqual({ rate: { perSecond: 2, burst: 3 }, left: 0 });
    // Anonymous callers count by address.
    await admission.fromCaller(requestOf(), 2);
    await expect(counting(() => admission.fromCaller(requestOf()))).rejects.toMatchObject(tooMany);
    await admission.fromCaller(requestOf(anonymous, '2'));
  });

  test('are counted together, by however many keys one person asks', async () => {
    const admission = admissionOf({ rate: { anonymous: { perSecond: 1, burst: 3 } }, concurrency: 2 });
    for (const id of ['a', 'b', 'c']) await admission.fromCaller(requestOf(byKey(id, 'mai')));
    await expect(counting(() => admission.fromCaller(requestOf(byKey('d', 'mai'))))).rejects.toMatchObject(tooMany);
    await expect(counting(() => admission.fromCaller(requestOf(known)))).rejects.toMatchObject(tooMany);
    await admission.fromCaller(requestOf(byKey('e', 'another')));
    for (const id of ['a', 'b']) admission.begin(requestOf(byKey(id, 'mai')));
    expect(() => admission.begin(requestOf(byKey('c', 'mai')))).toThrow(expect.objectContaining(tooMany));
  });

  test('by a key that has less than its person are counted for both', async () => {
    const admission = admissionOf({ rate: { anonymous: { perSecond: 1, burst: 3 } } });
    const request = requestOf(byKey('a', 'mai', { perSecond: 0.5, burst: 1 }));
    await admission.fromCaller(request);
    expect(request.quota).toEqual({ rate: { perSecond: 0.5, burst: 1 }, left: 0 });
    await expect(counting(() => admission.fromCaller(request))).rejects.toMatchObject(tooMany);
    for (const id of ['b', 'c']) await admission.fromCaller(requestOf(byKey(id, 'mai')));
    await expect(counting(() => admission.fromCaller(requestOf(known)))).rejects.toMatchObject(tooMany);
  });

  test('are not told of a quota that there is not', async () => {
    const request = requestOf(known);
    await admissionOf({ rate: { app: rate } }).fromCaller(request);
    expect(request.quota).toBeUndefined();
  });

  test('are counted where they are counted for all gateways', async () => {
    const asked: unknown[] = [];
    let closed = 0;
    const limiter: RateLimiter = {
      take: (...what) => {
        asked.push(what);
        return Promise.resolve({ waitMs: asked.length > 2 ? 1 : 0, left: 7 });
      },
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
    const admission = admissionOf({ rate: { anonymous: rate }, addressRate: rate }, limiter);
    const request = requestOf(known);
    await admission.fromAddress(request);
    await admission.fromCaller(request);
    expect(request.quota).toEqual({ rate, left: 7 });
    await expect(counting(() => admission.fromAddress(request))).rejects.toMatchObject(tooMany);
    await expect(counting(() => admission.fromCaller(request, 3))).rejects.toMatchObject(tooMany);
    expect(asked).toEqual([
      [[{ key: 'address 1', rate }], 1],
      [[{ key: 'known as mai', rate }], 1],
      [[{ key: 'address 1', rate }], 1],
      [[{ key: 'known as mai', rate }], 3],
    ]);
    await admission.close();
    expect(closed).toBe(1);
  });

  test.each([
    [anonymous, 'anonymous 1'],
    [{ ...anonymous, subject: 'mai' }, 'known as mai'],
    [{ ...anonymous, subject: 'mai', app: 'portal' }, 'known as mai'],
    [{ ...anonymous, app: 'reader' }, 'known as reader'],
    [byKey('a', 'mai'), 'known as mai'],
    [byKey('b', 'mai'), 'known as mai'],
    [byKey('c'), 'answered for by Mai'],
  ])('of %j are of the caller %s', (caller, callerId) => {
    expect(callerIdOf(caller, '1')).toBe(callerId);
  });
});

describe('the bytes of a request', () => {
  test('are tokens beside its first, one for each 16 KB that is begun', async () => {
    const token = 16 * 1024;
    const admission = admissionOf({
      addressRate: { perSecond: 1, burst: 4 },
      rate: { anonymous: { perSecond: 1, burst: 4 } },
    });
    for (const bytes of [0, 1, token]) await admission.bytes(bytes, requestOf());
    const request = requestOf();
    await admission.bytes(token + 1, request);
    expect(request.quota).toMatchObject({ left: 3 });
    await admission.bytes(4 * token, request);
    expect(request.quota).toMatchObject({ left: 0 });
    await expect(counting(() => admission.bytes(token + 1, request))).rejects.toMatchObject(tooMany);
    await admission.bytes(token, request);
  });

  test('count for the address too', async () => {
    const admission = admissionOf({ addressRate: { perSecond: 1, burst: 1 } });
    await admission.bytes(20_000, requestOf());
    await expect(counting(() => admission.bytes(20_000, requestOf(known)))).rejects.toMatchObject(tooMany);
    await expect(counting(() => admission.fromAddress(requestOf()))).rejects.toMatchObject(tooMany);
  });
});

test('messages on connections are a token each at least, and one for each 16 KB that is begun', () => {
  const admission = admissionOf({ addressRate: { perSecond: 0.001, burst: 3 } });
  admission.message(0, requestOf());
  admission.message(16 * 1024 + 1, requestOf());
  expect(() => {
    admission.message(1, requestOf());
  }).toThrow(expect.objectContaining({ ...tooMany, extensions: { limit: 'RATE', retryAfterSeconds: 1000 } }));
  admission.message(1, requestOf(anonymous, '2'));
});

describe('work under way', () => {
  test('is so much of one caller at a time', () => {
    const admission = admissionOf({ concurrency: 2 });
    const ends = [1, 2].map(() => admission.begin(requestOf(known)));
    expect(() => admission.begin(requestOf(known))).toThrow(
      expect.objectContaining({
        ...tooMany,
        message:
          'The request exceeds a limit of the gateway: CONCURRENCY may be 2, got 3. Send the request again in 1 s.',
        extensions: { limit: 'CONCURRENCY', allowed: 2, used: 3, retryAfterSeconds: 1 },
      }),
    );
    admission.begin(requestOf());
    ends[0]?.();
    admission.begin(requestOf(known));
  });

  test('is apart from connections that stay open, which are of an address', () => {
    const admission = admissionOf({ concurrency: 1 });
    admission.begin(requestOf());
    const close = admission.connect(requestOf());
    expect(() => admission.connect(requestOf(known))).toThrow(
      expect.objectContaining({
        ...tooMany,
        extensions: { limit: 'CONCURRENCY', allowed: 1, used: 2, retryAfterSeconds: 1 },
      }),
    );
    admission.connect(requestOf(anonymous, '2'));
    close();
    admission.connect(requestOf());
  });
});

test('bodies on their way have places of their caller', () => {
  const admission = admissionOf({ bodies: 1 });
  const dropped: string[] = [];
  admission.receive(requestOf(), () => dropped.push('first'));
  admission.receive(requestOf(anonymous, '2'), () => dropped.push('of another'));
  const there = admission.receive(requestOf(), () => dropped.push('second'));
  expect(dropped).toEqual(['first']);
  there();
  admission.receive(requestOf(), () => dropped.push('third'));
  expect(dropped).toEqual(['first']);
});
