import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** A match with the label and the action of its button. */
export interface Match {
  readonly code: string;
  readonly label: string;
  readonly take: () => void;
}

/** A field that finds places by name: Enter selects the first match, Escape empties the field. */
export function Find(props: {
  label: string;
  hint: string;
  isFull?: boolean;
  /** Content between the search field and its matches. */
  children?: ComponentChildren;
  /** Renders the matches of a text; `done` empties the field. */
  found: (text: string, done: () => void) => ComponentChildren;
}) {
  const { label, hint, isFull = false, children, found } = props;
  const [text, setText] = useState('');
  const empty = (): void => {
    setText('');
  };
  return (
    <div class="place-search">
      <label>
        {label}
        <input
          type="search"
          name="place"
          value={text}
          disabled={isFull}
          placeholder={hint}
          autocomplete="off"
          onInput={(event) => {
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') empty();
            if (event.key !== 'Enter') return;
            event.preventDefault();
            event.currentTarget.closest('.place-search')?.querySelector<HTMLButtonElement>('.matches button')?.click();
          }}
        />
      </label>
      {children}
      {text.trim() !== '' && found(text, empty)}
    </div>
  );
}

/** Matches as buttons, or the text `none` if the list is empty. */
export function Matches({ of, none }: { of: readonly Match[]; none: string }) {
  return (
    <div role="status">
      <ul class="matches">
        {of.map(({ code, label, take }) => (
          <li key={code}>
            <button type="button" onClick={take}>
              {label}
            </button>
          </li>
        ))}
      </ul>
      {of.length === 0 && none !== '' && <p class="notice">{none}</p>}
    </div>
  );
}
