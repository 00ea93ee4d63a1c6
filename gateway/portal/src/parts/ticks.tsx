import type { ComponentChildren } from 'preact';

/** Boxes to tick, all of one name in their form. */
export function Ticks(props: {
  name: string;
  legend: string;
  of: readonly (readonly [value: string, label: string])[];
  /** What is ticked at first. */
  ticked?: readonly string[];
  /** What stands below the boxes. */
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
