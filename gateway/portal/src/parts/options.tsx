/** The options of a selection list, with their names. */
export function Options<Value extends string>(props: { of: readonly Value[]; called: (one: Value) => string }) {
  return (
    <>
      {props.of.map((one) => (
        <option key={one} value={one}>
          {props.called(one)}
        </option>
      ))}
    </>
  );
}
