import { defineLoader } from '@hub/kit';
import { type Counts, countsIn } from '../measure.js';
import { type PublishedFigures, publishedFigures } from '../published-figures.js';

/** A month's figures as they are, and as they were under the revisions before. */
export interface FiguresOfMonth {
  /** As of a revision, 1 for the first file of the month; as they are now where it is left out. */
  readonly at: (revision?: number) => PublishedFigures;
}

interface CountRow {
  readonly place: string;
  readonly month: string;
}

interface CorrectionRow extends CountRow {
  readonly revision: number;
  /** Whether the commune had no counts before. */
  readonly added: boolean;
}

const values = 'adults_confirmed, accounts_level_1, accounts_level_2, digital_signatures';

/** Loads months whole, for what is withheld of a commune depends on all others. */
export const figuresOfMonth = defineLoader<string, FiguresOfMonth>(async (months, em) => {
  const asked = JSON.stringify(months);
  const ofMonths = 'where month in (select json_array_elements_text(?::json))';
  const counts = await em.execute<CountRow[]>(`select place, month, ${values} from identity_count ${ofMonths}`, [
    asked,
  ]);
  const corrections = await em.execute<CorrectionRow[]>(
    `select place, month, revision, adults_confirmed is null as added, ${values} from identity_correction ${ofMonths}
     order by revision desc`,
    [asked],
  );
  const countsByMonth = Map.groupBy(counts, ({ month }) => month);
  const correctionsByMonth = Map.groupBy(corrections, ({ month }) => month);
  return months.map((month) => figures(countsByMonth.get(month) ?? [], correctionsByMonth.get(month) ?? []));
});

function figures(rows: readonly CountRow[], corrections: readonly CorrectionRow[]): FiguresOfMonth {
  const now = new Map(rows.map((row) => [row.place, countsIn({ ...row })]));
  const published = new Map<number, PublishedFigures>();
  return {
    at: (revision = Number.POSITIVE_INFINITY) => {
      const found = published.get(revision) ?? publishedFigures(asOf(revision, now, corrections));
      published.set(revision, found);
      return found;
    },
  };
}

/** Takes the corrections of later revisions back, the newest first. */
function asOf(
  revision: number,
  now: ReadonlyMap<string, Counts>,
  corrections: readonly CorrectionRow[],
): ReadonlyMap<string, Counts> {
  const counts = new Map(now);
  for (const correction of corrections) {
    if (correction.revision <= revision) break;
    if (correction.added) counts.delete(correction.place);
    else counts.set(correction.place, countsIn({ ...correction }));
  }
  return counts;
}
