import { FileError, type Spot } from '../file/file-error.js';
import type { ImportKind } from '../file/import-kind.js';
import { rowValue } from '../file/row-values.js';
import { lettersOf, type SheetRow } from '../file/sheet-row.js';
import type { Choice, Question } from './analysis.js';
import { findHeader, type Header, headRows } from './find-header.js';
import { headerKey } from './folded.js';
import { ColumnNames } from './guess-columns.js';
import { type Mapping, mergedMappings } from './mapping.js';
import type { Table } from './table.js';

/** The header of the column with the reasons in a file of rejected rows; it is not part of the data. */
export const reasonsHeader = 'Lý do từ chối (reason)';

/** Finds the saved mapping for a header. */
export type SavedMappings = (headers: readonly string[]) => Mapping | undefined;

/** The positions of a kind's columns in a file. */
export interface Layout {
  readonly kind: ImportKind;
  readonly sheet: string | undefined;
  readonly header: Header;
  /** The first rows, including the header and the rows above it. */
  readonly head: readonly SheetRow[];
  /** The given and saved mapping, over the guessed one. */
  readonly mapping: Mapping;
  readonly saved: Mapping | undefined;
  readonly told: Mapping;
  /** The position of each of the kind's columns in the file, and of the district for each column of communes. */
  readonly places: ReadonlyMap<string, number>;
  readonly districts: ReadonlyMap<string, number>;
  readonly questions: readonly Question[];
}

/** Identifies a header, independent of the order of its columns. */
export function signatureOf(headers: readonly string[]): string {
  const own = headers.map(headerKey).filter((one) => one !== '' && one !== headerKey(reasonsHeader));
  return own.toSorted().join('|');
}

/** Headers of a district, where communes are named. */
const districtHeaders = ['huyện', 'quận huyện', 'huyện quận', 'tên huyện', 'huyện thị xã thành phố', 'district'].map(
  headerKey,
);

/**
 * Finds the positions of a kind's columns in a file.
 * @param kinds all kinds that the organisation takes.
 * @throws FileError where no row names them.
 */
export async function layoutOf(
  table: Table,
  { kind, kinds, told, saved }: { kind: ImportKind; kinds: readonly ImportKind[]; told: Mapping; saved: SavedMappings },
): Promise<Layout> {
  const names = new ColumnNames(kind.columns);
  const found = await findSheet(table, kind, names, { told, saved });
  const { sheet, head, header, questions } = found;
  const kept = saved(header.names);
  const { columns: guessed, districts: guessedDistricts } = guessOf(header, kind);
  const over = mergedMappings(kept ?? {}, told);
  // A column that was given to another header is not the guessed header's any more.
  const toldOf = new Set(Object.values(over.columns ?? {}));
  const columns = Object.fromEntries(
    Object.entries(guessed).map(([name, column]) => [name, column !== null && toldOf.has(column) ? null : column]),
  );
  const own: Mapping = {
    ...(sheet !== undefined && { sheet }),
    headerRow: header.row,
    columns,
    ...(Object.keys(guessedDistricts).length > 0 && { districts: guessedDistricts }),
  };
  const mapping = mergedMappings(own, { ...over, ...(sheet !== undefined && { sheet }), headerRow: header.row });
  const places = placesOf(header, mapping.columns ?? {}, kind);
  const districts = new Map(
    Object.entries(mapping.districts ?? {}).flatMap(([column, name]): [string, number][] => {
      const place = header.names.indexOf(name);
      return place < 0 ? [] : [[column, place]];
    }),
  );
  if (places.size === 0 || (told.columns === undefined && otherKind(header, kind, kinds)))
    throw notOfKind(kind, kinds, found);
  return {
    kind,
    sheet,
    header,
    head,
    mapping,
    saved: kept,
    told,
    places,
    districts,
    questions: [...questions, ...twiceIn(header)],
  };
}

async function headOf(table: Table, sheet: string | undefined): Promise<SheetRow[]> {
  const head: SheetRow[] = [];
  for await (const row of table.rows(sheet)) {
    head.push(row);
    if (head.length >= headRows) break;
  }
  return head;
}

interface FoundSheet {
  readonly sheet: string | undefined;
  readonly head: readonly SheetRow[];
  readonly header: Header;
  readonly questions: readonly Question[];
}

