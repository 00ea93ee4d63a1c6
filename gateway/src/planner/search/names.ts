import { Kind, type SelectionSetNode } from 'graphql';
import { responseKey } from '../../operation/collect-fields.js';
import type { Operation } from '../../operation/operation.js';
import { eachSelection } from '../../operation/selections.js';

/** Names for what only fetches have: no response key and no variable of an operation begins with them. */
export class Names {
  readonly #prefix: string;
  readonly #variables: ReadonlySet<string>;
  readonly #sets = new Map<SelectionSetNode, number>();
  #count = 0;

  constructor({ definition, fragments }: Operation) {
    const keys: string[] = [];
    for (const { selectionSet } of [definition, ...fragments.values()]) {
      eachSelection(selectionSet, (selection) => {
        if (selection.kind === Kind.FIELD) keys.push(responseKey(selection));
      });
    }
    // What begins with two underscores is GraphQL's own, and begins none of the names below.
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

  /** The beginning of response keys for a field set: those of another have others. */
  forSet(set: SelectionSetNode): string {
    let number = this.#sets.get(set);
    if (number === undefined) this.#sets.set(set, (number = this.#sets.size + 1));
    return this.of(`need${number}`);
  }

  /** A variable that nothing else has. */
  variable(kind: string): string {
    return this.free(`${kind}${(this.#count += 1)}`);
  }

  /** A name that no variable of the operation has. */
  free(name: string): string {
    return this.#variables.has(name) ? this.free(`${name}_`) : name;
  }
}
