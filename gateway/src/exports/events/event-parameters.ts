import type { DescribedParameter } from '../../http/described-endpoint.js';

const text = { type: 'string' } as const;

/** The parameters by which feeds and streams filter events. */
export const eventParameters: readonly DescribedParameter[] = [
  {
    ...{ name: 'kind', in: 'query', description: 'The kinds of events, such as `publication,late`; all unless told.' },
    schema: { type: 'array', items: { type: 'string', pattern: '^[A-Za-z_]{1,40}$' } },
    ...{ style: 'form', explode: false },
  },
  { name: 'goal', in: 'query', description: 'The code of a goal.', schema: text },
  { name: 'organisation', in: 'query', description: 'The code of an organisation.', schema: text },
  {
    ...{ name: 'commune', in: 'query', schema: text },
    description: 'The code of a commune: adds its events for callers that may see figures of communes.',
  },
];
