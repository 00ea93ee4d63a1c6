import type { SubgraphContext } from '@hub/kit';
import { badUserInput, canonicalText, clientError, digestOf, parsePeriod, valueFormats } from '@hub/protocol';
import { existingGoal } from '../goal/goal.loader.js';
import { figurePlace } from '../progress/goal-progress.loader.js';
import type { Doer } from '../publishing/deed.js';
import { type FigureNoteInput, FigureNoteState } from './figure-note.type.js';
import { readNotes, type StoredNote } from './stored-note.js';

/** The scope that an organisation's people need to write notes on figures. */
export const notesScope = 'notes:write';

/** How many notes of one organisation may wait. */
const mostPending = 50;

/** The writer of a note: a person of an organisation. */
export interface Writer extends Doer {
  readonly organisation: string;
}

/**
 * Writes a note on a figure, which waits for a publisher's review. A repeated request under the same key returns the
 * same note.
 * @throws GraphQLError `IDEMPOTENCY_KEY_REUSED`, `TOO_MANY_NOTES`, `BAD_USER_INPUT`.
 */
export async function writeNote(
  input: FigureNoteInput,
  key: string,
  by: Writer,
  context: SubgraphContext,
): Promise<StoredNote> {
  const { expected, accepts } = valueFormats.code;
  if (!accepts(key)) throw badUserInput(`Expected idempotencyKey to be ${expected}.`);
  const text = input.text.trim();
  if (text === '') throw badUserInput('text: expected what is said of the figure, got nothing.');
  if (parsePeriod(input.period).lastMonth !== input.period) {
    throw badUserInput(`period: expected a month, such as 2026-10, got ${input.period}.`);
  }
  const goal = await existingGoal(input.goal, context);
  const place = await figurePlace(input.place ?? context.rootPlace, context);
  if (!place) throw badUserInput(`place: expected the code of a commune, got ${JSON.stringify(input.place)}.`);
  const asked = { goal: goal.code, place: place.code, period: input.period, text };
  const askedDigest = digestOf(canonicalText(asked));
  const [known] = await readNotes(context.em, { subject: by.subject, key });
  if (known) return sameAs(known, askedDigest);
  await context.em.transactional(async (em) => {
    // An organisation's notes are written one at a time, so that the limit holds.
    await em.execute('select pg_advisory_xact_lock(hashtext(?))', [`figure_note ${by.organisation}`]);
    const [counted] = await em.execute<{ pending: number }[]>(
      `select count(*)::int as pending from figure_note where state = 'PENDING' and organisation_code = ?`,
      [by.organisation],
    );
    if ((counted?.pending ?? 0) >= mostPending) {
      throw clientError('TOO_MANY_NOTES', `Expected at most ${mostPending} notes of ${by.organisation} that wait.`);
    }
    await em.execute(
      `insert into figure_note (goal_code, place_code, period, note, organisation_code, subject, name, at,
         idempotency_key, asked_digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      [
        ...[asked.goal, asked.place, asked.period, text, by.organisation, by.subject, by.name],
        ...[context.now().toISOString(), key, askedDigest],
      ],
    );
  });
  const [written] = await readNotes(context.em, { subject: by.subject, key });
  if (!written) throw new Error('Expected the note that was written.');
  return sameAs(written, askedDigest);
}

function sameAs(known: StoredNote, askedDigest: string): StoredNote {
  if (known.askedDigest === askedDigest) return known;
  throw clientError('IDEMPOTENCY_KEY_REUSED', 'Expected another idempotencyKey: this one was given with another note.');
}

/** A publisher's judgement of a note. */
export interface Judgement {
  readonly id: string;
  readonly accepted: boolean;
  readonly reason: string | null;
}

/**
 * Accepts or rejects a note that waits. The same judgement again changes nothing.
 * @throws GraphQLError `WRONG_STATE` if the note was judged differently; `OWN_NOTE` for the note's writer;
 * `BAD_USER_INPUT`.
 */
export async function judgeNote(
  { id, accepted, reason }: Judgement,
  by: Doer,
  context: SubgraphContext,
): Promise<StoredNote> {
  const why = reason?.trim() ?? '';
  if (!accepted && why === '') throw badUserInput('reason: expected why the note is rejected, got nothing.');
  const state = accepted ? FigureNoteState.ACCEPTED : FigureNoteState.REJECTED;
  const [known] = /^[1-9]\d{0,15}$/.test(id) ? await readNotes(context.em, { id }) : [];
  if (!known) throw badUserInput(`Expected the id of a note, but got ${JSON.stringify(id)}.`);
  if (known.subject === by.subject) throw clientError('OWN_NOTE', 'Expected somebody else to judge what you wrote.');
  await context.em.execute(
    `update figure_note set state = ?, reason = ?, judged_by = ?, judged_name = ?, judged_at = ?
     where number = ? and state = 'PENDING'`,
    [state, accepted ? null : why, by.subject, by.name, context.now().toISOString(), id],
  );
  const [judged] = await readNotes(context.em, { id });
  if (judged?.state === state) return judged;
  throw clientError('WRONG_STATE', `Expected a note that waits, but ${id} is ${judged?.state ?? 'gone'}.`);
}
