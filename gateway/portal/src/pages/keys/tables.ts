import { useEffect, useState } from 'preact/hooks';
import type { Said } from '../../language/language.js';
import { monthsBefore } from '../../language/numbers.js';
import { fileAddress } from '../../parts/downloads.js';

/** A table of the export, from `/export`: the fields that the page needs. */
export interface ExportTable {
  readonly name: string;
  readonly title: Said;
  readonly formats: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly default?: string;
    readonly values?: readonly string[];
  }[];
}

/** Loads the list of tables that can be exported as files; empty until loaded. */
export function useTables(): readonly ExportTable[] {
  const [tables, setTables] = useState<readonly ExportTable[]>([]);
  useEffect(() => {
    fetch('/export')
      .then((answer) => answer.json() as Promise<{ tables: readonly ExportTable[] }>)
      .then(
        ({ tables: known }) => {
          setTables(known);
        },
        () => undefined,
      );
  }, []);
  return tables;
}

/** Values for the required parameters in file addresses. */
export interface AskedTable {
  readonly goal: string;
  /** The month of the figures. */
  readonly month: string;
  readonly organisation: string;
  /** The commune of the records. */
  readonly commune: string;
}

/** Address of a table as a file, with its parameters. The file is for programs: one header row of keys. */
export function addressOf(table: ExportTable, format: string, told: AskedTable): string {
  const known: Readonly<Record<string, string>> = {
    goal: told.goal,
    from: monthsBefore(told.month, 11),
    to: told.month,
    organisation: told.organisation,
    commune: told.commune,
  };
  const required = table.parameters
    .filter((one) => one.required && one.default === undefined)
    .map(({ name, values = [] }): [string, string] => [name, known[name] || (values[0] ?? '')]);
  return location.origin + fileAddress(table.name, format, { ...Object.fromEntries(required), header: 'keys' });
}
