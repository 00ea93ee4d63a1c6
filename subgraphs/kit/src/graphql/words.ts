import { registerEnumType } from 'type-graphql';

/** A fixed set of words, each with its description: an enum of GraphQL. */
export interface Words {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The words of a declared enum. */
export type WordsOf<Of extends Words> = keyof Of['values'] & string;

/** The words of a declared enum, in their order. */
export function wordsOf<Of extends Words>({ values }: Of): WordsOf<Of>[] {
  return Object.keys(values);
}

const enums = new Map<string, { readonly said: string; readonly values: Readonly<Record<string, string>> }>();

/** An enum in TypeScript: each word by its name. */
export type EnumOf<Of extends Words> = { readonly [Word in WordsOf<Of>]: Word };

/**
 * Makes the enum of declared words, which several records may use.
 * @throws Error where another enum has the same name and other words.
 */
export function enumOf<const Of extends Words>({ name, description, values }: Of): EnumOf<Of> {
  const said = JSON.stringify([description, values]);
  const known = enums.get(name);
  if (known) {
    if (known.said !== said) throw new Error(`Expected the words ${name} to be the same wherever they are declared.`);
    return known.values as EnumOf<Of>;
  }
  const words = Object.fromEntries(Object.keys(values).map((word) => [word, word]));
  registerEnumType(words, {
    name,
    description,
    valuesConfig: Object.fromEntries(Object.entries(values).map(([word, said]) => [word, { description: said }])),
  });
  enums.set(name, { said, values: words });
  return words as EnumOf<Of>;
}
