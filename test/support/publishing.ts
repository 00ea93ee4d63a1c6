import { randomUUID } from 'node:crypto';
import { callerOf, type SigningGateway } from './signing-gateway.js';

/** Who takes part in publishing: one who drafts and publishes, and one who approves. */
export type Publisher = 'drafter' | 'approver';

/** The caller that drafts and publishes in tests; the next one approves. */
export const drafter = callerOf({
  ...{ subject: 'lan', name: 'Lê Thị Lan', roles: ['analyst'] },
  scopes: ['progress:publish', 'progress:read'],
});
export const approver = callerOf({
  ...{ subject: 'minh', name: 'Trần Văn Minh', roles: ['analyst'] },
  scopes: ['progress:approve', 'progress:read'],
});

/** What is to be published. */
export interface ToPublish {
  readonly period: string;
  readonly note?: string;
  /** What is asked of the publication. */
  readonly fields?: string;
  /** Whether it may say what the revision before says; it may by default. */
  readonly unchanged?: boolean;
}

/**
 * Publishes a period in all steps: one drafts and hands over, a second approves, the first publishes.
 * @param ask asks as one of them, and fails where the answer has errors.
 */
export async function publishBy(
  ask: (query: string, as: Publisher) => Promise<any>,
  { period, note = 'Lần đầu', fields = 'id', unchanged = true }: ToPublish,
): Promise<any> {
  const notes = `noteVi: ${JSON.stringify(note)}, noteEn: ${JSON.stringify(note)}`;
  const input = `input: { period: "${period}", ${notes}, unchanged: ${unchanged} }, idempotencyKey: "${randomUUID()}"`;
  const { draftPublication: draft } = await ask(`mutation { draftPublication(${input}) { id digest } }`, 'drafter');
  const step = async (name: string, as: Publisher, given = '', asked = 'id') =>
    (await ask(`mutation { stepPublicationDraft(id: "${draft.id}", step: ${name}${given}) { ${asked} } }`, as))[
      'stepPublicationDraft'
    ];
  await step('HAND_OVER', 'drafter');
  await step('APPROVE', 'approver', `, digest: "${draft.digest}"`);
  return (await step('PUBLISH', 'drafter', '', `publication { ${fields} }`)).publication;
}

/** As `publishBy`, of a subgraph that is asked by a gateway of a test. */
export function publishThrough(gateway: SigningGateway, published: ToPublish): Promise<any> {
  return publishBy(async (query, as) => {
    const { data, errors } = await gateway.query(query, { caller: as === 'approver' ? approver : drafter });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }, published);
}
