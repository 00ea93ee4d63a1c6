import type { FetchNodePathSegment } from '@graphql-hive/router-query-planner';
import type { SelectionSetNode } from 'graphql';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import type { ContextArgument } from '../../supergraph/context-arguments.js';
import type { ContextValue } from '../planner.js';
import type { SupergraphTypes } from '../subgraph-types.js';
import { argumentsText } from './arguments-text.js';
import type { Known, Spot } from './known-data.js';

/** Finds whether fetches take for arguments `@fromContext` what these are to have. */
export class ContextCheck {
  readonly #selecting: Selecting;

  /** @param read is told of what the values are read from. */
  constructor(
    private readonly types: SupergraphTypes,
    private readonly read: (known: Known) => void,
  ) {
    this.#selecting = { fragments: new Map(), variables: {}, applies: (condition, type) => types.is(type, condition) };
  }

  /**
   * Whether one of the values that a fetch takes for an argument is the one of the nearest object with the context.
   * @param spot the objects whose field has the argument.
   * @param depth how many fields these are below what the fetch is about.
   */
  isTaken(values: readonly ContextValue[], argument: ContextArgument, { above }: Spot, depth: number): boolean {
    const nearest = above.find(({ type }) => this.types.hasContext(type, argument.context));
    const objectOf = ({ up }: ContextValue) => above[up - 1 + depth];
    const taken = values.find((value) => {
      const object = objectOf(value);
      return object && this.#isOf(value.path[0], object);
    });
    if (!nearest || !taken || objectOf(taken) !== nearest) return false;
    return this.#leadsTo(taken.path, argument.selection, nearest);
  }

  #isOf(segment: FetchNodePathSegment | undefined, { type, fields }: Pick<Spot, 'type' | 'fields'>): boolean {
    if (!segment || !('TypenameEquals' in segment)) return true;
    const typename = fields.get('__typename')?.typename ?? type;
    return segment.TypenameEquals.some((condition) => this.types.is(typename, condition));
  }

  /** Whether a path leads to the one leaf that a selection set has. */
  #leadsTo(
    path: readonly FetchNodePathSegment[],
    selection: SelectionSetNode,
    object: Pick<Spot, 'type' | 'fields'>,
  ): boolean {
    const [segment, ...rest] = path;
    if (!segment) return false;
    if ('TypenameEquals' in segment) return this.#isOf(segment, object) && this.#leadsTo(rest, selection, object);
    const [wanted] = [...collectFields(this.#selecting, object.type, [selection]).values()].flat();
    const known = object.fields.get(segment.Key);
    if (!wanted || known?.field !== wanted.name.value || known.args !== argumentsText(wanted.arguments)) return false;
    this.read(known);
    const { selectionSet } = wanted;
    if (!selectionSet) return rest.length === 0;
    return [...(known.below ?? [])].every(([type, fields]) => this.#leadsTo(rest, selectionSet, { type, fields }));
  }
}
