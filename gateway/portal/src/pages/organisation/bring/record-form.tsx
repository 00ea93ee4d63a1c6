import { useState } from 'preact/hooks';
import { ask, Unanswered } from '../../../hub/ask.js';
import { useWords } from '../../../language/words.js';
import { DeskFault } from './desk-types.js';
import { type FormField, labelIn, type RecordForm as Form, termIn, valueOf } from './forms.js';
import { hintIn, reasonIn } from './reasons.js';
import { FaultShown } from './fault-shown.js';
import { words } from './words.js';

interface Receipt {
  readonly import: string | null;
  readonly state: string;
  readonly faults: readonly { readonly field: string | null; readonly column: string; readonly message: string }[];
}

type Given = Readonly<Record<string, string | readonly string[]>>;

/** A new random key for a request. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Form of one record, with the result. */
export function RecordForm({ of, whenTaken }: { of: Form; whenTaken: () => void }) {
  const { say, mean } = useWords(words);
  const [given, setGiven] = useState<Given>({});
  // A repeated attempt has the same key, so that the record is written once.
  const [key, setKey] = useState(newKey);
  const [isBusy, setBusy] = useState(false);
  const [receipt, setReceipt] = useState<Receipt>();
  const [fault, setFault] = useState<DeskFault>();
  const put = (): void => {
    setBusy(true);
    setFault(undefined);
    setReceipt(undefined);
    const input = Object.fromEntries(
      of.fields.map((field) => [field.name, valueOf(field, given[field.name] ?? (field.holds === 'words' ? [] : ''))]),
    );
    const mutation = `mutation PutRecord($input: ${of.input}!, $key: ID!) {
      ${of.mutation}(input: $input, idempotencyKey: $key) { import state faults { field column message } }
    }`;
    ask<Record<string, Receipt | null>>(mutation, { input, key }).then(
      (answer) => {
        const came = answer[of.mutation] ?? undefined;
        setBusy(false);
        setReceipt(came);
        setKey(newKey());
        if (came && came.state !== 'REFUSED') {
          setGiven({});
          whenTaken();
        }
      },
      (error: unknown) => {
        setBusy(false);
        setFault(new DeskFault(error instanceof Unanswered ? error.code : 'UNREACHABLE', ''));
      },
    );
  };
  const faultsOf = (name: string) => receipt?.faults.filter(({ field }) => field === name) ?? [];
  const others = receipt?.faults.filter(({ field }) => !of.fields.some(({ name }) => name === field)) ?? [];
  return (
    <form
      class="record-form"
      onSubmit={(event) => {
        event.preventDefault();
        put();
      }}
    >
      {of.fields.map((field) => (
        <Field
          key={field.name}
          of={field}
          given={given[field.name]}
          faults={faultsOf(field.name).map(({ message }) => message)}
          whenGiven={(value) => {
            // A changed input is another request.
            setKey(newKey());
            setGiven({ ...given, [field.name]: value });
          }}
        />
      ))}
      {fault && <FaultShown of={fault} />}
      {receipt && (
        <p role={receipt.state === 'REFUSED' ? 'alert' : 'status'} class="notice">
          {say('stateOfRecord')} {mean(receipt.state)}
          {receipt.import !== null && ` (${say('receipt').toLowerCase()} ${receipt.import})`}
          {receipt.state === 'REFUSED' && `. ${say('correctFields')}`}
          {others.map(({ message }) => ` ${message}`)}
        </p>
      )}
      <button type="submit" class="main" disabled={isBusy}>
        {say(isBusy ? 'putting' : 'put')}
      </button>
    </form>
  );
}

/** One field with its errors. */
function Field(props: {
  of: FormField;
  given: string | readonly string[] | undefined;
  faults: readonly string[];
  whenGiven: (value: string | readonly string[]) => void;
}) {
  const { of, given, faults, whenGiven } = props;
  const { say, language } = useWords(words);
  const { name, description, isNeeded, holds } = of;
  const label = labelIn(of, language);
  const [id, hint] = [`put-${name}`, `put-${name}-hint`];
  const text = typeof given === 'string' ? given : '';
  const common = {
    ...{ id, required: isNeeded, 'aria-describedby': hint, 'aria-invalid': faults.length > 0 },
  };
  const taken = (event: { readonly currentTarget: { readonly value: string } }): void => {
    whenGiven(event.currentTarget.value);
  };
  const told = (
    <small id={hint}>
      {faults.length > 0 && (
        <span class="fault" role="alert">
          {faults.map((fault) => reasonIn(fault, language)).join('; ')}{' '}
        </span>
      )}
      {hintIn(description, language)}
    </small>
  );
  if (holds === 'words') {
    const chosen = typeof given === 'object' ? given : [];
    return (
      <fieldset aria-describedby={hint}>
        <legend>{label}</legend>
        {of.words.map((word) => (
          <label key={word.name} class="line">
            <input
              type="checkbox"
              checked={chosen.includes(word.name)}
              onChange={(event) => {
                const others = chosen.filter((one) => one !== word.name);
                whenGiven(event.currentTarget.checked ? [...others, word.name] : others);
              }}
            />
            {termIn(word.description ?? '', language, word.name)}
          </label>
        ))}
        {told}
      </fieldset>
    );
  }
  const choices: readonly (readonly [string, string])[] =
    holds === 'flag'
      ? [
          ['true', say('yes')],
          ['false', say('no')],
        ]
      : of.words.map((word) => [word.name, termIn(word.description ?? '', language, word.name)]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {holds === 'flag' || holds === 'word' ? (
        <select {...common} value={text} onChange={taken}>
          <option value="">{say('chosenNone')}</option>
          {choices.map(([value, said]) => (
            <option key={value} value={value}>
              {said}
            </option>
          ))}
        </select>
      ) : (
        <input {...common} {...inputs[holds]} value={text} onInput={taken} />
      )}
      {told}
    </div>
  );
}

const inputs = {
  text: { type: 'text' },
  number: { type: 'number', step: 1 },
  decimal: { type: 'number', step: 'any' },
  day: { type: 'date' },
} as const;
