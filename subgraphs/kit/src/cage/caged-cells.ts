import { Cage, type CageLimits, CagePlaces } from '@hub/runtime';
import type { CsvItem } from '../file/csv.js';
import type { ImportKind } from '../file/import-kind.js';
import { quote } from '../file/quote.js';
import { rowValue } from '../file/row-values.js';
import { throwFileError } from './open-table.js';

/** A cell as the cage of its column read it: its proper form, or its fault. */
export type CagedCell = { readonly text: string } | { readonly fault: string };

/** Many times the need of the largest file: an output text is never longer than its input. */
const limits: CageLimits = { megabytes: 128, milliseconds: 10 * 60_000, bytesOut: 8 * 1024 ** 3 };

/** How many files have cells read at once; others wait. Apart from the places of files, which they hold meanwhile. */
const places = new CagePlaces(2);

/**
 * Reads the cells of a kind's caged columns in the cages of these columns, before their rows are checked.
 * @throws FileError where a cell exceeds what a cage may use.
 */
export async function* withCagedCells(kind: ImportKind, items: AsyncIterable<CsvItem>): AsyncGenerator<CsvItem> {
  const programs = Object.entries(kind.columns).flatMap(([name, { caged }]) => (caged ? [[name, caged] as const] : []));
  if (programs.length === 0) {
    yield* items;
    return;
  }
  const giveBack = await places.take();
  const cages = programs.map(([name, program]) => [name, new Cage(program, limits)] as const);
  try {
    for await (const item of items) {
      if (item.type !== 'record') {
        yield item;
        continue;
      }
      const [values, faults] = [{ ...item.values }, { ...item.faults }];
      for (const [name, cage] of cages) {
        const text = values[name] ?? '';
        const cell = await cage.ask<CagedCell>({ text }).catch(throwFileError);
        if ('text' in cell) values[name] = cell.text;
        else faults[name] = faultOf(kind, name, text, cell.fault);
      }
      yield { ...item, values, faults };
    }
  } finally {
    for (const [, cage] of cages) cage.close();
    giveBack();
  }
}

function faultOf({ columns }: ImportKind, name: string, text: string, fault: string): string {
  return `expected ${columns[name]?.expected}, got ${quote(columns, name, text)}: ${rowValue(fault)}`;
}
