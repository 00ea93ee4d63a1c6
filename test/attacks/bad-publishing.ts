import { expect } from '@jest/globals';
import type { Attack, AttackClass } from './support/attack.js';
import type { Told } from './support/client.js';
import type { Target } from './support/target.js';

const list = async ({ hub }: Target) =>
  hub.ask(
    { query: '{ publications(first: 100) { id note differences { goalCode } document releases { number } } }' },
    { role: 'analyst' },
  );

/** Publishes somehow; says what came, and whether everybody can read the list afterwards. */
const publishing = (
  name: string,
  given: string,
  expected: object,
  { role = 'analyst', organisation }: { readonly role?: string; readonly organisation?: string } = {},
): Attack => ({
  name,
  attack: async (target) => {
    const before = readable(await list(target));
    const by = { role, ...(organisation !== undefined && { organisation }) };
    const answer = await target.hub.ask({ query: `mutation { publishProgress(${given}) { id note } }` }, by);
    const after = readable(await list(target));
    return {
      codes: answer.codes,
      data: answer.data,
      isReadable: after !== undefined,
      added: (after ?? 0) - (before ?? 0),
    };
  },
  expected: { isReadable: true, ...expected },
});

/** How many publications the list has, all of them whole; undefined where it fails. */
function readable({ codes, data }: Told): number | undefined {
  const { publications } = (data ?? {}) as { readonly publications?: readonly (object | null)[] | null };
  return codes.length > 0 || !publications || publications.includes(null) ? undefined : publications.length;
}

const refused = { added: 0, codes: expect.arrayContaining([expect.any(String)]) };
const month = 'period: "2026-02"';
const published = (note: string | null) => ({ added: 1, codes: [], data: { publishProgress: { note } } });

const attacks: Attack[] = [
  publishing('without a note', month, published(null)),
  publishing('once more without one', month, published(null)),
  publishing('with null as a note', `${month}, note: null`, published(null)),
  publishing('with a note of quotes and line ends', `${month}, note: "\\"}, {\\n\\u2028"`, { isReadable: true }),
  publishing('with a note of 1,001 characters', `${month}, note: "${'x'.repeat(1001)}"`, refused),
  publishing('with half of a surrogate pair as a note', `${month}, note: "\\ud800"`, { isReadable: true }),
  publishing('a month before any data', 'period: "1990-01"', refused),
  publishing('a year before any data', 'period: "0001"', refused),
  publishing('a year of later', 'period: "9999"', refused),
  publishing('a period that is none', 'period: "2026-13"', refused),
  ...['app', 'auditor', 'operator'].map((role) => publishing(`as ${role}`, month, refused, { role })),
  publishing('as an organisation’s staff', month, refused, { role: 'staff', organisation: 'womens-union' }),
  {
    name: 'ten times at once',
    attack: async (target) => {
      const before = readable(await list(target));
      const query = `mutation { publishProgress(${month}) { id } }`;
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => target.hub.ask({ query }, { role: 'analyst' })),
      );
      const made = answers.filter(({ codes }) => codes.length === 0).length;
      const codes = new Set(answers.flatMap((one) => one.codes));
      codes.delete('CONFLICT');
      codes.delete('LIMIT_EXCEEDED');
      const after = readable(await list(target));
      return { isRight: after === (before ?? NaN) + made && made > 0, others: [...codes] };
    },
    expected: { isRight: true, others: [] },
  },
];

/** Publications that nobody can read afterwards, or that nobody should make. */
export const badPublishing: AttackClass = { name: 'publishing badly', attacks };
