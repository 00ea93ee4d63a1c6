import { generateKeyPairSync } from 'node:crypto';
import type { NamedKey } from '../http-signature/signed-message.js';
import { keyId } from '../index.js';
import { expect, test } from '@jest/globals';
import { canonicalText, digestOf } from '../release/canonical.js';
import { signHeader } from '../release/header-signature.js';
import { pagesOf } from '../release/pages.js';
import type { Cell, ReleaseHeader } from '../release/release-format.js';
import { verifyBundle } from './verify-publication.js';

const pair = generateKeyPairSync('ed25519');
const key: NamedKey = { id: keyId(pair.publicKey), key: pair.privateKey };
const keysFor = () => new Map([[key.id, pair.publicKey]]);

const place = ['14845', '2025-07-01'] as const;
const cells: Cell[] = [['GOAL', ...place, '2026-05', 30, 48, 0]];
const [page] = pagesOf(cells);
const header: ReleaseHeader = {
  ...{ format: 2, organisation: 'youth-union', number: 1, previous: null, kind: 'FULL' },
  ...{ places: digestOf('places'), goals: digestOf('goals'), through: '2026-05-31' },
  ...{ madeAt: '2026-06-20T03:00:00.000Z', madeBy: 'HAND', note: null, demonstration: false },
  ...{ withoutNumber: 0, withdraws: [], pages: page ? [page.entry] : [] },
};
const text = canonicalText(header);

/** Verifies a publication with figures about the people of a place. */
async function verified(format: 1 | 2, ...numbers: (number | null)[]) {
  const published = {
    ...{ format, id: '2026-05_1', period: '2026-05', revision: 1, previous: null, month: '2026-05' },
    ...{ publishedAt: '2026-07-01T00:00:00.000Z', publishedBy: 'X', note: null, demonstration: false },
    root: { code: '38', from: '0001-01-01' },
    releases: [{ organisation: 'youth-union', number: 1, hash: digestOf(text), through: header.through }],
    goals: [{ code: 'GOAL', target: 1, expects: ['youth-union'] }],
    figures: [['GOAL', ...place, ...numbers]],
  };
  const document = canonicalText(published);
  return verifyBundle(
    {
      releases: {
        'youth-union': [{ header: text, signature: await signHeader(text, key), pages: [page?.text ?? ''] }],
      },
      publication: { document, signature: await signHeader(document, key) },
    },
    keysFor,
  );
}

const otherFigure = { code: 'OTHER_FIGURE' };

test('a denominator caps a published bound where ten values are left, and by the most that it can be', async () => {
  expect(await verified(2, 30, 39, 30, 30)).toMatchObject({ figures: 1 });
  expect(await verified(2, 30, 41, 41, 41)).toMatchObject({ figures: 1 });
  expect(await verified(2, 30, 48, 40, 49)).toMatchObject({ figures: 1 });
  expect(await verified(2, 30, 48, null, null)).toMatchObject({ figures: 1 });
  await expect(verified(2, 30, 30, 30, 30)).rejects.toMatchObject(otherFigure);
});

test('a document of the first format stays what it was', async () => {
  expect(await verified(1, 30, 30, 30)).toMatchObject({ figures: 1 });
  expect(await verified(1, 30, 30, 20)).toMatchObject({ figures: 1 });
  expect(await verified(1, 30, 48, null)).toMatchObject({ figures: 1 });
  await expect(verified(1, 30, 39, 30)).rejects.toMatchObject(otherFigure);
});
