import { useState } from 'preact/hooks';
import { ask, Unanswered, useAnswer } from '../hub/ask.js';
import { mayNote } from '../hub/may.js';
import { useSession } from '../hub/session.js';
import type { AskedFigure } from '../hub/source.js';
import { graphLanguage } from '../language/language.js';
import { moment } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';

interface Found {
  readonly goal: {
    readonly progress: {
      readonly notes: readonly {
        readonly id: string;
        readonly text: string;
        readonly at: string;
        readonly organisation: { readonly name: string } | null;
      }[];
    } | null;
  } | null;
}

const fields = 'notes { id text at organisation { name(language: $language) } }';

const ofPlace = `query NotesOfFigure($goal: ID!, $commune: ID!, $period: Period!, $language: Language!) {
  goal(code: $goal) { progress(commune: $commune, period: $period) { ${fields} } }
}`;

const ofWhole = `query NotesOfProvince($goal: ID!, $period: Period!, $language: Language!) {
  goal(code: $goal) { progress(period: $period) { ${fields} } }
}`;

const mutation = `mutation NoteOnFigure($input: FigureNoteInput!, $key: ID!) {
  noteOnFigure(input: $input, idempotencyKey: $key) { id state }
}`;

const words = {
  notes: { vi: 'Ghi chú của các tổ chức', en: 'Notes of organisations' },
  write: { vi: 'Ghi chú về số liệu này', en: 'A note on this figure' },
  writeHint: {
    vi: 'Nêu điều người đọc cần biết; không nói về cá nhân. Ghi chú hiện ra sau khi được duyệt.',
    en: 'What readers need to know, and nothing about single persons. It is shown once it is accepted.',
  },
  send: { vi: 'Gửi ghi chú', en: 'Send the note' },
  sent: { vi: 'Đã gửi, chờ duyệt.', en: 'Sent; it waits to be accepted.' },
  TOO_MANY_NOTES: {
    vi: 'Tổ chức có quá nhiều ghi chú đang chờ duyệt.',
    en: 'Too many notes of your organisation wait already.',
  },
  notSent: { vi: 'Chưa gửi được.', en: 'It was not sent.' },
} as const satisfies Words;

/** Accepted notes of organisations on a figure, and a form for an organisation's people to write one. */
export function NotesOfFigure({ goal, commune, period }: Pick<AskedFigure, 'goal' | 'commune' | 'period'>) {
  const { say, language } = useWords(words);
  const { person } = useSession();
  const variables = { goal, period, ...(commune !== undefined && { commune }), language: graphLanguage(language) };
  const answer = useAnswer<Found>(commune === undefined ? ofWhole : ofPlace, variables);
  const notes = (answer.is === 'answered' && answer.data.goal?.progress?.notes) || [];
  return (
    <>
      {notes.length > 0 && (
        <section data-notes>
          <h3>{say('notes')}</h3>
          <ul>
            {notes.map(({ id, text, at, organisation }) => (
              <li key={id}>
                {text}{' '}
                <small class="quiet">
                  {organisation?.name}, {moment(at, language)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayNote(person) && <WriteNote input={{ goal, period, ...(commune !== undefined && { place: commune }) }} />}
    </>
  );
}

function WriteNote({ input }: { input: { readonly goal: string; readonly period: string; readonly place?: string } }) {
  const { say } = useWords(words);
  const [text, setText] = useState('');
  const [state, setState] = useState<'' | 'sent' | 'notSent' | 'TOO_MANY_NOTES'>('');
  // One key for all attempts to send a note.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const send = async (): Promise<void> => {
    try {
      await ask(mutation, { input: { ...input, text }, key });
      setState('sent');
      setText('');
      setKey(crypto.randomUUID());
    } catch (error) {
      setState(error instanceof Unanswered && error.code === 'TOO_MANY_NOTES' ? 'TOO_MANY_NOTES' : 'notSent');
    }
  };
  return (
    <form
      class="write-note"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        {say('write')}
        <textarea
          name="note"
          rows={2}
          maxLength={1000}
          required
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            // A changed text is another note.
            setKey(crypto.randomUUID());
          }}
        />
      </label>
      <p class="quiet">
        <small>{say('writeHint')}</small>
      </p>
      <button type="submit">{say('send')}</button> <span role="status">{state && say(state)}</span>
    </form>
  );
}
