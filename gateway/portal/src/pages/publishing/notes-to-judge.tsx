import { useState } from 'preact/hooks';
import { ask, Unanswered, useAnswer } from '../../hub/ask.js';
import { useRootPlace } from '../../hub/settings.js';
import { graphLanguage } from '../../language/language.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords, type Words } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { Waiting } from '../../parts/waiting.js';

interface Note {
  readonly id: string;
  readonly goalCode: string;
  readonly placeCode: string;
  readonly period: string;
  readonly text: string;
  readonly at: string;
  readonly writtenBy: string | null;
  readonly organisation: { readonly name: string } | null;
}

const query = `query NotesToJudge($language: Language!) {
  figureNotes(state: PENDING, first: 50) {
    id goalCode placeCode period text at writtenBy organisation { name(language: $language) }
  }
  goals { code title(language: $language) }
  communes(first: 200) { nodes { code name(language: $language) } }
}`;

interface Found {
  readonly figureNotes: readonly Note[] | null;
  readonly goals: readonly { readonly code: string; readonly title: string }[] | null;
  readonly communes: { readonly nodes: readonly { readonly code: string; readonly name: string }[] } | null;
}

const mutation = `mutation JudgeNote($id: ID!, $accepted: Boolean!, $reason: String) {
  judgeFigureNote(id: $id, accepted: $accepted, reason: $reason) { id state }
}`;

const words = {
  notes: { vi: 'Ghi chú chờ duyệt', en: 'Notes that wait' },
  province: { vi: 'Toàn tỉnh', en: 'The province' },
  none: { vi: 'Không có ghi chú nào chờ duyệt.', en: 'No note waits.' },
  accept: { vi: 'Duyệt', en: 'Accept' },
  reject: { vi: 'Không duyệt', en: 'Reject' },
  why: { vi: 'Lý do (khi không duyệt)', en: 'Why (to reject it)' },
  OWN_NOTE: { vi: 'Người viết không tự duyệt ghi chú của mình.', en: 'Whoever wrote a note does not judge it.' },
  WRONG_STATE: { vi: 'Người khác đã duyệt ghi chú này.', en: 'Somebody else has judged it.' },
  notDone: { vi: 'Chưa làm được.', en: 'It was not done.' },
} as const satisfies Words;

/** Notes on figures that wait for a publisher's decision. */
export function NotesToJudge() {
  const { say, language } = useWords(words);
  const answer = useAnswer<Found>(query, { language: graphLanguage(language) });
  const root = useRootPlace();
  const found = answer.is === 'answered' ? answer.data : undefined;
  const notes = found && (found.figureNotes ?? []);
  const goalOf = (code: string): string => found?.goals?.find((one) => one.code === code)?.title ?? code;
  const placeOf = (code: string): string =>
    code === root ? say('province') : (found?.communes?.nodes.find((one) => one.code === code)?.name ?? code);
  return (
    <section aria-labelledby="notes" data-notes-to-judge>
      <h2 id="notes">{say('notes')}</h2>
      <Waiting answer={answer} />
      {notes?.length === 0 && <p>{say('none')}</p>}
      <ul>
        {notes?.map((note) => (
          <li key={note.id} data-note={note.id}>
            <Judge note={note} goal={goalOf(note.goalCode)} place={placeOf(note.placeCode)} whenDone={answer.again} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface JudgeProps {
  readonly note: Note;
  /** Title of the goal. */
  readonly goal: string;
  /** Name of the place. */
  readonly place: string;
  readonly whenDone: () => void;
}

function Judge({ note, goal, place, whenDone }: JudgeProps) {
  const { say, language } = useWords(words);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<'' | 'OWN_NOTE' | 'WRONG_STATE' | 'notDone'>('');
  const { id, goalCode, period, text, at, writtenBy, organisation } = note;
  const judge = async (accepted: boolean): Promise<void> => {
    try {
      await ask(mutation, { id, accepted, reason: accepted ? null : reason });
      whenDone();
    } catch (error) {
      const code = error instanceof Unanswered ? error.code : '';
      setFault(code === 'OWN_NOTE' || code === 'WRONG_STATE' ? code : 'notDone');
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void judge(false);
      }}
    >
      <p>
        <Link to={`/goals/${goalCode}`} state={{ period }}>
          {goal}
        </Link>
        , {place}, {periodIn(period, language)}: <strong>{text}</strong>{' '}
        <small class="quiet">
          {organisation?.name}
          {writtenBy !== null && `, ${writtenBy}`}, {moment(at, language)}
        </small>
      </p>
      <p class="downloads">
        <button type="button" class="main" onClick={() => void judge(true)}>
          {say('accept')}
        </button>
        <label>
          {say('why')}
          <input
            name="reason"
            required
            maxLength={1000}
            value={reason}
            onInput={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit">{say('reject')}</button>
        <span role="alert">{fault && say(fault)}</span>
      </p>
    </form>
  );
}
