import { getNamedType, getNullableType, type GraphQLInputType, isEnumType, isListType, isNonNullType } from 'graphql';
import { HttpError } from '../../http/http-error.js';
import { type Column, type FileFormat, fileFormats, type Language, languages } from '../table/mapping.js';
import { type Parameter, rowsOperationFor, type Table } from '../table/table.js';

/** A file's address, parsed. */
export interface FileRequest {
  readonly table: Table;
  /** `about` requests the file's metadata as JSON. */
  readonly format: FileFormat | 'about';
  readonly language: Language;
  readonly columns: readonly Column[];
  /** Whether headers are keys, for programs, instead of titles. */
  readonly keysAsHeaders: boolean;
  /** The operation that returns the rows. */
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The parameters that were given, or have a default. */
  readonly given: ReadonlyMap<string, string>;
}

/** Parameters of every table. `purpose` is the request's purpose, for callers that cannot set the header. */
const common = ['lang', 'columns', 'header', 'purpose'];

/**
 * Splits a file's name.
 * @param file such as `league-table.csv`.
 * @throws HttpError 404
 */
export function readFileName(file: string): { readonly name: string; readonly format: FileRequest['format'] } {
  const dot = file.lastIndexOf('.');
  const format = file.slice(dot + 1);
  if (dot < 1) throw new HttpError(404, 'NOT_FOUND', 'Expected a table and a format, such as league-table.csv.');
  if (format === 'json') return { name: file.slice(0, dot), format: 'about' };
  return { name: file.slice(0, dot), format: one(format, fileFormats, 'a format', 404) };
}

/**
 * Reads the request for a file.
 * @throws HttpError `NOT_FOUND` for a format that the table does not have, `BAD_USER_INPUT`
 */
export function readAddress(table: Table, format: FileRequest['format'], search: URLSearchParams): FileRequest {
  if (format !== 'about' && !table.formats.includes(format)) {
    const offered = table.formats.join(', ');
    throw new HttpError(404, 'NOT_FOUND', `Expected ${table.name} as one of ${offered}; got ${format}.`);
  }
  const { parameters, mapping } = table;
  for (const name of search.keys()) {
    if (parameters.has(name) || common.includes(name)) continue;
    const known = [...parameters.keys(), ...common].join(', ');
    throw badInput(name, `expected one of the parameters ${known}; got ${JSON.stringify(name)}`);
  }
  const given = new Map<string, string>();
  for (const { name, type } of parameters.values()) {
    const value = single(search, name, isListType(getNullableType(type))) ?? mapping.parameters[name]?.default;
    if (value !== undefined && value !== '') given.set(name, value);
    else if (type === undefined || isNonNullType(type)) throw badInput(name, 'expected a value, got none');
  }
  const read = [...parameters.values()].flatMap((parameter): [string, unknown][] => {
    const text = given.get(parameter.name);
    return text === undefined ? [] : [[parameter.name, valueOf(parameter, text)]];
  });
  const language = one(single(search, 'lang') ?? 'vi', languages, 'lang');
  return {
    table,
    format,
    language,
    columns: chosenColumns(table, single(search, 'columns', true)),
    keysAsHeaders: one(single(search, 'header') ?? 'titles', ['titles', 'keys'] as const, 'header') === 'keys',
    operation: rowsOperationFor(table, new Map(read)),
    variables: { ...Object.fromEntries(read), language: language.toUpperCase(), boundaries: format === 'geojson' },
    given,
  };
}

function chosenColumns({ mapping: { columns } }: Table, text: string | undefined): readonly Column[] {
  if (text === undefined || text === '') return columns;
  const keys = columns.map(({ key }) => key);
  return text.split(',').map((wanted) => {
    const found = columns.find(({ key }) => key === wanted.trim());
    if (found) return found;
    throw badInput('columns', `expected columns among ${keys.join(', ')}; got ${JSON.stringify(wanted)}`);
  });
}

/** @throws HttpError 400 if the parameter is repeated, except for a list, which may also be repeated. */
function single(search: URLSearchParams, name: string, isOfList = false): string | undefined {
  const values = search.getAll(name);
  if (values.length > 1 && !isOfList) throw badInput(name, `expected one value, got ${values.length}`);
  return values.length === 0 ? undefined : values.join(',');
}

function valueOf({ name, type, choices }: Parameter, text: string): unknown {
  if (type === undefined) return one(text, choices ?? [], name);
  if (isListType(getNullableType(type))) return text.split(',').map((part) => scalarOf(name, type, part.trim()));
  return scalarOf(name, type, text.trim());
}

function scalarOf(name: string, type: GraphQLInputType, text: string): unknown {
  const named = getNamedType(type);
  if (isEnumType(named))
    return one(
      text,
      named.getValues().map((value) => value.name),
      name,
    );
  switch (named.name) {
    case 'Int':
      if (!/^-?\d{1,9}$/.test(text)) throw badInput(name, `expected a whole number, got ${JSON.stringify(text)}`);
      return Number(text);
    case 'Boolean':
      return one(text, ['true', 'false'] as const, name) === 'true';
    default:
      return text;
  }
}

function one<T extends string>(text: string, values: readonly T[], name: string, status = 400): T {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  const problem = `expected one of ${values.join(', ')}; got ${JSON.stringify(text)}`;
  throw status === 400 ? badInput(name, problem) : new HttpError(status, 'NOT_FOUND', `${name}: ${problem}.`);
}

function badInput(parameter: string, problem: string): HttpError {
  return new HttpError(400, 'BAD_USER_INPUT', `${parameter}: ${problem}.`, {}, { parameter });
}
