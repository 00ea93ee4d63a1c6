import { readFileSync } from 'node:fs';
import { type FieldDefinitionNode, Kind, parse, type TypeDefinitionNode } from 'graphql';

/**
 * Names that belong to one organisation: its code in each spelling, and the types and fields that only its schema has.
 */
export interface OrganisationNames {
  readonly code: string;
  readonly codes: readonly string[];
  readonly types: readonly string[];
  readonly fields: readonly string[];
}

const fieldsOf = (type: TypeDefinitionNode): readonly FieldDefinitionNode[] =>
  'fields' in type && type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION ? (type.fields ?? []) : [];

/** Whether a name is one word, which may be any word of English: `school`, `Course`. */
const isWord = (name: string) => /^[A-Za-z][a-z]*$/.test(name);

/** The types of a schema, and the fields of each. */
function typesOf(sdl: URL): ReadonlyMap<string, readonly string[]> {
  const { definitions } = parse(readFileSync(sdl, 'utf8'));
  const found = new Map<string, readonly string[]>();
  for (const one of definitions) {
    // Scalars are formats of the hub: the subgraph that uses one first does not own it.
    if (!('name' in one) || !one.name) continue;
    if (one.kind === Kind.DIRECTIVE_DEFINITION || one.kind === Kind.SCALAR_TYPE_DEFINITION) continue;
    found.set(
      one.name.value,
      fieldsOf(one as TypeDefinitionNode).map(({ name }) => name.value),
    );
  }
  return found;
}

/** A code as programs spell it: `womens-union` is `womensUnion`, `WomensUnion`, `womens_union` and `WOMENS_UNION`, too. */
function spellings(code: string): string[] {
  if (!code.includes('-')) return [];
  const pascal = code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const snake = code.replaceAll('-', '_');
  return [code, pascal, pascal.replace(/^./, (letter) => letter.toLowerCase()), snake, snake.toUpperCase()];
}

/**
 * The names of each organisation, by the schemas of all subgraphs: types that no other subgraph has, and fields that it
 * adds to types of the hub's own parts. A type that several organisations have is the kit's vocabulary. A type name of
 * one word is an English word, too: it counts only as a whole string. A field name of one word does not count.
 * @param schemas where each subgraph's schema is, by its code.
 * @param organisations the codes of organisations; the others are the hub's own parts.
 */
export function organisationNames(
  schemas: ReadonlyMap<string, URL>,
  organisations: readonly string[],
): OrganisationNames[] {
  const all = new Map([...schemas].map(([code, sdl]) => [code, typesOf(sdl)]));
  const hubs = [...all].flatMap(([code, types]) => (organisations.includes(code) ? [] : [types]));
  const isHubs = (type: string) => hubs.some((types) => types.has(type));
  const fieldsOfHub = new Set(hubs.flatMap((types) => [...types.values()].flat()));
  return organisations.map((code) => {
    const own = all.get(code) ?? new Map<string, readonly string[]>();
    const others = [...all].flatMap(([other, of]) => (other === code ? [] : [of]));
    const types = [...own.keys()].filter((type) => !isHubs(type) && !others.some((of) => of.has(type)));
    const fields = [...own].flatMap(([type, names]) => (isHubs(type) ? names : []));
    return {
      code,
      codes: spellings(code),
      types,
      fields: [...new Set(fields)].filter((one) => !fieldsOfHub.has(one) && !isWord(one)),
    };
  });
}

/** A line that names an organisation, and by what. */
export interface NamingLine {
  readonly line: number;
  readonly name: string;
}

/** Makes what finds the lines of a source that name an organisation. Comments may have words that types and fields are. */
export function namingLines(organisations: readonly OrganisationNames[]): (text: string) => NamingLine[] {
  const anyOf = (names: readonly string[]) => `(?:${[...new Set(names)].join('|') || '(?!)'})`;
  const codes = organisations.flatMap((one) => one.codes);
  const types = organisations.flatMap((one) => one.types.filter((type) => !isWord(type)));
  const words = organisations.flatMap((one) => [
    ...(one.codes.length === 0 ? [one.code] : []),
    ...one.types.filter(isWord),
  ]);
  const fields = organisations.flatMap((one) => one.fields);
  const anywhere = new RegExp(`(?<![\\w-])${anyOf(codes)}(?![\\w-])`);
  const inCode = new RegExp(`(['"\`])${anyOf(words)}\\1|\\b${anyOf(types)}\\b|(?<![\\w-])${anyOf(fields)}(?![\\w-])`);
  return (text) => {
    const code = withoutComments(text).split('\n');
    return text.split('\n').flatMap((line, index) => {
      const [name] = anywhere.exec(line) ?? inCode.exec(code[index] ?? '') ?? [];
      return name === undefined ? [] : [{ line: index + 1, name }];
    });
  };
}

/** A source with its comments blanked, line for line. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|\s)(\/\/|#)[^\n]*/g, '$1');
}
