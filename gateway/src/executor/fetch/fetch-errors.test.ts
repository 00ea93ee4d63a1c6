import { expect, test } from '@jest/globals';
import { SubgraphFault } from '../../errors/subgraph-fault.js';
import { FetchErrors } from './fetch-errors.js';

const subgraph = { name: 'a', url: 'http://a/' };
const late = new SubgraphFault('SUBGRAPH_TIMEOUT', 'late');

function errorsOf() {
  const logged: unknown[] = [];
  const errors = new FetchErrors({ log: { warn: (what: unknown) => logged.push(what) } as never });
  return {
    errors,
    logged,
    told: () => errors.all.map(({ message, path }) => `${message} at ${path?.join('.') ?? ''}`),
  };
}

test('the requests of one fetch that fail alike at the same places are one error, in the log too', () => {
  const { errors, logged, told } = errorsOf();
  const before = new Set<string>();
  errors.addFault(subgraph, late, [['x']], before);
  errors.addFault(subgraph, late, [['x']], before);
  errors.addFault(subgraph, late, [['y']], before);
  errors.addFault(subgraph, new SubgraphFault('SUBGRAPH_TIMEOUT', 'later'), [['x']], before);
  expect(told()).toEqual(['late at x', 'late at y', 'later at x']);
  expect(logged).toHaveLength(3);
});

test('fetches that fail alike are an error each', () => {
  const { errors, told } = errorsOf();
  errors.addFault(subgraph, late, [['x'], ['y']]);
  errors.addFault(subgraph, late, [['x']], new Set());
  expect(told()).toEqual(['late at x', 'late at y', 'late at x']);
});
