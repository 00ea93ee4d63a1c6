import type { TargetedSubmitEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { addressNow, go } from '../../frame/address.js';
import { ask, Unanswered, useAnswer } from '../../hub/ask.js';
import { period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { draftMutation, monthsOver } from './drafts.js';
import { Fault } from './fault.js';
import { words } from './words.js';

/** Number of periods to choose from. */
const offered = 24;

interface Headlines {
  readonly goals: readonly { readonly progress: { readonly period: string } | null }[] | null;
}

/** A goal's headline belongs to the last month with all reports. */
const headlinesQuery = `query LastReportedMonths { goals { progress { period } } }`;

/** Makes a draft for a complete period; if the period has a publication, the draft is a correction. */
export function NewDraft() {
  const { say, language } = useWords(words);
  const [state, setState] = useState<'' | 'making'>('');
  const [fault, setFault] = useState<string>();
  // One key for repeated clicks, so that they are one request.
  const key = useRef(crypto.randomUUID() as string);
  const asked = addressNow().state['period'];
  const months = monthsOver(offered);
  const headlines = useAnswer<Headlines>(headlinesQuery, {});
  const reported = (headlines.is === 'answered' ? (headlines.data.goals ?? []) : [])
    .flatMap(({ progress }) => progress?.period ?? [])
    .filter((one) => months.includes(one));
  const proposed = asked ?? reported.toSorted().at(-1) ?? months[0] ?? '';
  const make = async (form: FormData): Promise<void> => {
    const said = (name: string): string => (form.get(name) as string | null) ?? '';
    const input = {
      period: said('period'),
      noteVi: said('noteVi'),
      noteEn: said('noteEn'),
      unchanged: form.get('unchanged') !== null,
    };
    setState('making');
    setFault(undefined);
    try {
      const { draftPublication: made } = await ask<{ draftPublication: { id: string } }>(draftMutation, {
        input,
        key: key.current,
      });
      const { lang = '' } = addressNow().state;
      go({ path: `/publishing/${made.id}`, state: { lang } });
    } catch (error) {
      setState('');
      setFault(error instanceof Unanswered ? error.code : 'UNREACHABLE');
      key.current = crypto.randomUUID();
    }
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void make(new FormData(event.currentTarget));
  };
  return (
    <form class="panel new-draft" onSubmit={submit} aria-labelledby="new-draft">
      <h2 id="new-draft">{say('newDraft')}</h2>
      <p class="intro">{say('newDraftHint')}</p>
      <div class="filters">
        <label>
          {say('period')}
          <select key={proposed} name="period" defaultValue={proposed}>
            {[...new Set([...(asked === undefined ? [] : [asked]), ...months])].map((one) => (
              <option key={one} value={one} selected={one === proposed}>
                {periodIn(one, language)}
              </option>
            ))}
          </select>
        </label>
        <label class="whole-line">
          {say('noteVi')}
          <textarea name="noteVi" required maxLength={1000} rows={2} lang="vi" />
        </label>
        <label class="whole-line">
          {say('noteEn')}
          <textarea name="noteEn" required maxLength={1000} rows={2} lang="en" />
        </label>
      </div>
      <Fault code={fault} />
      {fault === 'UNCHANGED_FIGURES' && (
        <p>
          <label class="tick">
            <input type="checkbox" name="unchanged" /> {say('unchangedMeant')}
          </label>
        </p>
      )}
      <p>
        <button type="submit" class="main" disabled={state === 'making'}>
          {say('makeDraft')}
        </button>{' '}
        {state === 'making' && <span role="status">{say('making')}</span>}
      </p>
    </form>
  );
}
