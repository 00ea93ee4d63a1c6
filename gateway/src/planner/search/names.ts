import { Kind, print, type SelectionSetNode } from 'graphql';
import { responseKey } from '../../operation/collect-fields.js';
import type { Operation } from '../../operation/operation.js';
import { eachSelection } from '../../operation/selections.js';

/** Names that only fetches use: no response key and no variable of an operation begins with them. */
export class Names {
  readonly #prefix: string;
  readonly #variables: ReadonlySet<string>;
  readonly #sets = new Map<string, number>();
  #count = 0;

  constructor({ definition, fragments }: Operation) {
    const keys: string[] = [];
    for (const { selectionSet } of [definition, ...fragments.values()]) {
      eachSelection(selectionSet, (selection) => {
        if (selection.kind === Kind.FIELD) keys.push(responseKey(selection));
      });
    }
    // Names with two underscores are reserved by GraphQL, and no name below has them.
    const taken = keys.filter((key) => key.startsWith('_') && !key.startsWith('__'));
    let prefix = '_';
    for (let length = 1; taken.some((key) => key.startsWith(prefix)); length += 1) prefix = `_${'x'.repeat(length)}_`;
    this.#prefix = prefix;
    this.#variables = new Set(definition.variableDefinitions?.map(({ variable }) => variable.name.value));
  }

  /** The beginning of response keys of one kind. */
  of(kind: string): string {
    return `${this.#prefix}${kind}_`;
  }

  /** The beginning of response keys for a field set: equal sets have the same, different sets have different ones. */
  forSet(set: SelectionSetNode): string {
    const text = textOf(set);
    let number = this.#sets.get(text);
    if (number === undefined) this.#sets.set(text, (number = this.#sets.size + 1));
    return this.of(`need${number}`);
  }

  /** A unique variable. */
  variable(kind: string): string {
    return this.free(`${kind}${(this.#count += 1)}`);
  }

  /** A name that no variable of the operation has. */
  free(name: string): string {
    return this.#variables.has(name) ? this.free(`${name}_`) : name;
  }
}

const texts = new WeakMap<SelectionSetNode, string>();

/** A field set as text; each set of a supergraph is printed once. */
function textOf(set: SelectionSetNode): string {
  let text = texts.get(set);
  if (text === undefined) texts.set(set, (text = print(set)));
  return text;
}
