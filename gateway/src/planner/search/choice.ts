import { Kind, type SelectionSetNode } from 'graphql';
import type { Answering, AskedSubgraph } from './answering.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import type { NestedKeys } from './nested-keys.js';
import type { Wanted } from './wanted.js';

/** The cost of an unreachable field: more fetches than any plan has. */
const unreachable = 1000;

/**
 * Estimates which subgraph should answer a field: the one that leaves the fewest further fetches. The estimate depends
 * on the supergraph and the wanted fields alone, and is made before the plan has any fetch.
 */
export class Choice {
  readonly #known = new WeakMap<Wanted, Map<string, number>>();
  readonly #numbers = new WeakMap<SelectionSetNode, number>();
  #lastNumber = 0;

  constructor(
    private readonly subgraphs: readonly JoinedSubgraph[],
    private readonly answering: Answering,
    private readonly nestedKeys: NestedKeys,
  ) {}

  /** About how many further fetches a field of a type's objects needs if a subgraph is asked for it. */
  fetchesBelow(asked: AskedSubgraph, type: string, wanted: Wanted): number {
    if (!wanted.below) return 0;
    const key = [asked.subgraph.name, type, ...asked.granted.map((set) => this.#numberOf(set))].join(' ');
    let known = this.#known.get(wanted);
    if (!known) this.#known.set(wanted, (known = new Map<string, number>()));
    let fetches = known.get(key);
    if (fetches === undefined) {
      fetches = this.#countBelow(asked, type, wanted, wanted.below);
      known.set(key, fetches);
    }
    return fetches;
  }

  #countBelow(
    asked: AskedSubgraph,
    type: string,
    { name }: Wanted,
    below: (type: string) => readonly Wanted[],
  ): number {
    const { subgraph } = asked;
    const field = subgraph.field(type, name);
    if (!field) return 0;
    const granted = this.answering.grantedBelow(asked, type, name);
    const counts = subgraph
      .possible(namedType(field.type))
      .map((inner) => this.#fetchesFor({ subgraph, granted }, inner, below(inner)));
    // Objects of all types are fetched together. Of two ways with as many fetches, the one with fewer types wins.
    return Math.max(0, ...counts) + counts.reduce((sum, count) => sum + count, 0) / 1000;
  }

  /** How many fetches answer fields of a type's objects, without the one that returns the objects. */
  #fetchesFor(asked: AskedSubgraph, type: string, all: readonly Wanted[]): number {
    let fetches = 0;
    let missing: Wanted[] = [];
    for (const wanted of all) {
      if (wanted.name === '__typename') continue;
      if (this.answering.answers(asked, type, wanted.name)) fetches += this.fetchesBelow(asked, type, wanted);
      else missing.push(wanted);
    }
    while (missing.length > 0) {
      const next = this.#mostAnswering(type, missing);
      if (!next) return fetches + unreachable;
      fetches += this.nestedKeys.needCompleting(type, [asked], next) ? 2 : 1;
      missing = missing.filter((wanted) => {
        if (!this.answering.isOwn(next, type, wanted.name)) return true;
        const field = next.field(type, wanted.name);
        fetches += this.fetchesBelow({ subgraph: next, granted: [] }, type, wanted);
        if (field?.requires && !this.#gives(asked, type, field.requires)) fetches += 1;
        return false;
      });
    }
    return fetches;
  }

  /** The subgraph that answers most of some fields by itself. */
  #mostAnswering(type: string, missing: readonly Wanted[]): JoinedSubgraph | undefined {
    let best: JoinedSubgraph | undefined;
    let most = 0;
    for (const subgraph of this.subgraphs) {
      const answers = missing.filter(({ name }) => this.answering.isOwn(subgraph, type, name)).length;
      if (answers > most) [best, most] = [subgraph, answers];
    }
    return best;
  }

  #gives(asked: AskedSubgraph, type: string, { selections }: SelectionSetNode): boolean {
    return selections.every((each) => each.kind === Kind.FIELD && this.answering.gives(asked, type, each));
  }

  #numberOf(set: SelectionSetNode): number {
    let number = this.#numbers.get(set);
    if (number === undefined) this.#numbers.set(set, (number = this.#lastNumber += 1));
    return number;
  }
}
