import { generateKeyPairSync } from 'node:crypto';
import type { NamedKey } from '../http-signature/signed-message.js';
import { keyId } from '../index.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalText, digestOf } from './canonical.js';
import { pagesOf } from './pages.js';
import type { Cell, ReleaseHeader } from './release-format.js';
import { signHeader } from './header-signature.js';
import { verifyPage, verifyRelease } from './verify-release.js';

const pair = generateKeyPairSync('ed25519');
const key: NamedKey = { id: keyId(pair.publicKey), key: pair.privateKey };
const keys = new Map([[key.id, pair.publicKey]]);
const cells: Cell[] = [['GOAL', '14845', '2025-07-01', '2026-05', 10, 19, 0]];
const [page] = pagesOf(cells);

const first: ReleaseHeader = {
  ...{ format: 2, organisation: 'youth-union', number: 1, previous: null, kind: 'FULL' },
  ...{ places: digestOf('places'), goals: digestOf('goals'), through: '2026-06-19' },
  ...{ madeAt: '2026-06-20T03:00:00.000Z', madeBy: 'HAND', note: null, demonstration: false },
  ...{ withoutNumber: 0, withdraws: [], pages: page ? [page.entry] : [] },
};
const firstText = canonicalText(first);
const second: ReleaseHeader = {
  ...first,
  ...{ number: 2, previous: digestOf(firstText), kind: 'CHANGES', through: '2026-06-20' },
  ...{ madeAt: '2026-06-21T03:00:00.000Z', madeBy: 'SCHEDULE' },
};

/** Verifies a signed header after another. */
const verified = async (header: object, previous: string | null = firstText, known = {}) => {
  const text = canonicalText(header);
  return verifyRelease(text, await signHeader(text, key), keys, previous, known);
};

describe('a release that is what it says', () => {
  test('is taken, and its key and digest are told', async () => {
    const text = canonicalText(second);
    expect(await verified(first, null)).toEqual({ header: first, keyId: key.id, hash: digestOf(firstText) });
    expect(await verified(second)).toEqual({ header: second, keyId: key.id, hash: digestOf(text) });
  });

  test('may go back to an earlier day where it withdraws a release', async () => {
    const withdraws = [{ number: 1, reason: 'wrong' }];
    const back = { ...second, kind: 'FULL', through: '2026-06-01', withdraws };
    expect((await verified(back)).header.withdraws).toEqual(withdraws);
  });

  test('may not know through which day it is complete, where the former one does not', async () => {
    const unknown = canonicalText({ ...first, through: null, until: '2026-06-19' });
    const next = { ...second, previous: digestOf(unknown), through: null, until: '2026-06-20' };
    expect((await verified(next, unknown)).header).toMatchObject({ through: null, until: '2026-06-20' });
    const proven = { ...next, through: '2026-05-31' };
    expect((await verified(proven, unknown)).header).toMatchObject({ through: '2026-05-31', until: '2026-06-20' });
  });

  test('has a signature that names its key, without the header in it', async () => {
    const [head = '', payload, signature = ''] = (await signHeader(firstText, key)).split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'EdDSA', kid: key.id });
    expect(payload).toBe('');
    expect(Buffer.from(signature, 'base64url')).toHaveLength(64);
  });
});

