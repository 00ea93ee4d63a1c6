import { readAgreements } from '@hub/protocol';
import { serveCage } from '@hub/runtime';
import { parse } from 'graphql';
import type { ReadingTask } from './check/read-in-cage.js';
import { differences } from './organisation/schema-differences.js';

/** The most tokens of a schema. */
const maxTokens = 200_000;

serveCage((task: ReadingTask) => {
  if ('agreements' in task) return agreementsProblem(task.agreements, task.organisation);
  if ('schema' in task) return syntaxProblem(task.schema);
  return differences(task.published, task.served);
});

function agreementsProblem(text: string, organisation: string): string | undefined {
  const { agreements, problems } = readAgreements(text, 'agreements.yaml');
  if (problems) return problems.join('\n');
  if (agreements.organisation === organisation) return undefined;
  return `agreements.yaml: organisation: expected ${organisation}, got ${agreements.organisation}`;
}

function syntaxProblem(sdl: string): string | undefined {
  try {
    parse(sdl, { noLocation: true, maxTokens });
    return undefined;
  } catch (error) {
    return error instanceof RangeError
      ? 'schema: expected types, lists and objects in each other up to a depth that a parser reads, got deeper ones'
      : `schema: ${(error as Error).message}`;
  }
}
