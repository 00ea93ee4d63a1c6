import { useState } from 'preact/hooks';

export interface ConfirmedProps {
  /** Text of the button that asks for confirmation and of the button that confirms. */
  readonly name: string;
  /** Accessible name of the button, with its object. */
  readonly label: string;
  /** Question before the action. */
  readonly question: string;
  /** Accessible text of the question, with its object. */
  readonly questionLabel: string;
  /** Text of the button that cancels. */
  readonly keep: string;
  readonly act: () => void;
}

/** A button that asks for confirmation before it acts. */
export function Confirmed({ name, label, question, questionLabel, keep, act }: ConfirmedProps) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button
        type="button"
        aria-label={label}
        onClick={() => {
          setAsked(true);
        }}
      >
        {name}
      </button>
    );
  }
  return (
    <span class="confirm" role="group" aria-label={questionLabel}>
      {question}{' '}
      <button
        type="button"
        class="main"
        onClick={act}
        ref={(button) => {
          button?.focus();
        }}
      >
        {name}
      </button>{' '}
      <button
        type="button"
        onClick={() => {
          setAsked(false);
        }}
      >
        {keep}
      </button>
    </span>
  );
}
