import { defineLoader, type SubgraphContext } from '@hub/kit';
import type { FigureNote, FigureNoteState } from './figure-note.type.js';

type Em = SubgraphContext['em'];

/** A note as a row of its table. */
export interface StoredNote extends FigureNote {
  readonly organisationCode: string;
  readonly name: string;
  readonly subject: string;
  readonly askedDigest: string;
}

const columns = `number::text as id, goal_code as "goalCode", place_code as "placeCode", period, note as text, at, state,
  reason, judged_at as "judgedAt", organisation_code as "organisationCode", name, subject, asked_digest as "askedDigest"`;

type Row = Omit<StoredNote, 'at' | 'judgedAt'> & {
  readonly at: string | Date;
  readonly judgedAt: string | Date | null;
};

const readRow = ({ at, judgedAt, ...row }: Row): StoredNote => ({
  ...row,
  at: new Date(at),
  judgedAt: judgedAt === null ? null : new Date(judgedAt),
});

/** Filter of notes. */
export interface WantedNotes {
  readonly id?: string;
  readonly state?: FigureNoteState | null;
  readonly organisation?: string | undefined;
  readonly subject?: string;
  readonly key?: string;
  readonly first?: number;
}

/** Reads notes, the newest first. */
export async function readNotes(
  em: Em,
  { id, state, organisation, subject, key, first = 1 }: WantedNotes,
): Promise<StoredNote[]> {
  const asked = [
    ['number = ?', id],
    ['state = ?', state ?? undefined],
    ['organisation_code = ?', organisation],
    ['subject = ?', subject],
    ['idempotency_key = ?', key],
  ].filter((one): one is [string, string] => one[1] !== undefined);
  const where = asked.length > 0 ? `where ${asked.map(([condition]) => condition).join(' and ')}` : '';
  const rows = await em.execute<Row[]>(`select ${columns} from figure_note ${where} order by number desc limit ?`, [
    ...asked.map(([, value]) => value),
    first,
  ]);
  return rows.map(readRow);
}

/** How many notes are shown beside one figure: the newest. */
const mostShown = 20;

/** The notes that are shown beside figures, by `GOAL PLACE PERIOD`. */
export const notesOfFigures = defineLoader<string, StoredNote[]>(async (figures, em) => {
  const rows = await em.execute<Row[]>(
    `select ${columns} from (
       select *, row_number() over (partition by goal_code, place_code, period order by number desc) as turn
       from figure_note where state = 'ACCEPTED' and (goal_code, place_code, period) in (
         select split_part(value, ' ', 1), split_part(value, ' ', 2), split_part(value, ' ', 3)
         from json_array_elements_text(?::json) as value)
     ) n where turn <= ? order by number desc`,
    [JSON.stringify(figures), mostShown],
  );
  const notes = Map.groupBy(
    rows.map(readRow),
    ({ goalCode, placeCode, period }) => `${goalCode} ${placeCode} ${period}`,
  );
  return figures.map((figure) => notes.get(figure) ?? []);
});
