import { Kind, type SelectionSetNode } from 'graphql';
import type { SubgraphModel } from './subgraph-model.js';
import type { SupergraphModel } from './supergraph-model.js';

/** The subgraphs from which an object may have come. */
export type Among = readonly SubgraphModel[];

/**
 * Which subgraphs may be asked for what: of an object that one of several gives, a client surely gets only what all of
 * them know. So The Guild's federation audit has it: a union's member that not every such subgraph has may be null.
 */
export class Sources {
  readonly #of = new Map<string, Among>();

  constructor(
    private readonly model: SupergraphModel,
    private readonly isOn: (label: string) => boolean,
  ) {}

  /** All subgraphs: an operation can begin at each. */
  get all(): Among {
    return [...this.model.subgraphs.values()];
  }

  /** The subgraphs that give a field of an object from some subgraphs, at once or by a key. */
  of(among: Among, type: string, field: string): Among {
    const id = `${among.map(({ graph }) => graph).join()} ${type}.${field}`;
    let known = this.#of.get(id);
    if (!known) {
      const reached = this.model.isRoot(type) ? this.all : this.#reached(among, type);
      known = reached.filter((subgraph) => this.#gives(subgraph, type, field));
      // A field that only `@provides` gives comes from a subgraph that does not own it.
      if (known.length === 0) known = among.filter((subgraph) => subgraph.field(type, field));
      this.#of.set(id, known);
    }
    return known;
  }

  /** The object types that a field's value surely is of one of, whichever of some subgraphs gives it. */
  possible(among: Among, type: string, field: string): readonly string[] {
    const [first = [], ...others] = among.map((subgraph) => subgraph.possible(subgraph.typeOf(type, field) ?? ''));
    return first.filter((each) => others.every((other) => other.includes(each)));
  }

  #reached(among: Among, type: string): Among {
    const reached = [...among];
    for (let progress = true; progress;) {
      progress = false;
      for (const subgraph of this.model.subgraphs.values()) {
        if (reached.includes(subgraph)) continue;
        const name = subgraph.nameOf(type);
        const keys = name === undefined ? [] : subgraph.keys(name);
        if (!keys.some((key) => key.isResolvable && this.#isKnown(reached, type, key.fields))) continue;
        reached.push(subgraph);
        progress = true;
      }
    }
    return reached;
  }

  /** Whether some subgraphs together give a key. */
  #isKnown(among: Among, type: string, { selections }: SelectionSetNode): boolean {
    return selections.every(
      (selection) =>
        selection.kind === Kind.FIELD &&
        (selection.name.value === '__typename' ||
          among.some(
            (subgraph) =>
              this.#gives(subgraph, type, selection.name.value) ||
              subgraph.keysOf(type).some(({ fields }) => hasField(fields, selection.name.value)),
          )),
    );
  }

  #gives(subgraph: SubgraphModel, type: string, name: string): boolean {
    const field = subgraph.field(type, name);
    if (!field || field.isExternal) return false;
    return !field.label || this.isOn(field.label.name) === field.label.answersWhenOn;
  }
}

function hasField({ selections }: SelectionSetNode, name: string): boolean {
  return selections.some((selection) => selection.kind === Kind.FIELD && selection.name.value === name);
}
