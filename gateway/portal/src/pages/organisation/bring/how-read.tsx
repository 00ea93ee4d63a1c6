import type { Language } from '../../../language/language.js';
import { useWords } from '../../../language/words.js';
import { type Column, Table } from '../../../parts/table.js';
import type { Analysis, Kind, KeptFile, Mapping, Question } from './desk-types.js';
import { termIn } from './forms.js';
import { askedIn } from './reasons.js';
import { whereIn } from './fault-shown.js';
import { words } from './words.js';

type Theirs = Analysis['columns'][number];

/** Shows how a file would be read: asks what the file leaves open, and lets the person change each column. */
export function HowRead(props: {
  of: KeptFile;
  columns: Kind['columns'];
  isBusy: boolean;
  whenSaid: (said: Mapping) => void;
}) {
  const { of, columns: ours, isBusy, whenSaid } = props;
  const { say, language } = useWords(words);
  const { analysis } = of;
  const columns: readonly Column<Theirs>[] = [
    { head: say('theirColumn'), isHead: true, cell: ({ letters, header }) => `${letters} ${header}` },
    {
      head: say('ourColumn'),
      cell: ({ letters, header, column }) => (
        <select
          aria-label={`${letters} ${header}: ${say('ourColumn')}`}
          disabled={isBusy}
          value={column ?? ''}
          onChange={(event) => {
            whenSaid({ columns: { [header]: event.currentTarget.value || null } });
          }}
        >
          <option value="">{say('ignoredColumn')}</option>
          {ours.map(({ name, description = '' }) => (
            <option key={name} value={name}>
              {calledIn(name, description, language)}
            </option>
          ))}
        </select>
      ),
    },
    { head: say('by'), cell: ({ by }) => (by ? say(by) : '') },
  ];
  return (
    <>
      {analysis.questions.length > 0 && (
        <section class="questions" aria-labelledby="questions-title">
          <h3 id="questions-title">{say('questions')}</h3>
          {analysis.questions.map((question) => (
            <Answered key={question.id} of={question} isBusy={isBusy} whenSaid={whenSaid} />
          ))}
        </section>
      )}
      <details class="how-read" open={analysis.questions.length > 0}>
        <summary>{say('howRead')}</summary>
        <p>
          {analysis.sheet !== undefined && `${say('sheet')}: ${analysis.sheet}. `}
          {`${say('headerRow')}: ${analysis.headerRow}. `}
          {analysis.saved && say('savedBefore')}
        </p>
        {analysis.notes.length > 0 && (
          <ul>
            {analysis.notes.map((note) => (
              <li key={note}>{askedIn(note, language)}</li>
            ))}
          </ul>
        )}
        <Table
          caption={say('howRead')}
          columns={columns}
          rows={analysis.columns}
          keyOf={({ letters }) => letters}
          isRead
        />
      </details>
    </>
  );
}

/** Name of a kind's column, with the term from its description. */
function calledIn(name: string, description: string, language: Language): string {
  const term = termIn(description, language, '');
  return term === '' ? name : `${name}: ${term}`;
}

/** A question about the file with its possible answers. */
function Answered({ of, isBusy, whenSaid }: { of: Question; isBusy: boolean; whenSaid: (said: Mapping) => void }) {
  const { say, language } = useWords(words);
  return (
    <fieldset disabled={isBusy}>
      <legend>
        {askedIn(of.question, language)}
        {of.at && ` (${whereIn(of.at, say)})`}
      </legend>
      {of.choices.map(({ value, label, mapping }) => (
        <button
          key={value}
          type="button"
          onClick={() => {
            whenSaid(mapping);
          }}
        >
          {askedIn(label, language)}
        </button>
      ))}
    </fieldset>
  );
}