/** Finds the sheet whose header names most columns; of several, the first. */
async function findSheet(
  table: Table,
  kind: ImportKind,
  names: ColumnNames,
  { told, saved }: { readonly told: Mapping; readonly saved: SavedMappings },
): Promise<FoundSheet> {
  const shown = table.sheets.filter(({ hidden }) => !hidden);
  const open = (shown.length > 0 ? shown : table.sheets).map(({ name }) => name);
  if (told.sheet !== undefined && table.form === 'xlsx' && !table.sheets.some(({ name }) => name === told.sheet))
    throw new FileError(
      `Expected a sheet called ${rowValue(JSON.stringify(told.sheet))}, got ${table.sheets.map(({ name }) => rowValue(JSON.stringify(name))).join(', ')}.`,
    );
  const candidates = table.form !== 'xlsx' ? [undefined] : told.sheet !== undefined ? [told.sheet] : open;
  const found: FoundSheet[] = [];
  const columns = Object.keys(kind.columns);
  for (const sheet of candidates) {
    const head = await headOf(table, sheet);
    const known = { row: told.headerRow, isKnown: (one: readonly string[]) => saved(one) !== undefined };
    const header = findHeader(head, columns, names, known);
    if (header) found.push({ sheet, head, header, questions: [] });
  }
  const best = found.reduce<FoundSheet | undefined>(
    (one, other) => (one && one.header.guessed.score >= other.header.guessed.score ? one : other),
    undefined,
  );
  if (!best) {
    const at: Spot = { row: told.headerRow ?? 1, ...(candidates[0] !== undefined && { sheet: candidates[0] }) };
    throw new FileError(
      `Expected a row that names the columns ${columns.join(', ')} among the first ${headRows}${told.headerRow === undefined ? '' : `, in row ${told.headerRow}`}; there is none. A mapping can say which row it is (headerRow), and what its columns are.`,
      at,
    );
  }
  const equal = found.filter(({ header }) => header.guessed.score === best.header.guessed.score);
  if (equal.length === 1 || told.sheet !== undefined) return best;
  const choices = equal.map(({ sheet = '' }): Choice => ({ value: sheet, label: sheet, mapping: { sheet } }));
  const question = `${equal.length} sheets have the columns of ${kind.kind}: which one is it?`;
  return { ...best, questions: [{ id: 'sheet', question, choices }] };
}

function guessOf({ names, guessed }: Header, kind: ImportKind) {
  const ofPlace = new Map([...guessed.places].map(([column, place]) => [place, column]));
  const columns: Record<string, string | null> = {};
  names.forEach((name, place) => {
    if (name !== '' && headerKey(name) !== headerKey(reasonsHeader)) columns[name] = ofPlace.get(place) ?? null;
  });
  const district = names.find((name, place) => !ofPlace.has(place) && districtHeaders.includes(headerKey(name)));
  const districts: Record<string, string> = {};
  for (const [column, { form }] of Object.entries(kind.columns))
    if (form?.kind === 'place' && district !== undefined) districts[column] = district;
  return { columns, districts };
}

function placesOf({ names }: Header, columns: Readonly<Record<string, string | null>>, kind: ImportKind) {
  const places = new Map<string, number>();
  for (const [name, column] of Object.entries(columns)) {
    const place = names.indexOf(name);
    if (column === null || place < 0) continue;
    if (!(column in kind.columns))
      throw new FileError(
        `Expected the mapping to name columns of ${kind.kind}, got ${rowValue(JSON.stringify(column))}.`,
      );
    if (places.has(column))
      throw new FileError(
        `Expected the mapping to name one header for ${column}, got two: ${rowValue(JSON.stringify(name))} is the second.`,
      );
    places.set(column, place);
  }
  return places;
}

/** The questions about headers that match the same column. */
function twiceIn({ names, guessed }: Header): Question[] {
  return [...guessed.twice].map(([column, places]) => ({
    id: `column:${column}`,
    question: `${places.length} columns can be ${column}: which one is it?`,
    choices: places.map((place): Choice => {
      const name = names[place] ?? '';
      const others = places
        .filter((other) => other !== place)
        .map((other): [string, null] => [names[other] ?? '', null]);
      return {
        value: lettersOf(place),
        label: `${lettersOf(place)} (${name})`,
        mapping: { columns: { ...Object.fromEntries(others), [name]: column } },
      };
    }),
  }));
}

/** The share of a kind's columns that a header names. */
function shareOf(header: Header, kind: ImportKind): number {
  const columns = Object.keys(kind.columns);
  const { names } = header;
  return findHeader([{ row: 1, cells: names }], columns, new ColumnNames(kind.columns))?.guessed.places.size ?? 0;
}

/** The other kind that a header fits better: it names most of that kind's columns, and few of this kind's. */
function otherKind(header: Header, kind: ImportKind, kinds: readonly ImportKind[]): ImportKind | undefined {
  const own = shareOf(header, kind) / Object.keys(kind.columns).length;
  if (own >= 0.5) return undefined;
  return kinds.find(
    (other) => other !== kind && shareOf(header, other) / Object.keys(other.columns).length > Math.max(0.5, own + 0.3),
  );
}

function notOfKind(kind: ImportKind, kinds: readonly ImportKind[], { header, sheet }: FoundSheet): FileError {
  const at: Spot = { row: header.row, ...(sheet !== undefined && { sheet }) };
  const other = otherKind(header, kind, kinds);
  const columns = Object.keys(kind.columns).join(', ');
  if (other)
    return new FileError(
      `Expected a file of ${kind.kind}, got one of ${other.kind}: its header names that one's columns.`,
      at,
      'OTHER_KIND',
    );
  return new FileError(`Expected a header that names the columns ${columns}, got one that names none of them.`, at);
}
