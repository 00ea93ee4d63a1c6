import { expect, test } from '@jest/globals';
import { type GoalOfOwed, owedOf, type Reminder } from './owed.js';

const month = (of: string, state: string, late: number | null = null) => ({ month: of, state, late });
const goal = (code: string, organisations: Record<string, ReturnType<typeof month>[]>): GoalOfOwed => ({
  ...{ code, title: code.toLowerCase() },
  closing: { state: 'LATE_DATA', period: '2026-12', lateDataUntil: '2027-01-31' },
  completeness: {
    organisations: Object.entries(organisations).map(([name, months]) => ({
      ...{ organisation: { code: name, name }, months },
    })),
  },
});

test('who owes which months, since when, and when the hub reminded of them', () => {
  const goals = [
    goal('PUPILS', {
      education: [month('2026-11', 'REPORTED', 0), month('2026-12', 'NOT_YET', 5)],
      'youth-union': [month('2026-11', 'REPORTED', 0), month('2026-12', 'LATE', 2)],
    }),
    goal('ADULTS', {
      university: [month('2026-11', 'NOT_YET'), month('2026-12', 'NOT_YET'), month('2027-01', 'NOT_YET')],
      'womens-union': [month('2026-12', 'NOT_LINKED')],
    }),
  ];
  const sent = (at: string, period: string, organisation: string, of = 'PUPILS'): Reminder => ({
    ...{ at, period, goal: { code: of }, organisation: { code: organisation } },
  });
  const reminders = [
    sent('2027-01-05T01:00:00Z', '2026-12', 'education'),
    sent('2027-01-11T01:00:00Z', '2026-12', 'education'),
    sent('2027-01-12T01:00:00Z', '2026-10', 'education'),
    sent('2027-01-13T01:00:00Z', '2026-12', 'education', 'ADULTS'),
  ];
  expect(owedOf(goals, reminders, '2027-01-15')).toEqual([
    {
      goal: { code: 'ADULTS', title: 'adults' },
      organisation: { code: 'university', name: 'university' },
      ...{ isLinked: true, months: ['2026-11', '2026-12'], late: null, daysSince: 46, remindedAt: null },
    },
    {
      goal: { code: 'PUPILS', title: 'pupils' },
      organisation: { code: 'education', name: 'education' },
      ...{ isLinked: true, months: ['2026-12'], late: 5, daysSince: 15, remindedAt: '2027-01-11T01:00:00Z' },
    },
    {
      goal: { code: 'ADULTS', title: 'adults' },
      organisation: { code: 'womens-union', name: 'womens-union' },
      ...{ isLinked: false, months: ['2026-12'], late: null, daysSince: 15, remindedAt: null },
    },
  ]);
  expect(owedOf([{ ...goal('NONE', {}), completeness: null }], [], '2027-01-15')).toEqual([]);
});
