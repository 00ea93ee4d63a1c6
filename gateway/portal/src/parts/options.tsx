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

/** Goals as the options of a selection list, by their titles. */
export function GoalOptions({ of }: { of: readonly { readonly code: string; readonly title: string }[] }) {
  return (
    <>
      {of.map(({ code, title }) => (
        <option key={code} value={code}>
          {title}
        </option>
      ))}
    </>
  );
}
