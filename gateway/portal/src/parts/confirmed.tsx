import { useState } from 'preact/hooks';

export interface ConfirmedProps {
  /** What the button says, and does once that was confirmed. */
  readonly name: string;
  /** What it is about, for who hears the page. */
  readonly label: string;
  /** What is asked before it is done. */
  readonly question: string;
  /** The question with what it is about, for who hears the page. */
  readonly questionLabel: string;
  /** What the button says that does nothing. */
  readonly keep: string;
  readonly act: () => void;
}

/** A button that asks once more before it does something. */
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
