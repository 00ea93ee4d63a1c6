/** What calls which function, with the rows that it looks at. */
const calls = {
  insert: ['referencing new table as changed', 'note_figures_change_of_rows'],
  update: ['referencing old table as former new table as changed', 'note_figures_change_of_values'],
  delete: ['referencing old table as changed', 'note_figures_change_of_rows'],
  truncate: ['', 'note_figures_change'],
} as const;

/** Something that is done to a table. */
export type TableEvent = keyof typeof calls;

/** Has a change of a table noted from which figures are computed; see `Migration20261203000100_figuresVersion`. */
export function figuresTrigger(table: string, event: TableEvent): string {
  const [referencing, called] = calls[event];
  return `
    create trigger ${table}_figures_${event} after ${event} on ${table} ${referencing}
    for each statement execute function ${called}()`;
}

/** As `figuresTrigger`, of whatever is done to a table. */
export function figuresTriggers(table: string): string[] {
  return (Object.keys(calls) as TableEvent[]).map((event) => figuresTrigger(table, event));
}
