import { createPrivateKey, createPublicKey } from 'node:crypto';
import { keyId, type NamedKey } from '@hub/protocol';
import { canonicalText, digestOf } from '../../../subgraphs/protocol/src/release/canonical.js';
import { signHeader } from '../../../subgraphs/protocol/src/release/header-signature.js';
import { pagesOf } from '../../../subgraphs/protocol/src/release/pages.js';
import type { Cell, ReleaseHeader } from '../../../subgraphs/protocol/src/release/release-format.js';

/** A release in a file of the vectors: its texts are exactly the signed ones. */
export interface ReleaseVector {
  readonly header: string;
  readonly signature: string;
  readonly pages: readonly string[];
}

/** A release that is wrong, the header that it should follow, and the code of the fault. */
export interface FaultVector extends ReleaseVector {
  readonly what: string;
  readonly code: string;
  readonly previous: string | null;
}

/** Keys that everybody knows, for the vectors alone: from 32 bytes, each the same. */
function keyOf(byte: number): NamedKey {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([prefix, Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' });
  return { id: keyId(createPublicKey(key)), key };
}

const own = keyOf(1);
const foreign = keyOf(2);
const cell = (place: string, month: string, people: number, turns: number, atMost = people + 9): Cell => [
  ...(['ADULTS_BASIC', place, '2025-07-01', month] as const),
  ...([people, atMost, turns] as const),
];

async function vectorOf(header: ReleaseHeader, pages: readonly string[], key = own): Promise<ReleaseVector> {
  const text = canonicalText(header);
  return { header: text, signature: await signHeader(text, key), pages };
}

/** A chain of three: the first, a correction, and the withdrawal of that one. */
async function chain(): Promise<{ vectors: ReleaseVector[]; headers: ReleaseHeader[] }> {
  const first = [
    cell('14758', '2026-05', 20, 70),
    cell('14845', '2026-05', 90, 0, 105),
    cell('38', '2026-05', 110, 70),
  ];
  const changed = [cell('14845', '2026-05', 0, 0), cell('38', '2026-05', 20, 70)];
  const common = {
    ...{ format: 2 as const, organisation: 'youth-union', demonstration: false, withoutNumber: 10 },
    ...{ places: digestOf('places of the vectors'), goals: digestOf('goals of the vectors') },
  };
  const made: Pick<ReleaseHeader, 'kind' | 'through' | 'madeAt' | 'madeBy' | 'note' | 'withdraws'>[] = [
    {
      kind: 'FULL',
      through: '2026-05-31',
      madeAt: '2026-06-01T19:00:00.000Z',
      madeBy: 'SCHEDULE',
      note: null,
      withdraws: [],
    },
    {
      ...{ kind: 'CHANGES', through: '2026-06-02', madeAt: '2026-06-02T19:00:00.000Z', madeBy: 'IMPORT' },
      ...{ note: 'Đã sửa danh sách “Mường Lát”', withdraws: [] },
    },
    {
      ...{ kind: 'FULL', through: '2026-05-31', madeAt: '2026-06-03T04:05:06.789Z', madeBy: 'HAND', note: null },
      withdraws: [{ number: 2, reason: 'Nhập nhầm tệp' }],
    },
  ];
  const vectors: ReleaseVector[] = [];
  const headers: ReleaseHeader[] = [];
  for (const [index, cells] of [first, changed, first].entries()) {
    // Of two cells each, so that there are several.
    const pages = pagesOf(cells, { cells: 2, bytes: 1_000 });
    const former = vectors.at(-1)?.header;
    const header = {
      ...common,
      ...(made[index] as (typeof made)[number]),
      ...{ number: index + 1, previous: former === undefined ? null : digestOf(former) },
      pages: pages.map(({ entry }) => entry),
    };
    headers.push(header);
    vectors.push(
      await vectorOf(
        header,
        pages.map(({ text }) => text),
      ),
    );
  }
  return { vectors, headers };
}

/** What is wrong with the second release, each in one way. */
async function faults(vectors: readonly ReleaseVector[], headers: readonly ReleaseHeader[]): Promise<FaultVector[]> {
  const [first, second] = vectors as [ReleaseVector, ReleaseVector];
  const header = headers[1] as ReleaseHeader;
  const changed = async (what: string, code: string, change: object, key?: NamedKey): Promise<FaultVector> => ({
    ...{ what, code, previous: first.header },
    ...(await vectorOf({ ...header, ...change }, second.pages, key)),
  });
  return [
    await changed('of a later format', 'UNKNOWN_FORMAT', { format: 3 }),
    await changed('with a field that the format has not', 'UNREADABLE', { people: 3 }),
    await changed('signed by a key that is not the organisation’s', 'UNKNOWN_KEY', {}, foreign),
    await changed('signed by another key under the name of its own', 'BAD_SIGNATURE', {}, { ...foreign, id: own.id }),
    await changed('of another organisation', 'OTHER_ORGANISATION', { organisation: 'university' }),
    await changed('with a number that was there', 'OTHER_NUMBER', { number: 1 }),
    await changed('after one that is not there', 'OUT_OF_ORDER', { number: 3 }),
    await changed('that follows another', 'OTHER_DIGEST', { previous: digestOf('another') }),
    await changed('that withdraws one with changes alone', 'NOT_FULL', { withdraws: [{ number: 1, reason: 'wrong' }] }),
    await changed('complete through a day after it was made', 'FUTURE_THROUGH', { through: '2026-06-04' }),
    await changed('complete through a day before the former one’s', 'THROUGH_WENT_BACK', { through: '2026-05-30' }),
    await changed('complete through no known day after one that is', 'THROUGH_WENT_BACK', {
      ...{ through: null, until: '2026-06-02' },
    }),
    await changed('with facts until a day before it is complete', 'UNREADABLE', { until: '2026-06-01' }),
    await changed('made before the former one', 'WRONG_CLOCK', {
      through: '2026-06-01',
      madeAt: '2026-06-01T18:59:59.000Z',
    }),
    {
      ...{ what: 'in another text of the same', code: 'NOT_CANONICAL', previous: first.header, pages: second.pages },
      header: JSON.stringify(header, null, 1),
      signature: await signHeader(JSON.stringify(header, null, 1), own),
    },
    {
      ...{ what: 'whose page is another', code: 'OTHER_DIGEST', previous: first.header, ...second },
      pages: second.pages.map((text) => text.replace('20,29,70', '30,39,70')),
    },
  ];
}

/** The files of `schema/vectors/releases`, by name. */
export async function releaseVectors(): Promise<Map<string, string>> {
  const { vectors, headers } = await chain();
  const { kty, crv, x } = createPublicKey(own.key).export({ format: 'jwk' });
  const keys = { keys: [{ kty, crv, x, kid: own.id, alg: 'EdDSA', use: 'sig' }] };
  const files: [string, unknown][] = [
    ['keys.json', keys],
    ...vectors.map((vector, index): [string, unknown] => [`release-${index + 1}.json`, vector]),
    ['faults.json', await faults(vectors, headers)],
  ];
  return new Map(files.map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]));
}
