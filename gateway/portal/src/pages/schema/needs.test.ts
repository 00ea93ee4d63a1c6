import { expect, test } from '@jest/globals';
import { readDescription } from './needs.js';

const agreement = (ofCommunes: boolean, ...anyOf: readonly [string, ...string[]][]) => ({
  is: 'agreement',
  ofCommunes,
  anyOf: anyOf.map(([id, ...purposes]) => ({ id, purposes })),
});

// As the gateway's own tests have the sentences.
test.each([
  ['a token', 'Needs a token.', [{ is: 'token' }]],
  ['what nobody has', 'Needs what nobody has.', [{ is: 'nobody' }]],
  [
    'rights',
    'Needs a token, and the scope `x` and `y` or `z`, and the policy `p`.',
    [{ is: 'token' }, { is: 'scope', anyOf: [['x', 'y'], ['z']] }, { is: 'policy', anyOf: [['p']] }],
  ],
  [
    'a scope, and agreements',
    'Needs the scope `records:read`. Needs the agreement W-1 (a, b) or W-2 (any purpose).',
    [{ is: 'scope', anyOf: [['records:read']] }, agreement(false, ['W-1', 'a', 'b'], ['W-2'])],
  ],
  [
    'agreements at two levels',
    'Needs the agreement A-4 (steering). Of single communes, needs the agreement A-1 (steering, audit).',
    [agreement(false, ['A-4', 'steering']), agreement(true, ['A-1', 'steering', 'audit'])],
  ],
  [
    'none',
    'Of single communes, needs an agreement of women, which has none for it.',
    [{ is: 'noAgreement', ofCommunes: true, organisation: 'women' }],
  ],
  [
    'unusable ones',
    'Needs usable agreements of women.',
    [{ is: 'unusable', ofCommunes: false, organisation: 'women' }],
  ],
])('what a field needs is read: %s', (_, sentence, needs) => {
  expect(readDescription(`Own (riêng).\n\nMore.\n\n${sentence}`)).toEqual({ text: 'Own (riêng).\n\nMore.', needs });
  expect(readDescription(sentence)).toEqual({ text: '', needs });
});

test('what the gateway did not add stays', () => {
  for (const text of ['Needs care.', 'One.\n\nNeeds the scope of things, but not this.', 'Plain.', '']) {
    expect(readDescription(text)).toEqual({ text, needs: [] });
  }
  expect(readDescription(null)).toEqual({ text: '', needs: [] });
});
