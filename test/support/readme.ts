import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

function block(language: string): string {
  const [, found] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(text) ?? [];
  if (found === undefined) throw new Error(`README.md has no ${language} block.`);
  return found;
}

const query = block('graphql');
if (query !== readFileSync(new URL('../../docs/examples/goals.graphql', import.meta.url), 'utf8'))
  throw new Error('Expected docs/examples/goals.graphql to be the query that README.md shows.');

const answer = JSON.parse(block('json')) as { extensions: { cost: { estimated: number; budget: number } } };

/** The README's query, and the answer that it promises, with the cost in a separate property. */
export const readme = { query, answer: comparable(answer), cost: answer.extensions.cost };

/**
 * Asks a gateway the README's query, for steering.
 * @param token of the caller; without it, the request is anonymous and for statistics.
 */
export async function askReadme(gateway: string, token?: string): Promise<unknown> {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-purpose': token === undefined ? 'statistics' : 'steering',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: readme.query }),
  });
  return comparable((await response.json()) as object);
}

/** An answer without its cost; estimates are only about the same in each installation, whose keys are its own. */
function comparable(answer: object): object {
  const text = JSON.stringify(withoutCost(answer));
  return JSON.parse(text, (_name, value) => {
    if (value?.people?.method !== 'ESTIMATE') return value;
    // Where an interval reaches the target, the verdict of one that does not is open.
    const status = value.status === 'UNCERTAIN' ? 'ON_TRACK' : value.status;
    return { ...value, status, people: { ...value.people, estimate: 'about', interval: 'about' }, gapPeople: 'about' };
  }) as object;
}

/** An answer without `extensions`, which have its cost. */
export function withoutCost(answer: { readonly extensions?: unknown }): object {
  const { extensions: _cost, ...others } = answer;
  return others;
}
