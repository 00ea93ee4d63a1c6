import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { addressNow } from '../../frame/address.js';
import { ask, Unanswered } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { eventKinds } from '../../parts/event-words.js';
import { Ticks } from '../../parts/ticks.js';
import { ChooseCommunes } from './choose-communes.js';
import { type Choices, createMutation, usualKinds } from './mail-alerts.js';
import { words } from './words.js';

/** State of the form: untouched, sending, sent, or failed with an error code. */
type Tried =
  | { readonly is: 'nothing' | 'making' }
  | { readonly is: 'sent'; readonly to: string }
  | { readonly is: 'failed'; readonly code: string };

/** Error codes that the page has words for. */
const faults = ['MAIL_OFF', 'MAIL_NOT_SENT', 'BAD_USER_INPUT', 'TOO_MANY_ALERTS', 'noKind'] as const;

/** Form for a mail alert, with the choices in the page's address as defaults. */
export function MakeAlert({ choices, whenMade }: { choices: Choices; whenMade: () => void }) {
  const { say, mean, language } = useWords(words);
  const [address, setAddress] = useState('');
  const [tried, setTried] = useState<Tried>({ is: 'nothing' });
  const { goal = '', commune = '' } = addressNow().state;
  const make = async (form: FormData): Promise<void> => {
    const [kinds, goalCodes, communes] = ['kinds', 'goals', 'communes'].map((name) => form.getAll(name));
    if (kinds?.length === 0) {
      setTried({ is: 'failed', code: 'noKind' });
      return;
    }
    setTried({ is: 'making' });
    const some = (codes: readonly unknown[] = []) => (codes.length === 0 ? null : codes);
    const input = { address, language: graphLanguage(language), kinds, goalCodes: some(goalCodes) };
    try {
      await ask(createMutation, { input, communes: some(communes) });
      setTried({ is: 'sent', to: address });
      setAddress('');
      whenMade();
    } catch (error) {
      setTried({ is: 'failed', code: error instanceof Unanswered ? error.code : 'UNREACHABLE' });
    }
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void make(new FormData(event.currentTarget));
  };
  return (
    <form class="make-key" onSubmit={submit}>
      <h2>{say('make')}</h2>
      <div class="filters">
        <label>
          {say('address')}
          <input
            name="address"
            type="email"
            required
            maxLength={254}
            autocomplete="email"
            value={address}
            onInput={({ currentTarget }) => {
              setAddress(currentTarget.value);
            }}
          />
        </label>
      </div>
      <Ticks
        name="kinds"
        legend={say('kinds')}
        of={eventKinds.map((one) => [one, mean(one)] as const)}
        ticked={usualKinds}
      />
      <Ticks
        name="goals"
        legend={say('goalsChosen')}
        of={choices.goals.map(({ code, title }) => [code, title] as const)}
        ticked={[goal]}
      />
      <ChooseCommunes of={choices.communes} first={commune === '' ? [] : [commune]} />
      <p>
        <button type="submit" class="main" disabled={tried.is === 'making'}>
          {say('makeButton')}
        </button>{' '}
        <Outcome of={tried} />
      </p>
    </form>
  );
}

/** Result of the last attempt, in words. */
function Outcome({ of }: { of: Tried }) {
  const { say } = useWords(words);
  if (of.is === 'failed') {
    const known = faults.find((one) => one === of.code);
    return (
      <span role="alert">
        {say(known ?? 'notMade')} {!known && <small>{of.code}</small>}
      </span>
    );
  }
  return (
    <span role="status">
      {of.is === 'making' && say('making')}
      {of.is === 'sent' && `${say('sentTo')} ${of.to}. ${say('openIt')}`}
    </span>
  );
}
