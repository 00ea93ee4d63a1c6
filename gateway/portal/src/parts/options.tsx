/** The options of a list to choose from, each as people call it. */
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
