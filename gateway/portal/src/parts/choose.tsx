import type { ComponentChildren } from 'preact';
import { change } from '../frame/address.js';
import { useWords } from '../language/words.js';

/** Filters of a table; each choice is kept in the address. */
export function Filters({ children }: { children: ComponentChildren }) {
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {children}
    </form>
  );
}

/** A search field; its text is kept in the address under a name. */
export function Seek({ name, label, value, hint }: { name: string; label: string; value: string; hint: string }) {
  return (
    <label>
      {label}
      <input
        type="search"
        value={value}
        placeholder={hint}
        onInput={(event) => {
          // Only the first letter adds to the browser's history, so Back leaves the search at once.
          change({ [name]: event.currentTarget.value }, value !== '');
        }}
      />
    </label>
  );
}

/** A choice of one value or the default; kept in the address under a name. */
export function Choose(props: {
  name: string;
  label: string;
  value: string;
  of: readonly (readonly [value: string, label: string])[];
  /** Label of the empty choice, "all" by default; null if the choice must not be empty. */
  usual?: string | null;
}) {
  const { say } = useWords();
  const { name, label, value, of, usual = say('all') } = props;
  return (
    <label>
      {label}
      <select
        name={name}
        value={value}
        onChange={(event) => {
          change({ [name]: event.currentTarget.value }, false);
        }}
      >
        {usual !== null && <option value="">{usual}</option>}
        {of.map(([one, said]) => (
          <option key={one} value={one}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}
