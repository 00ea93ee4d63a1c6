import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';

/** Number of rows from which a table is long enough for a skip button. */
const longFrom = 20;

/**
 * A table; before a long one, a button that moves the keyboard focus behind the table. The button is visible only while
 * it has the focus.
 */
export function Skippable({ rows, children }: { rows: number; children: ComponentChildren }) {
  const { say } = useWords();
  const end = useId();
  if (rows < longFrom) return <>{children}</>;
  return (
    <>
      <button
        type="button"
        class="skip skip-table"
        onClick={() => {
          document.getElementById(end)?.focus();
        }}
      >
        {say('skipTable')}
      </button>
      {children}
      <span id={end} tabIndex={-1} class="after-table" />
    </>
  );
}
