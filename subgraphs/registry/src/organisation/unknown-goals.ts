import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { goalImport, readCsv } from '@hub/kit/service';
import { clientError, readAgreements } from '@hub/protocol';

/**
 * Refuses agreements that name a goal which the hub does not have.
 * @param folder has the files of the hub's goals.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function refuseUnknownGoals(text: string, folder: string): Promise<void> {
  const { agreements = [] } = readAgreements(text, 'agreements.yaml').agreements ?? {};
  const named = agreements.flatMap(({ id, figures, combined }) =>
    Object.entries({ figures, combined }).flatMap(([use, goals]) => goals.map((goal) => ({ id, use, goal }))),
  );
  if (named.every(({ goal }) => goal === anyGoal)) return;
  const known = new Set([anyGoal]);
  for await (const item of readCsv(createReadStream(join(folder, 'goals.csv')), Object.keys(goalImport.columns))) {
    if (item.type === 'record') known.add(item.values['code'] ?? '');
  }
  const unknown = named.filter(({ goal }) => !known.has(goal));
  if (unknown.length === 0) return;
  const expected = [...known].join(', ');
  throw clientError(
    'BAD_USER_INPUT',
    unknown
      .map(({ id, use, goal }) => `agreements.yaml: ${id}: ${use}: expected one of the goals ${expected}, got ${goal}`)
      .join('\n'),
  );
}

/** Stands for every goal. */
const anyGoal = '*';
