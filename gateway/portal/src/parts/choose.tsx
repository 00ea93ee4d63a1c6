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

/** Looks for a text, which stands in the address under a name. */
export function Seek({ name, label, value, hint }: { name: string; label: string; value: string; hint: string }) {
  return (
    <label>
      {label}
      <input
        type="search"
        value={value}
        placeholder={hint}
        onInput={(event) => {
          // Back leads to before the search, and not from letter to letter.
          change({ [name]: event.currentTarget.value }, value !== '');
        }}
      />
    </label>
  );
}

/** One of several, or what is usual; the choice stands in the address under a name. */
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
