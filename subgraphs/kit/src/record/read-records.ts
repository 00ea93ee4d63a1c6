import { readYaml } from '@hub/protocol';
import { z } from 'zod';
import { type RecordDeclaration, recordDeclaration, type WordsDeclaration } from './declaration.js';
import { defineRecord } from './define-record.js';
import type { DefinedRecord } from './record.js';
import { faultsOf } from './record-faults.js';

/** A file of YAML that declares a record. */
export interface RecordFile {
  /** Its name, for messages about faults. */
  readonly file: string;
  readonly text: string;
}

/** The records, or the faults of their files: each fault begins with the file, the line and the place. */
export type ReadRecords =
  | { readonly records: readonly DefinedRecord[]; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly records?: never };

/** A parsed file of YAML, before it is checked to declare a record. */
interface Draft {
  readonly file: string;
  readonly value: { readonly columns: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  readonly at: (path: readonly PropertyKey[]) => string;
}

type Problem = (path: readonly PropertyKey[], message: string) => string;

const draft = z.looseObject({ columns: z.record(z.string(), z.unknown()) }, 'expected a record');

/**
 * Reads the records of an organisation, each declared in a file of YAML like a declaration of `defineRecord`. Words
 * that several records share may be declared in one file; the others give their name.
 * @returns the records in the order in which their files must be imported.
 */
export function readRecords(files: readonly RecordFile[]): ReadRecords {
  const problems: string[] = [];
  const drafts = files.flatMap(({ file, text }): Draft[] => {
    const read = readYaml(draft, text, file);
    if (!read.problems) return [{ file, value: read.value, at: read.at }];
    problems.push(...read.problems);
    return [];
  });
  const words = sharedWords(drafts, problems);
  const declared = drafts.flatMap((one) => {
    const { at } = one;
    const problem: Problem = (path, message) => `${at(path)}: ${path.map(String).join('.')}: ${message}`;
    const told = withWords(one, words, problem, problems);
    const { data, error } = recordDeclaration.safeParse(told);
    if (error) {
      problems.push(...error.issues.map(({ path, message }) => problem(path, message)));
      return [];
    }
    const declaration = data as RecordDeclaration;
    problems.push(...faultsOf(declaration).map((fault) => `${at(pathIn(fault))}: ${fault}`));
    return [{ declaration, problem }];
  });
  const byName = Map.groupBy(declared, ({ declaration }) => declaration.name);
  for (const [name, [, ...more]] of byName)
    for (const { problem } of more) problems.push(problem(['name'], `expected a name of its own, got ${name} again`));
  // A reference to a record with other faults is no fault.
  const names = new Set(drafts.map(({ value }) => value['name']));
  for (const one of declared) problems.push(...strangers(one, names));
  if (problems.length > 0) return { problems };
  return { records: inOrder(declared.map(({ declaration }) => declaration)).map((one) => defineRecord(one)) };
}

/** The path in a declaration with which a fault begins. */
function pathIn(fault: string): string[] {
  return /^[\w.]+(?=:)/.exec(fault)?.[0].split('.') ?? [];
}

/** The words that any of the files declares, by their name. */
function sharedWords(drafts: readonly Draft[], problems: string[]): ReadonlyMap<string, WordsDeclaration> {
  const found = new Map<string, WordsDeclaration>();
  for (const { value, at } of drafts) {
    for (const [name, column] of Object.entries(value.columns)) {
      const words = wordsIn(column);
      if (typeof words !== 'object' || words === null || !('name' in words)) continue;
      const declared = words as WordsDeclaration;
      const known = found.get(declared.name);
      if (known === undefined) found.set(declared.name, declared);
      else if (JSON.stringify(known) !== JSON.stringify(declared))
        problems.push(
          `${at(['columns', name, 'words'])}: columns.${name}.words: expected ${declared.name} as it is declared elsewhere, or its name alone`,
        );
    }
  }
  return found;
}

function wordsIn(column: unknown): unknown {
  return typeof column === 'object' && column !== null && 'words' in column ? column.words : undefined;
}

/** A declaration in which words replace their names. */
function withWords(
  { value }: Draft,
  words: ReadonlyMap<string, WordsDeclaration>,
  problem: Problem,
  problems: string[],
): unknown {
  const columns = Object.entries(value.columns).map(([name, column]): [string, unknown] => {
    const told = wordsIn(column);
    if (typeof told !== 'string') return [name, column];
    const known = words.get(told);
    if (known) return [name, { ...(column as object), words: known }];
    problems.push(problem(['columns', name, 'words'], `expected words that one of the records declares, got ${told}`));
    return [name, { ...(column as object), words: { name: told, description: told, values: { UNKNOWN: told } } }];
  });
  return { ...value, columns: Object.fromEntries(columns) };
}

/** The places where a declaration names an unknown record. */
function strangers(
  { declaration, problem }: { readonly declaration: RecordDeclaration; readonly problem: Problem },
  names: ReadonlySet<unknown>,
): string[] {
  const named: [PropertyKey[], string][] = [
    ...Object.entries(declaration.columns).flatMap(([name, column]): [PropertyKey[], string][] =>
      column.kind === 'reference' ? [[['columns', name, 'to'], column.to]] : [],
    ),
    ...Object.entries(declaration.counts ?? {}).flatMap(([field, { people }]): [PropertyKey[], string][] =>
      people === undefined ? [] : [[['counts', field, 'people'], people]],
    ),
  ];
  return named.flatMap(([path, name]) =>
    names.has(name) ? [] : problem(path, `expected a record of the organisation's, got ${name}`),
  );
}

/**
 * Sorts records after the records that they refer to; otherwise the order stays. `linkRecords` reports two records that
 * refer to each other.
 */
function inOrder(declarations: readonly RecordDeclaration[]): readonly RecordDeclaration[] {
  const ordered = new Set<RecordDeclaration>();
  const begun = new Set<RecordDeclaration>();
  const visit = (declaration: RecordDeclaration) => {
    if (begun.has(declaration)) return;
    begun.add(declaration);
    for (const column of Object.values(declaration.columns)) {
      const to = column.kind === 'reference' ? declarations.find(({ name }) => name === column.to) : undefined;
      if (to) visit(to);
    }
    ordered.add(declaration);
  };
  declarations.forEach(visit);
  return [...ordered];
}
