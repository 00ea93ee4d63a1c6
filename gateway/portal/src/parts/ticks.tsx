import type { ComponentChildren } from 'preact';

/** Check boxes of one name in a form. */
export function Ticks(props: {
  name: string;
  legend: string;
  of: readonly (readonly [value: string, label: string])[];
  /** The values checked at first. */
  ticked?: readonly string[];
  /** Content below the boxes. */
  children?: ComponentChildren;
}) {
  const { name, legend, of, ticked = [], children } = props;
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {of.map(([value, label]) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={ticked.includes(value)} /> {label}
        </label>
      ))}
      {children}
    </fieldset>
  );
}
