import { useId, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';
import { CopyTable } from './copy-table.js';

/** Number of rows from which a table is long enough for a skip button. */
const longFrom = 20;

/**
 * The frame of a table: a button that copies the table, below a short and above a long one. A table wider than the page
 * scrolls by itself, also by keyboard. Before a long table, a button moves the keyboard focus behind it; that button is
 * visible only while it has the focus.
 */
export function TableFrame(props: { caption: string; rows: number; children: ComponentChildren }) {
  const { caption, rows, children } = props;
  const { say } = useWords();
  const end = useId();
  const place = useRef<HTMLDivElement>(null);
  const framed = (
    <div class="wide" tabIndex={0} role="region" aria-label={caption} ref={place}>
      {children}
    </div>
  );
  const copy = rows > 0 && <CopyTable caption={caption} place={place} />;
  if (rows < longFrom) {
    return (
      <>
        {framed}
        {copy}
      </>
    );
  }
  return (
    <>
      {copy}
      <button
        type="button"
        class="skip skip-table"
        onClick={() => {
          document.getElementById(end)?.focus();
        }}
      >
        {say('skipTable')}
      </button>
      {framed}
      <span id={end} tabIndex={-1} class="after-table" />
    </>
  );
}
