import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { publishBy } from '../support/publishing.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { Told } from './support/client.js';
import type { Target } from './support/target.js';

const list = async ({ hub }: Target) =>
  hub.ask(
    { query: '{ publications(first: 100) { id note differences { goalCode } document releases { number } } }' },
    { role: 'analyst' },
  );

/** Who asks. */
interface By {
  readonly role?: string;
  readonly organisation?: string;
}

/** Drafts somehow; says what came, and whether everybody can read the list of publications afterwards. */
const drafting = (
  name: string,
  given: string,
  expected: object,
  { role = 'analyst', organisation }: By = {},
): Attack => ({
  name,
  attack: async (target) => {
    const before = readable(await list(target));
    const by = { role, ...(organisation !== undefined && { organisation }) };
    const input = `input: { ${given} }, idempotencyKey: "${randomUUID()}"`;
    const answer = await target.hub.ask({ query: `mutation { draftPublication(${input}) { noteVi } }` }, by);
    const after = readable(await list(target));
    return {
      codes: answer.codes,
      data: answer.data,
      isReadable: after !== undefined,
      added: (after ?? 0) - (before ?? 0),
    };
  },
  // A draft is no publication.
  expected: { isReadable: true, added: 0, ...expected },
});

/** How many publications the list has, all of them whole; undefined where it fails. */
function readable({ codes, data }: Told): number | undefined {
  const { publications } = (data ?? {}) as { readonly publications?: readonly (object | null)[] | null };
  return codes.length > 0 || !publications || publications.includes(null) ? undefined : publications.length;
}

const refused = { codes: expect.arrayContaining([expect.any(String)]) };
const notes = 'noteVi: "Thử", noteEn: "Try"';
const month = `period: "2026-02", ${notes}, unchanged: true`;
const drafted = (noteVi: string) => ({ codes: [], data: { draftPublication: { noteVi } } });

/** Asks as the analyst or the approver; throws the codes of a refused step. */
const as = (target: Target) => async (query: string, who: string) => {
  const answer = await target.hub.ask({ query }, { role: who === 'approver' ? 'approver' : 'analyst' });
  if (answer.codes.length > 0) throw new Refused(answer.codes);
  return answer.data as any;
};

class Refused extends Error {
  constructor(readonly codes: readonly string[]) {
    super(codes.join());
  }
}

const attacks: Attack[] = [
  drafting('with a note', month, drafted('Thử')),
  drafting('without a note', 'period: "2026-02"', refused),
  drafting('with an empty note', 'period: "2026-02", noteVi: " ", noteEn: " "', refused),
  drafting('with a note of quotes and line ends', `period: "2026-02", noteVi: "\\"}, {\\n\\u2028", noteEn: "x"`, {}),
  drafting('with a note of 1,001 characters', `period: "2026-02", noteVi: "${'x'.repeat(1001)}", noteEn: "x"`, refused),
  drafting('with half of a surrogate pair as a note', `period: "2026-02", noteVi: "\\ud800", noteEn: "x"`, {}),
  drafting('a month before any data', `period: "1990-01", ${notes}`, refused),
  drafting('a year before any data', `period: "0001", ${notes}`, refused),
  drafting('a year of later', `period: "9999", ${notes}`, refused),
  drafting('a period that is none', `period: "2026-13", ${notes}`, refused),
  ...['app', 'auditor', 'operator'].map((role) => drafting(`as ${role}`, month, refused, { role })),
  drafting('as an organisation’s staff', month, refused, { role: 'staff', organisation: 'womens-union' }),
  {
    name: 'approving one’s own draft, or publishing what nobody approved',
    attack: async (target) => {
      const ask = as(target);
      const { draftPublication: draft } = await ask(
        `mutation { draftPublication(input: { ${month} }, idempotencyKey: "${randomUUID()}") { id digest } }`,
        'drafter',
      );
      const step = (name: string, who: string) =>
        ask(
          `mutation { stepPublicationDraft(id: "${draft.id}", step: ${name}, digest: "${draft.digest}") { id } }`,
          who,
        ).then(
          () => 'done',
          (error: unknown) => (error instanceof Refused ? error.codes.join() : String(error)),
        );
      const told = [
        await step('PUBLISH', 'drafter'),
        await step('HAND_OVER', 'drafter'),
        await step('APPROVE', 'drafter'),
      ];
      return { told, thrownAway: await step('DISCARD', 'drafter') };
    },
    expected: { told: ['WRONG_STATE', 'done', 'UNAUTHORIZED_FIELD_OR_TYPE'], thrownAway: 'done' },
  },
  {
    name: 'five times at once',
    attack: async (target) => {
      const before = readable(await list(target));
      const tried = Array.from({ length: 5 }, () =>
        publishBy(as(target), { period: '2026-02', note: 'Thử' }).then(
          () => [],
          (error: unknown) => (error instanceof Refused ? error.codes : [String(error)]),
        ),
      );
      const answers = await Promise.all(tried);
      const made = answers.filter((codes) => codes.length === 0).length;
      const codes = new Set(answers.flat());
      for (const known of ['CONFLICT', 'OUTDATED_DRAFT', 'LIMIT_EXCEEDED']) codes.delete(known);
      const after = readable(await list(target));
      return { isRight: after === (before ?? NaN) + made && made > 0, others: [...codes] };
    },
    expected: { isRight: true, others: [] },
  },
];

/** Publications that nobody can read afterwards, or that nobody should make. */
export const badPublishing: AttackClass = { name: 'publishing badly', attacks };
