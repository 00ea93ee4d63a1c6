import { plain } from '../../language/plain.js';
import type { HubSchema, Part, Need } from './hub-schema.js';

/** A search result. */
export interface Found {
  readonly type: string;
  /** The field or the enum value; absent if the type itself matches. */
  readonly field?: string;
  readonly argument?: string;
  readonly text: string;
  /** Requirements of the field; absent for other entries. */
  readonly needs?: readonly Need[];
}

interface Entry extends Found {
  readonly name: string;
  readonly said: string;
}

const built = new WeakMap<HubSchema, readonly Entry[]>();

/** Search entries with names and descriptions without diacritics; built once for each schema. */
function entriesOf(schema: HubSchema): readonly Entry[] {
  const known = built.get(schema);
  if (known) return known;
  const entry = (found: Found): Entry => {
    const name = found.argument ?? found.field ?? found.type;
    return { ...found, name: plain(name), said: plain(`${name} ${found.text}`) };
  };
  const entries = [...schema.types.values()].flatMap((type) => {
    const parts: readonly Part[] = [...type.inputFields, ...type.values];
    return [
      entry({ type: type.name, text: type.text }),
      ...parts.map(({ name, text }) => entry({ type: type.name, field: name, text })),
      ...type.fields.flatMap((field) => [
        entry({ type: type.name, field: field.name, text: field.text, needs: field.needs }),
        ...field.args.map(({ name, text }) => entry({ type: type.name, field: field.name, argument: name, text })),
      ]),
    ];
  });
  built.set(schema, entries);
  return entries;
}

/**
 * Finds types, fields, arguments and values by name and description. Every word of the text must match; case and
 * diacritics do not count. Matches in names come before matches in descriptions.
 */
export function find(schema: HubSchema, text: string): readonly Found[] {
  const words = plain(text)
    .split(/[\s.]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const whole = words.join('');
  const phrase = plain(text.trim());
  const rank = ({ name, field, argument, said }: Entry): number => {
    const near = [name === whole, name.startsWith(whole), name.includes(whole), said.includes(phrase), true];
    return near.indexOf(true) * 3 + (argument !== undefined ? 2 : field !== undefined ? 1 : 0);
  };
  const matches = ({ type, said }: Entry): boolean =>
    words.every((word) => said.includes(word) || plain(type) === word) && words.some((word) => said.includes(word));
  return entriesOf(schema)
    .filter(matches)
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);
}
