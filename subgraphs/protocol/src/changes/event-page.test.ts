import { expect, test } from '@jest/globals';
import { pageOfEvent } from './event-page.js';

const nothing = { goal: null, organisation: null, publication: null };

test.each([
  [{ kind: 'PUBLICATION', goal: 'CITIZENS', publication: '2026 Q1' }, '/publications/2026%20Q1'],
  [{ kind: 'SCHEMA', organisation: 'university' }, '/schema'],
  [{ kind: 'LATE', goal: 'CITIZENS', organisation: 'university' }, '/organisations/university'],
  [{ kind: 'DUE', organisation: 'university' }, '/organisations/university'],
  // A due date without an organisation is the steering committee's own, so its page is the goal's.
  [{ kind: 'DUE', goal: 'CITIZENS' }, '/goals/CITIZENS'],
  [{ kind: 'FIGURES', goal: 'CITIZENS', organisation: 'university' }, '/goals/CITIZENS'],
  [{ kind: 'DUE' }, '/'],
])('of %j, people read on at %s', (event, page) => {
  expect(pageOfEvent({ ...nothing, ...event })).toBe(page);
});
