import { expect, test } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';
import { withTypesOfHidden } from './hidden-types.js';
import { rewriteSelections } from './selections.js';

test('asks for the types of objects that may be hidden, and of no others', () => {
  const schema = buildSchema(`
    type Query { shown: Shown open: [Open!]! }
    interface Shown { name: String below: [Shown!] }
    interface Open { name: String }
    type Seen implements Shown & Open { name: String below: [Shown!] }
  `);
  const document = parse('{ shown { name below { ...F } } open { name } } fragment F on Shown { name }');
  expect(
    print(rewriteSelections(document, schema, [withTypesOfHidden((type) => type === 'Shown')])).replaceAll(/\s+/g, ' '),
  ).toBe('{ shown { name below { ...F __typename } __typename } open { name } } fragment F on Shown { name }');
});
