import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { type Bilingual, calledBy, node } from '@hub/protocol';

/** The most fields of a record. */
const most = 40;

/** The kind of a record's field, which decides how its value is written. */
export type FieldKind =
  'text' | 'word' | 'integer' | 'number' | 'date' | 'period' | 'time' | 'yesNo' | 'people' | 'named';

/** A field of a record that can be shown without a separate operation. */
export interface RecordField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isList: boolean;
  readonly title: Bilingual;
  /** Its selection in an operation. */
  readonly selection: string;
  /** The shown fields of a `named` object: its code, its name or title. */
  readonly parts: readonly string[];
  /** The titles of an enum's values. */
  readonly words: Readonly<Record<string, Bilingual>> | undefined;
  /** The name of its type. */
  readonly type: string;
}

const kinds: Readonly<Record<string, FieldKind>> = {
  ...{ String: 'text', ID: 'text', Int: 'integer', Float: 'number', Boolean: 'yesNo', Date: 'date' },
  ...{ DateTime: 'time', DateTimeISO: 'time', Period: 'period' },
};

/** Scalars without a readable text. */
const unreadable = /JSON/;

/**
 * The fields of a record, in the order of its schema: leaves, numbers of people, and names of other records. The global
 * id is left out: the code says the same.
 */
export function recordFields(type: GraphQLObjectType): RecordField[] {
  const isNode = type.getInterfaces().some(({ name }) => name === node.type);
  return Object.values(type.getFields())
    .filter(({ name }) => !isNode || name !== 'id')
    .flatMap((field) => readField(field) ?? [])
    .slice(0, most);
}

/** The field that names a record: its name, its title, else its code; undefined if it has none of them. */
export function namingField(fields: readonly RecordField[]): RecordField | undefined {
  return ['name', 'title', 'code'].map((name) => fields.find((one) => one.name === name)).find((one) => one);
}

function readField(field: GraphQLField<unknown, unknown>): RecordField | undefined {
  const { name, description } = field;
  const type = getNullableType(field.type);
  const named = getNamedType(type);
  const isList = isListType(type);
  const asked = askedFor(field);
  if (asked === undefined) return undefined;
  const told = { name, isList, title: calledBy(name, description), parts: [], words: undefined, type: named.name };
  if (isLeafType(named)) {
    if (unreadable.test(named.name)) return undefined;
    if (isEnumType(named)) {
      const words = named.getValues().map((one) => [one.name, calledBy(one.name, one.description)] as const);
      return { ...told, kind: 'word', selection: asked, words: Object.fromEntries(words) };
    }
    return { ...told, kind: kinds[named.name] ?? 'text', selection: asked };
  }
  if (!isObjectType(named) || isList) return undefined;
  if (named.name === 'PeopleCount') return { ...told, kind: 'people', selection: `${asked} { people atMost }` };
  const shown = ['code', 'name', 'title'].flatMap((one) => named.getFields()[one] ?? []);
  const parts = shown.filter((one) => isLeafType(getNamedType(one.type)) && askedFor(one) !== undefined).slice(0, 2);
  if (parts.length === 0) return undefined;
  const selection = `${asked} { ${parts.map((one) => askedFor(one) ?? '').join(' ')} }`;
  return { ...told, kind: 'named', selection, parts: parts.map((one) => one.name) };
}

/** The selection of a field; undefined if it needs an argument other than a language. */
function askedFor({ name, args }: GraphQLField<unknown, unknown>): string | undefined {
  if (args.some((one) => isRequiredArgument(one) && one.name !== 'language')) return undefined;
  return args.some((one) => one.name === 'language') ? `${name}(language: $language)` : name;
}
