import type { TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ask, Unanswered } from '../../hub/ask.js';
import { day, dayFromNow } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Ticks } from '../../parts/ticks.js';
import { Options } from '../../parts/options.js';
import { type Around, createMutation, mostDays, programRoles } from './program-keys.js';
import type { ExportTable } from './tables.js';
import { words } from './words.js';

/** A new key; its text is stored nowhere else. */
export interface MadeKey {
  readonly secret: string;
  readonly key: { readonly id: string; readonly until: string };
  /** The tables that it opens; empty for all tables. */
  readonly tables: readonly string[];
}

/** Form that makes a key with rights of the person. */
export function MakeKey(props: {
  of: NonNullable<Around['me']>;
  purposesOf: NonNullable<Around['of']>;
  tables: readonly ExportTable[];
  whenMade: (made: MadeKey) => void;
}) {
  const { of, purposesOf, tables, whenMade } = props;
  const { say, mean, language } = useWords(words);
  const isOperator = of.roles.includes('operator');
  const roles = programRoles.filter((role) => isOperator || of.roles.includes(role));
  const [role, setRole] = useState(roles[0]);
  const [until, setUntil] = useState(dayFromNow(365));
  const [state, setState] = useState<'' | 'making' | 'tooMany' | 'notMade'>('');
  const purposes = ((role && purposesOf[role]) ?? []).filter((one) => isOperator || of.purposes.includes(one));
  const make = async (form: FormData): Promise<void> => {
    setState('making');
    const said = (name: string): string => (form.get(name) as string | null) ?? '';
    const chosen = form.getAll('tables') as string[];
    const input = {
      name: said('name').trim(),
      role,
      purpose: said('purpose'),
      until,
      ...(role === 'staff' && { organisation: of.organisation ?? said('organisation') }),
      ...(chosen.length > 0 && { tables: chosen }),
    };
    try {
      const { createProgramKey: made } = await ask<{ createProgramKey: MadeKey }>(createMutation, { input });
      whenMade({ ...made, tables: chosen });
    } catch (error) {
      setState(error instanceof Unanswered && error.code === 'TOO_MANY_KEYS' ? 'tooMany' : 'notMade');
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
        <label class="whole-line">
          {say('keyName')}
          <input name="name" required maxLength={200} placeholder={say('keyNameHint')} autocomplete="off" />
        </label>
        <label>
          {say('role')}
          <select
            value={role ?? ''}
            onChange={({ currentTarget }) => {
              setRole(roles.find((one) => one === currentTarget.value));
            }}
          >
            <Options of={roles} called={mean} />
          </select>
        </label>
        {role === 'staff' && of.organisation === null && (
          <label>
            {say('keyOrganisation')}
            <input name="organisation" required autocomplete="off" />
          </label>
        )}
        <label>
          {say('purpose')}
          <select name="purpose">
            <Options of={purposes} called={mean} />
          </select>
        </label>
        <label>
          {say('until')}
          <input
            type="date"
            required
            min={dayFromNow(0)}
            max={dayFromNow(mostDays)}
            value={until}
            onInput={({ currentTarget }) => {
              setUntil(currentTarget.value);
            }}
          />
          <span>{until && day(until, language)}</span>
        </label>
      </div>
      <details class="key-tables">
        <summary>{say('onlySome')}</summary>
        <Ticks
          name="tables"
          legend={say('opens')}
          of={tables.map(({ name, title }) => [name, title[language]] as const)}
        />
      </details>
      <p>
        <button type="submit" class="main" disabled={state === 'making'}>
          {say('makeButton')}
        </button>{' '}
        <span role={state === 'making' || state === '' ? 'status' : 'alert'}>{state && say(state)}</span>
      </p>
    </form>
  );
}
