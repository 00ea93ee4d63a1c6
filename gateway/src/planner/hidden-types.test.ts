import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { rewritten } from '../fixtures/rewritten.js';
import { withTypesOfHidden } from './hidden-types.js';

test('asks for the types of objects that may be hidden, and of no others', () => {
  const schema = buildSchema(`
    type Query { shown: Shown open: [Open!]! }
    interface Shown { name: String below: [Shown!] }
    interface Open { name: String }
    type Seen implements Shown & Open { name: String below: [Shown!] }
  `);
  const operation = '{ shown { name below { ...F } } open { name } } fragment F on Shown { name }';
  const withTypes = withTypesOfHidden((type) => type === 'Shown');
  expect(rewritten(operation, schema, withTypes)).toBe(
    '{ shown { name below { ...F __typename } __typename } open { name } } fragment F on Shown { name }',
  );
});
