import { z } from 'zod';

const text = z.string().trim().min(1, 'expected some text');
const typeName = z.string().regex(/^[A-Z][A-Za-z\d]*$/, 'expected a name such as FarmerClub');
const fieldName = z.string().regex(/^[a-z][A-Za-z\d]*$/, 'expected a name such as farmerClubs');
/** The path of a value in an object of the API: names and list indexes, separated by dots. */
const from = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'expected a path such as address.ward_code or phones.0')
  .optional();
/** A path below the API's address, with `{names}` for values. */
const path = z.string().regex(/^\/[^\s#]*$/, 'expected a path such as /clubs/{code}');
const counts = z.enum(['people', 'other'], 'expected people or other');
const scalar = z.enum(['ID', 'String', 'Int', 'Float', 'Boolean']);

const isNumber = (type: string) => type === 'Int' || type === 'Float';

/** A value of the API. */
const value = z
  .strictObject({
    type: scalar,
    from,
    description: text,
    /** Whether it is always present. */
    required: z.boolean().default(false),
    /** Whether it is a list of such values. */
    list: z.boolean().default(false),
    /** For a number: whether it counts people; then it leaves only if it is rounded. */
    counts: counts.optional(),
  })
  .refine((one) => isNumber(one.type) === (one.counts !== undefined), {
    path: ['counts'],
    error: 'expected people or other for a number, and nothing for another value',
  });

/** Another entity, by its key: the organisation's own or another organisation's. */
const reference = z.strictObject({
  entity: typeName,
  from,
  description: text,
  /** The entity's key field. */
  key: fieldName.default('code'),
});

/** An object within an object of the API, or a list of them, with a separate type. */
const nested = z.strictObject({
  object: typeName,
  from,
  description: text,
  list: z.boolean().default(false),
  fields: z.record(fieldName, value).refine((fields) => Object.keys(fields).length > 0, 'expected at least one field'),
});

const field = z.union([value, reference, nested], 'expected type, entity or object, with a description');

const size = z.int().min(1).max(1000);

/** How the API divides a list into pages. */
const paging = z.discriminatedUnion(
  'by',
  [
    z.strictObject({ by: z.literal('page'), size, first: z.int().min(0).max(1).default(1) }),
    z.strictObject({ by: z.literal('offset'), size }),
    z.strictObject({ by: z.literal('cursor'), size, next: z.string() }),
    z.strictObject({ by: z.literal('none') }),
  ],
  'expected by: page, offset, cursor or none',
);

const list = z.strictObject({
  description: text,
  path,
  /** The list's arguments, by the names in the path. */
  arguments: z
    .record(fieldName, z.strictObject({ type: scalar, description: text, required: z.boolean().default(false) }))
    .default({}),
  /** The path of the objects in an answer; default: the answer itself. */
  items: from,
  paging: paging.default({ by: 'none' }),
  /** The entity with the list, whose key fills its name in the path; default: the list is at the root. */
  on: z.strictObject({ entity: typeName, key: fieldName.default('code') }).optional(),
});

/** `json-api/*.yaml`: one type of records in a JSON API, with its addresses and fields. */
export const apiDeclaration = z.strictObject({
  format: z.literal(1, 'expected 1'),
  name: typeName,
  description: text,
  /** Lists of scopes; a caller needs all scopes of at least one list. */
  scopes: z.array(z.array(text).nonempty()).nonempty().optional(),
  /** The field of the key. */
  key: fieldName,
  fields: z.record(fieldName, field),
  /** The address of one by its key; the status 404 means that there is none. */
  one: path.optional(),
  /** The address of several by their keys, which replace `{keys}`, separated by commas. */
  many: z.strictObject({ path, items: from, most: z.int().min(1).max(500).default(50) }).optional(),
  lists: z.record(fieldName, list).default({}),
});

export type ApiDeclaration = z.output<typeof apiDeclaration>;
export type ApiField = ApiDeclaration['fields'][string];
export type ApiList = ApiDeclaration['lists'][string];
export type ApiValue = z.output<typeof value>;

/** The faults of well-formed declarations, each with its place. */
export function faultsOf(declared: readonly ApiDeclaration[]): string[] {
  const names = declared.flatMap(({ name, fields }) => [
    name,
    ...Object.values(fields).flatMap((one) => ('object' in one ? [one.object] : [])),
  ]);
  const fieldNames = declared.flatMap(({ lists }) => Object.keys(lists));
  return [
    ...twice(names).map((name) => `${name}: expected a name of its own`),
    ...twice(fieldNames).map((name) => `${name}: expected one list of that name`),
    ...declared.flatMap((one) => faultsOfOne(one).map((fault) => `${one.name}: ${fault}`)),
  ];
}

function faultsOfOne({ key, fields, one, many, lists }: ApiDeclaration): string[] {
  const known = fields[key];
  return [
    ...(known && 'type' in known && !known.list ? [] : [`key: expected one of its fields with a type, got ${key}`]),
    ...(one === undefined && !many ? ['expected one or many: by which a key is looked up'] : []),
    ...(one === undefined ? [] : unfilled(one, [key]).map((name) => `one: expected {${key}}, got {${name}}`)),
    ...(many ? unfilled(many.path, ['keys']).map((name) => `many.path: expected {keys}, got {${name}}`) : []),
    ...Object.entries(lists).flatMap(
      ([
        name,
        {
          path: address,
          arguments: taken,
          paging: { by },
          on,
        },
      ]) =>
        unfilled(address, [...Object.keys(taken), ...(on ? [on.key] : []), ...filledBy[by]]).map(
          (placeholder) => `lists.${name}.path: expected one of its arguments, got {${placeholder}}`,
        ),
    ),
  ];
}

const filledBy = { page: ['page', 'size'], offset: ['offset', 'size'], cursor: ['cursor', 'size'], none: [] } as const;

/** The names in a path that no value fills. */
function unfilled(address: string, filled: readonly string[]): string[] {
  return [...address.matchAll(/\{(\w*)\}/g)].flatMap(([, name = '']) => (filled.includes(name) ? [] : [name]));
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
