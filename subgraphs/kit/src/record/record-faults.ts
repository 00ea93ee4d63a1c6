import { isGiven, isKept } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import { isWhole, type RecordLogic } from './record-logic.js';

const places = ['commune', 'place'];

/** The faults of a declaration and of its logic, without other records; each names its place. */
export function faultsOf(declaration: RecordDeclaration, logic: RecordLogic<never> = {}): string[] {
  const { derive, claims } = logic;
  const { columns, key = [], shown = 'records', lists = [], counts = {}, perPlace = [], reaches = [] } = declaration;
  const names = Object.keys(columns);
  const kindOf = (name: string) => columns[name]?.kind;
  const isOf = (name: string, ...kinds: readonly (ColumnDeclaration['kind'] | undefined)[]) =>
    kinds.includes(kindOf(name));
  const isHidden = (name: string) => {
    const column = columns[name];
    return column?.kind === 'person' || column?.field === false;
  };
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  for (const name of key) expect(names.includes(name), `key: expected a column, got ${name}`);
  for (const [name, column] of Object.entries(columns)) {
    if (column.kind === 'person') continue;
    const isShown = shown !== 'nobody' && column.field !== false && isKept(column);
    expect(isGiven(column) || derive !== undefined, `columns.${name}: expected derive, for no file has it`);
    expect(isGiven(column) || isKept(column), `columns.${name}: expected it in the file, the table or both`);
    expect(
      column.kind !== 'translated' || (isGiven(column) && isKept(column)),
      `columns.${name}: expected a translated text in both the file and the table`,
    );
    expect(!isShown || column.description !== undefined, `columns.${name}: expected a description, for it is shown`);
    expect(
      !column.sortable || !column.optional,
      `columns.${name}: expected no empty values where lists are sorted by it`,
    );
    const after = 'after' in column ? column.after : undefined;
    expect(after === undefined || isOf(after, 'day', 'pastDay'), `columns.${name}.after: expected the column of a day`);
    const bounds = column.kind === 'integer' || column.kind === 'decimal' ? column : undefined;
    expect((bounds?.least ?? 0) <= (bounds?.most ?? Infinity), `columns.${name}: expected least to be at most most`);
  }
  const person = Object.values(columns).find((column) => column.kind === 'person');
  expect(
    person?.of === undefined || (person.has ?? person.keeps ?? person.sexes ?? person.mayLack) === undefined,
    `columns: expected nothing more of a person of ${person?.of ?? ''}, for the file has her number alone`,
  );
  const people = names.filter((name) => kindOf(name) === 'person');
  expect(people.length <= 1, `columns: expected one person at most, got ${people.join(', ')}`);
  expect(
    people.length === 0 || shown !== 'records',
    'shown: expected persons or nobody, for the rows are about persons',
  );
  expect(
    !declaration.entity || names[0] === 'code',
    'entity: expected code as the first column, for others refer by it',
  );
  for (const { field, order = [], on, by, short, through, view, filters } of lists) {
    const one =
      view && (on === 'Query' ? 'on: Query' : Object.entries({ by, short, through }).find(([, is]) => is)?.[0]);
    expect(!one, `lists.${field}: expected no view beside ${one ?? ''}`);
    expect(
      filters === undefined || (!short && through === undefined),
      `lists.${field}: expected no filters where it is short or through another record`,
    );
    for (const name of order) expect(names.includes(name), `lists.${field}.order: expected a column, got ${name}`);
    expect(shown !== 'nobody', `lists.${field}: expected no list, for the record is shown to nobody`);
  }
  for (const [field, { number, occurrences, on }] of Object.entries(counts)) {
    const of = number ?? occurrences;
    expect(
      of === undefined || isOf(of, 'integer'),
      `counts.${field}: expected a column of whole numbers, got ${String(of)}`,
    );
    expect(
      of === undefined || isHidden(of),
      `counts.${field}: expected ${String(of)} with field: false, for it is told as a count alone`,
    );
    expect(on === undefined || isOf(on, 'day', 'pastDay'), `counts.${field}.on: expected the column of a day`);
  }
  const placed = names.some((name) => places.includes(kindOf(name) ?? ''));
  const occurrencesOfGoals = Object.values(counts).some(
    ({ occurrences, goal }) => occurrences !== undefined && goal !== undefined,
  );
  expect(
    !isWhole(declaration, logic) || (claims === undefined && reaches.length === 0 && !occurrencesOfGoals),
    'expected claimTogether alone to say what counts for goals, for its files are taken as a whole',
  );
  expect(
    !occurrencesOfGoals || placed,
    'columns: expected a commune or a place, for occurrences count for a goal there',
  );
  if (declaration.view) {
    expect(people.length === 0, 'view: expected no person, for pseudonyms are made of files alone');
    expect(
      !occurrencesOfGoals && reaches.length === 0,
      'view: expected nothing that counts for a goal, for files alone say that',
    );
    for (const [name, column] of Object.entries(columns)) {
      const derived = column.kind === 'translated' && (column.searchable || column.sortable);
      expect(!derived, `columns.${name}: expected neither searchable nor sortable, for a view has no keys of texts`);
    }
  }
  if (declaration.typedIn) {
    expect(people.length === 0, 'typedIn: expected no person, for a citizen’s number comes in with files alone');
    expect(!declaration.view, 'typedIn: expected no view, for its rows are changed where they are');
  }
  for (const { measure, by } of perPlace)
    expect(
      by === undefined || isOf(by, 'word', 'integer'),
      `perPlace.${measure}.by: expected a column of words or whole numbers`,
    );
  for (const { goal, on, where } of reaches) {
    expect(where === undefined || isOf(where.column, 'word'), `reaches.${goal}.where: expected a column of words`);
    expect(
      person?.has === undefined && person?.of === undefined && person?.mayLack === undefined,
      `reaches.${goal}: expected a person with sex, birth_year and commune_code`,
    );
    expect(people.length === 1, `reaches.${goal}: expected a person among the columns`);
    expect(isOf(on, 'day', 'pastDay'), `reaches.${goal}.on: expected the column of a day, got ${on}`);
  }
  return faults;
}
