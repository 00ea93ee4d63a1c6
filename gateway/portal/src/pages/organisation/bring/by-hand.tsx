import { useState } from 'preact/hooks';
import { useAnswer } from '../../../hub/ask.js';
import { useWords } from '../../../language/words.js';
import { Waiting } from '../../../parts/waiting.js';
import { type FormsAnswer, formsOf, formsQuery, termIn } from './forms.js';
import { RecordForm } from './record-form.js';
import { words } from './words.js';

/** Form to type in one record at a time, for the kinds that the organisation's declarations allow. */
export function ByHand({ code, whenTaken }: { code: string; whenTaken: () => void }) {
  const { say, language } = useWords(words);
  const answer = useAnswer<FormsAnswer>(formsQuery, {});
  const [chosen, choose] = useState('');
  if (answer.is !== 'answered') return <Waiting answer={answer} />;
  const forms = formsOf(answer.data, code);
  const form = forms.find(({ mutation }) => mutation === chosen) ?? forms[0];
  if (!form) return <p class="notice">{say('noForms')}</p>;
  return (
    <div class="by-hand">
      <label>
        {say('what')}
        <select
          value={form.mutation}
          onChange={(event) => {
            choose(event.currentTarget.value);
          }}
        >
          {forms.map(({ mutation, description }) => (
            <option key={mutation} value={mutation}>
              {termIn(description, language, mutation.slice('put'.length))}
            </option>
          ))}
        </select>
      </label>
      <RecordForm key={form.mutation} of={form} whenTaken={whenTaken} />
    </div>
  );
}