describe('a release is refused', () => {
  const now = { now: new Date('2026-06-21T03:01:00Z') };
  const withdraws = (number: number) => [{ number, reason: 'wrong' }];

  test.each<[code: string, what: string, header: object, previous?: string | null, known?: object]>([
    ['UNREADABLE', 'with a field that the format has not', { ...second, people: 3 }],
    ['UNREADABLE', 'without one that it has', { ...second, through: undefined }],
    ['UNREADABLE', 'with a day that is none', { ...second, through: '2026-02-30' }],
    ['UNKNOWN_FORMAT', 'of a later format', { ...second, format: 3, more: true }],
    ['OTHER_ORGANISATION', 'of another than was asked', second, firstText, { organisation: 'university' }],
    ['OTHER_ORGANISATION', 'of another than the former one', { ...second, organisation: 'university' }],
    ['OTHER_NUMBER', 'of a number that was there', { ...second, number: 1 }],
    ['OUT_OF_ORDER', 'after one that is not there', { ...second, number: 3 }],
    ['OUT_OF_ORDER', 'with another number than 1, for the first', { ...first, number: 2 }, null],
    ['OUT_OF_ORDER', 'that withdraws itself', { ...second, kind: 'FULL', withdraws: withdraws(2) }],
    ['OTHER_DIGEST', 'that follows another', { ...second, previous: digestOf('another') }],
    ['OTHER_DIGEST', 'that follows none, though one is there', { ...second, previous: null }],
    ['OTHER_DIGEST', 'that follows one, though none is there', { ...first, previous: digestOf('another') }, null],
    ['NOT_FULL', 'with changes alone, for the first', { ...first, kind: 'CHANGES' }, null],
    ['NOT_FULL', 'with changes alone, where it withdraws one', { ...second, withdraws: withdraws(1) }],
    ['FUTURE_THROUGH', 'complete through a day after it was made', { ...second, through: '2026-06-22' }],
    ['THROUGH_WENT_BACK', 'complete through a day before the former one’s', { ...second, through: '2026-06-18' }],
    ['THROUGH_WENT_BACK', 'through no day, after one', { ...second, through: null, until: '2026-06-20' }],
    ['FUTURE_THROUGH', 'with facts of later than it was made', { ...second, until: '2026-06-22' }],
    ['UNREADABLE', 'through no day, and until none', { ...second, through: null }],
    ['UNREADABLE', 'with facts until a day before', { ...second, until: '2026-06-19' }],
    ['WRONG_CLOCK', 'made before the former one', { ...second, madeAt: '2026-06-20T02:59:59.999Z' }],
    ['WRONG_CLOCK', 'made in the future', { ...second, madeAt: '2026-06-21T03:06:00.001Z' }, firstText, now],
  ])('%s: %s', async (code, _what, ...given) => {
    await expect(verified(...given)).rejects.toMatchObject({ code });
  });

  test('made now, by a clock that is a little ahead, it is not', async () => {
    expect(await verified({ ...second, madeAt: '2026-06-21T03:05:59.000Z' }, firstText, now)).toBeDefined();
  });

  test.each([
    ['NOT_CANONICAL', 'in another text of the same', JSON.stringify(second, null, 1)],
    ['UNREADABLE', 'that is no JSON', '{'],
    ['UNREADABLE', 'that is no object', '[]'],
  ])('%s: %s', async (code, _what, text) => {
    const signature = await signHeader(text, key);
    await expect(verifyRelease(text, signature, keys, firstText)).rejects.toMatchObject({ code });
  });
});

describe('a signature is refused', () => {
  const text = canonicalText(second);
  const other = generateKeyPairSync('ed25519');
  let good: string;
  beforeAll(async () => {
    good = await signHeader(text, key);
  });
  const outcome = (signature: string, header = text) => verifyRelease(header, signature, keys, firstText);

  test('of another header', async () => {
    const changed = canonicalText({ ...second, note: 'changed' });
    await expect(outcome(good, changed)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  test('by another key under the same name', async () => {
    const forged = await signHeader(text, { id: key.id, key: other.privateKey });
    await expect(outcome(forged)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  test('by a key that is not the organisation’s, or by none', async () => {
    const foreign = await signHeader(text, { id: keyId(other.publicKey), key: other.privateKey });
    await expect(outcome(foreign)).rejects.toMatchObject({ code: 'UNKNOWN_KEY' });
    const head = Buffer.from('{"alg":"EdDSA"}').toString('base64url');
    await expect(outcome(`${head}..${good.split('.')[2] ?? ''}`)).rejects.toMatchObject({ code: 'UNKNOWN_KEY' });
  });

  test('of another algorithm', async () => {
    const head = Buffer.from(JSON.stringify({ alg: 'none', kid: key.id })).toString('base64url');
    await expect(outcome(`${head}..`)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  test('that is not detached, or no JWS', async () => {
    const whole = good.replace('..', `.${Buffer.from(text).toString('base64url')}.`);
    for (const signature of [whole, '', 'a..b.c', '!..!', 'e30']) {
      await expect(outcome(signature)).rejects.toMatchObject({
        code: expect.stringMatching(/BAD_SIGNATURE|UNKNOWN_KEY/),
      });
    }
  });
});

describe('a page', () => {
  test('is what the header says of it', () => {
    expect(page && verifyPage(page.text, page.entry)).toEqual(cells);
  });

  test('of another digest, or another number of cells, is refused', () => {
    const { text = '', entry = { digest: '', cells: 0 } } = page ?? {};
    expect(() => verifyPage(text.replace('10', '20'), entry)).toThrow(
      expect.objectContaining({ code: 'OTHER_DIGEST' }),
    );
    expect(() => verifyPage(text, { ...entry, cells: 2 })).toThrow('Expected a page of 2 cells, but got 1.');
  });
});
