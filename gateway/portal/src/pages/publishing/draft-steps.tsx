import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { Sure } from '../organisations/sure.js';
import { done, type Draft, notesMutation, type Step, stepMutation } from './drafts.js';
import { Fault } from './fault.js';
import { words } from './words.js';

/** Steps that need a confirmation. Only an approval can be taken back, with the step `RETURN`. */
const forGood: readonly Step[] = ['APPROVE', 'PUBLISH', 'DISCARD'];

/** Steps that the person can take on a draft now. */
export function DraftSteps({ of, whenDone }: { of: Draft; whenDone: () => void }) {
  const { say } = useWords(words);
  const [fault, setFault] = useState<string>();
  const act = async (query: string, variables: object): Promise<void> => {
    const code = await done(query, variables);
    setFault(code);
    // After these two errors another person has changed the draft: load it again.
    if (code === undefined || code === 'OTHER_DRAFT' || code === 'WRONG_STATE') whenDone();
  };
  const take = (step: Step, more: object = {}) => act(stepMutation, { id: of.id, step, digest: of.digest, ...more });
  const steps = of.possibleSteps.filter((step) => step !== 'RETURN');
  return (
    <section class="panel" id="draft-steps" aria-labelledby="draft-steps-title">
      <h2 id="draft-steps-title">{say('whatToDo')}</h2>
      {of.state === 'HANDED_OVER' && !steps.includes('APPROVE') && <p>{say('waitsForSecond')}</p>}
      {of.possibleSteps.length === 0 && <p>{say('nothingToDo')}</p>}
      <Fault code={fault} />
      {steps.length > 0 && (
        <p class="steps">
          {steps.map((step) =>
            forGood.includes(step) ? (
              <Sure key={step} said={say(step)} act={() => take(step)} />
            ) : (
              <button
                key={step}
                type="button"
                class={step === 'HAND_OVER' ? 'main' : ''}
                onClick={() => void take(step)}
              >
                {say(step)}
              </button>
            ),
          )}
        </p>
      )}
      {of.possibleSteps.includes('RETURN') && (
        <details>
          <summary>{say('RETURN')}</summary>
          <form
            onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
              event.preventDefault();
              void take('RETURN', { reason: new FormData(event.currentTarget).get('reason') });
            }}
          >
            <div class="filters">
              <label class="whole-line">
                {say('reason')}
                <textarea name="reason" required maxLength={1000} rows={2} />
              </label>
            </div>
            <button type="submit">{say('RETURN')}</button>
          </form>
        </details>
      )}
      {of.possibleSteps.includes('HAND_OVER') && (
        <details>
          <summary>{say('CHANGE_NOTES')}</summary>
          <form
            onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
              event.preventDefault();
              const form = new FormData(event.currentTarget);
              void act(notesMutation, { id: of.id, noteVi: form.get('noteVi'), noteEn: form.get('noteEn') });
            }}
          >
            <div class="filters">
              <label class="whole-line">
                {say('noteVi')}
                <textarea name="noteVi" required maxLength={1000} rows={2} lang="vi" defaultValue={of.noteVi} />
              </label>
              <label class="whole-line">
                {say('noteEn')}
                <textarea name="noteEn" required maxLength={1000} rows={2} lang="en" defaultValue={of.noteEn} />
              </label>
            </div>
            <button type="submit">{say('saveNotes')}</button>
          </form>
        </details>
      )}
    </section>
  );
}
