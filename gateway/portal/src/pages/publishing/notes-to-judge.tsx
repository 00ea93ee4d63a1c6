import { useState } from 'preact/hooks';
import { ask, Unanswered, useAnswer } from '../../hub/ask.js';
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
}`;

const mutation = `mutation JudgeNote($id: ID!, $accepted: Boolean!, $reason: String) {
  judgeFigureNote(id: $id, accepted: $accepted, reason: $reason) { id state }
}`;

const words = {
  notes: { vi: 'Ghi chú chờ duyệt', en: 'Notes that wait' },
  none: { vi: 'Không có ghi chú nào chờ duyệt.', en: 'No note waits.' },
  accept: { vi: 'Duyệt', en: 'Accept' },
  reject: { vi: 'Không duyệt', en: 'Reject' },
  why: { vi: 'Lý do (khi không duyệt)', en: 'Why (to reject it)' },
  OWN_NOTE: { vi: 'Người viết không tự duyệt ghi chú của mình.', en: 'Whoever wrote a note does not judge it.' },
  WRONG_STATE: { vi: 'Người khác đã duyệt ghi chú này.', en: 'Somebody else has judged it.' },
  notDone: { vi: 'Chưa làm được.', en: 'It was not done.' },
} as const satisfies Words;

/** Notes on figures that wait for whoever publishes. */
export function NotesToJudge() {
  const { say, language } = useWords(words);
  const answer = useAnswer<{ figureNotes: readonly Note[] | null }>(query, { language: graphLanguage(language) });
  const notes = answer.is === 'answered' ? (answer.data.figureNotes ?? []) : undefined;
  return (
    <section aria-labelledby="notes" data-notes-to-judge>
      <h2 id="notes">{say('notes')}</h2>
      <Waiting answer={answer} />
      {notes?.length === 0 && <p>{say('none')}</p>}
      <ul>
        {notes?.map((note) => (
          <li key={note.id} data-note={note.id}>
            <Judge note={note} whenDone={answer.again} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Judge({ note, whenDone }: { note: Note; whenDone: () => void }) {
  const { say, language } = useWords(words);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<'' | 'OWN_NOTE' | 'WRONG_STATE' | 'notDone'>('');
  const { id, goalCode, placeCode, period, text, at, writtenBy, organisation } = note;
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
          {goalCode}
        </Link>
        , {placeCode}, {periodIn(period, language)}: <strong>{text}</strong>{' '}
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
