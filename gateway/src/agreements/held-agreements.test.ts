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

test('callers combine the same where their agreements come to the same goals at a level', () => {
  const combined = (role: string, level: 'province' | 'commune', goals: readonly string[][]) => {
    const all = goals.map((one, index) => ({
      ...{ ...agreement, id: `A-${index}`, combined: one, purposes: 'any' as const },
      ...(index === 0 ? { with: 'anyone' as const } : { granularity: 'commune' as const }),
    }));
    const inForce = {
      organisations: organisations.slice(0, 1).map((one) => ({ ...one, agreements: all })),
      purposes: [],
      communeLevel: [],
    };
    const caller = { ...anonymous, identityClass: role, roles: [role] };
    return new AskedFor(inForce).by(caller, undefined).rights.agreements?.combinedAt(level);
  };
  const isSame = (level: 'province' | 'commune', ...goals: string[][]) =>
    combined('analyst', level, goals) === combined('app', level, goals);
  expect(isSame('province', ['*'], ['A', 'B'])).toBe(true);
  expect(isSame('province', ['A'], ['B', 'A'])).toBe(false);
  expect(isSame('commune', ['*'], ['A'])).toBe(false);
  expect(isSame('commune', ['*'])).toBe(true);
});

test('who asks where shares are given asks the organisations whose agreements give them for that purpose', () => {
  const fields = ['Query.goal', 'Reported.share'];
  expect(askedBy('analyst', 'steering', fields)).toEqual(['womens-union']);
  expect(askedBy('app', 'steering', fields)).toEqual(['identity']);
  expect(askedBy('analyst', 'research', fields)).toEqual([]);
  expect(askedBy('analyst', 'steering', ['Query.goal'])).toEqual([]);
});
