import { Kind } from 'graphql';
import type { Input } from '../plan/plan.js';
import type { Supergraph } from '../supergraph/supergraph.js';
import type { EntityDraft } from './search/fetch-draft.js';

/**
 * Joins two drafts about the same entities in one fetch, so that each entity is sent, answered and merged once;
 * undefined if they must stay apart. An input that only one draft sends must be nullable: if it has no answer, it is
 * sent as null, and the entity keeps the other draft's fields.
 */
export function sentTogether(one: EntityDraft, other: EntityDraft, supergraph: Supergraph): EntityDraft | undefined {
  const { subgraph, type, as } = one;
  if (type !== other.type || as !== other.as || one.place || other.place) return undefined;
  if ([...other.fields.keys()].some((key) => one.fields.has(key))) return undefined;
  const mayBeNull = (input: Input) => {
    const own = 'on' in input ? undefined : supergraph.subgraph(subgraph).fieldType(type, input.name);
    return own !== undefined && own.kind !== Kind.NON_NULL_TYPE;
  };
  const [ofOne, ofOther] = [one.inputs, other.inputs].map(
    (inputs) => new Set(inputs.map((input) => JSON.stringify(input))),
  );
  const more = other.inputs.filter((input) => !ofOne?.has(JSON.stringify(input)));
  const less = one.inputs.filter((input) => !ofOther?.has(JSON.stringify(input)));
  if (![...more, ...less].every(mayBeNull)) return undefined;
  const nameOf = (input: Input) => ('on' in input ? undefined : input.name);
  if (more.some((input) => less.some((each) => nameOf(each) === nameOf(input)))) return undefined;
  return { ...one, inputs: [...one.inputs, ...more], fields: new Map([...one.fields, ...other.fields]) };
}
