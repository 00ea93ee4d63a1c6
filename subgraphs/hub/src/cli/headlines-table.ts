import { z } from 'zod';
import { type Column, textTable } from './text-table.js';

const figure = z.object({ lower: z.int(), upper: z.int().nullable(), estimate: z.int().nullable() }).nullable();
const answered = z.object({
  unknownGoals: z.array(z.string()),
  headlines: z.array(
    z.object({
      ...{ audience: z.string(), goal: z.string(), period: z.string(), now: figure, accepted: figure },
      ...{ missing: z.array(z.string()), outside: z.array(z.string()), isExpected: z.boolean(), lets: z.boolean() },
    }),
  ),
});
type Headline = z.infer<typeof answered>['headlines'][number];

/**
 * Each audience's headlines as lines of a table: the present figures beside the figures after the acceptance of an
 * organisation. Below the table, the goals of its agreements that the hub does not have.
 */
export function headlinesTable(answer: unknown): string[] {
  const { headlines, unknownGoals } = answered.parse(answer);
  const columns: readonly Column<Headline>[] = [
    { title: 'For', width: 20, text: ({ audience }) => audience },
    { title: 'Goal', width: 24, text: ({ goal, period }) => `${goal} ${period}` },
    { title: 'Now', width: 30, text: ({ now }) => textOf(now) },
    {
      title: 'Accepted',
      width: 30,
      text: ({ now, accepted }) => (same(now, accepted) ? 'the same' : textOf(accepted)),
    },
    { title: 'Missing', width: 24, text: ({ missing }) => missing.join(', ') || '–' },
    { title: 'Not counted', width: 24, text: ({ outside }) => outside.join(', ') || '–' },
    { title: 'It counts', width: 30, text: countsText },
  ];
  const unknown = unknownGoals.map((goal) => `Its agreements name the goal ${goal}, which the hub does not have.`);
  return [...textTable(columns, headlines), ...unknown];
}

function countsText({ isExpected, lets }: Headline): string {
  if (!isExpected) return 'no: the goal does not expect it';
  return lets ? 'from its first release on' : 'no: outside its agreements';
}

function textOf(people: z.infer<typeof figure>): string {
  if (!people) return 'nothing known';
  const estimate = people.estimate === null ? '' : `, estimated ${people.estimate}`;
  return `${people.lower} to ${people.upper ?? 'anybody'}${estimate}`;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
