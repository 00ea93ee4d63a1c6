import type { ComponentChildren } from 'preact';
import { useWords } from '../language/words.js';

/** A number as a button that opens its source. */
export function SaysWhoButton({
  onAsk,
  children,
}: {
  onAsk: (from: HTMLElement) => void;
  children: ComponentChildren;
}) {
  const { say } = useWords();
  return (
    <button
      type="button"
      class="figure"
      aria-haspopup="dialog"
      title={say('saysWho')}
      onClick={({ currentTarget }) => {
        onAsk(currentTarget);
      }}
    >
      {children}
    </button>
  );
}
