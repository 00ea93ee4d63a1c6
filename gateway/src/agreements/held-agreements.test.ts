import { expect, test } from '@jest/globals';
import { anonymous } from '../request/caller.js';
import { AskedFor } from './asked-for.js';

const agreement = {
  ...{ id: 'A-1', version: 1, title: { vi: 'Số liệu', en: 'Figures' }, shares: [], combined: ['*'], figures: ['*'] },
  ...{ purposes: ['steering'], granularity: 'province' as const, legalBasis: 'law' },
  ...{ with: [{ role: 'analyst' }], from: '2020-01-01', until: '2999-12-31' },
};
const organisations = [
  { organisation: 'womens-union', agreements: [agreement] },
  { organisation: 'university', agreements: [{ ...agreement, figures: [] }] },
  { organisation: 'identity', agreements: [{ ...agreement, with: [{ role: 'app' }] }] },
].map((one) => ({ ...one, purposes: [], communeLevel: [] }));
const askedFor = new AskedFor({
  organisations,
  purposes: [
    { code: 'steering', askedBy: 'anyone' },
    { code: 'research', askedBy: 'anyone' },
  ],
  communeLevel: [],
  figuresIn: ['Reported.share'],
});
const askedBy = (role: string, purpose: string, fields: readonly string[]) => {
  const caller = { ...anonymous, identityClass: role, roles: [role] };
  return [...(askedFor.by(caller, purpose).rights.agreements?.askedIn(fields) ?? [])];
};

test('who asks where shares are given asks the organisations whose agreements give them for that purpose', () => {
  const fields = ['Query.goal', 'Reported.share'];
  expect(askedBy('analyst', 'steering', fields)).toEqual(['womens-union']);
  expect(askedBy('app', 'steering', fields)).toEqual(['identity']);
  expect(askedBy('analyst', 'research', fields)).toEqual([]);
  expect(askedBy('analyst', 'steering', ['Query.goal'])).toEqual([]);
});
