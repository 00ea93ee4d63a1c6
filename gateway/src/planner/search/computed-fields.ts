import { Kind, type SelectionSetNode } from 'graphql';
import type { ContextArgument } from '../../supergraph/context-arguments.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import type { SubgraphField } from '../../supergraph/subgraph-field.js';
import { always, either } from '../../plan/guard.js';
import type { Input } from '../../plan/plan.js';
import type { TakenValue } from './fetch-draft.js';
import { inputsOf, leafPath, variableArgument } from './inputs.js';
import type { Sent } from './keys.js';
import { none } from './nested-keys.js';
import type { Planning } from './planning.js';
import { answeredAnyway, type Asking, type Pending, type Spot, type Visit, widen } from './spot.js';

/** The inputs of a computed field. */
interface Needed extends Sent {
  /** The key of a field in the data, by its name. */
  readonly sourceOf: (name: string) => string;
}

/** Plans fields that subgraphs compute from their `@require` fields, and from the context. */
export class ComputedFields {
  constructor(private readonly planning: Planning) {}

  /**
   * Plans a field that a subgraph computes from others; undefined if these cannot be fetched.
   * @param pending includes the field itself.
   */
  visitFor(
    spot: Spot,
    subgraph: JoinedSubgraph,
    { requires = nothing, contextArguments }: SubgraphField,
    asking: Asking,
    pending: Pending,
  ): Visit | undefined {
    const id = JSON.stringify([subgraph.name, asking.part, requires, contextArguments]);
    const known = spot.computing.get(id);
    if (known) return known;
    const own = this.#need(spot, requires, asking, pending);
    const shared =
      own && contextArguments.length === 0 ? this.#sendAlong(spot, subgraph, asking, own, pending) : undefined;
    if (shared) {
      spot.computing.set(id, shared);
      return shared;
    }
    const { keys } = this.planning;
    const values = contextArguments.map((argument) => this.#take(spot, argument, asking, pending));
    const key = own && keys.known(spot, subgraph, asking, { pending, without: none });
    if (!key || !values.every((value) => value !== undefined)) return undefined;
    const visit: Visit = {
      ...keys.ask(spot, subgraph, asking, {
        inputs: [...key.inputs, ...own.inputs],
        uses: [...key.uses, ...own.uses],
        drafts: new Set([...key.drafts, ...own.drafts, ...values.flatMap(({ drafts }) => [...drafts])]),
        context: values.map(({ value }) => value),
      }),
      given: values.map(({ given }) => given),
    };
    spot.computing.set(id, visit);
    return visit;
  }

  /**
   * Sends a field's inputs in the fetch of the subgraph's other fields, so that each entity is sent once: only if all
   * inputs come with the objects themselves. If the inputs came from other fetches, and these failed, the other fields
   * would be lost too.
   */
  #sendAlong(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    { inputs, uses, drafts }: Sent,
    pending: Pending,
  ): Visit | undefined {
    const [first] = spot.visits;
    if (![...drafts].every((draft) => draft === first?.draft)) return undefined;
    const visit = this.planning.keys.reach(
      spot,
      subgraph,
      asking,
      ({ draft }) => draft.kind === 'entities' && draft.type === spot.type && draft.context.length === 0,
      { pending, without: none },
    );
    if (visit?.draft.kind !== 'entities' || !first || !visit.draft.after.has(first.draft)) return undefined;
    const { inputs: sent } = visit.draft;
    const added: Input[] = [];
    for (const input of inputs) {
      const same = sent.find((each) => 'on' in each || 'on' in input || each.name === input.name);
      if (!same) added.push(input);
      else if (JSON.stringify(same) !== JSON.stringify(input)) return undefined;
    }
    sent.push(...added);
    visit.inputs.push(...uses);
    for (const { field, visit: giver } of uses) {
      field.guard = either(field.guard, visit.guard);
      widen(giver, visit.guard);
    }
    return visit;
  }

  /** Plans the inputs of a field; undefined if they cannot be fetched. */
  #need(spot: Spot, needed: SelectionSetNode, { guard, part }: Asking, pending: Pending): Needed | undefined {
    const { names, inputs, wanting } = this.planning;
    // These keys are used for no other field: neither for the caller's with other arguments, nor for fields that other
    // sets require.
    const prefix = names.forSet(needed);
    const sources = new Map<string, string>();
    const wanted = inputs.of(spot.type, needed, part).map((each) => {
      const shared = answeredAnyway(spot, each, part, wanting);
      const key = shared?.key ?? prefix + each.key;
      sources.set(each.key, key);
      return { ...each, key, guard, part: shared ? shared.part : part };
    });
    const { left, uses, drafts } = this.planning.answer(spot, wanted, pending);
    if (left.length > 0) return undefined;
    const sourceOf = (name: string) => sources.get(name) ?? prefix + name;
    return { inputs: inputsOf(needed, sourceOf), sourceOf, uses, drafts };
  }

  /** Plans the value of an argument, from the nearest objects above that have its context. */
  #take(spot: Spot, argument: ContextArgument, { part }: Asking, pending: Pending) {
    const { supergraph, names } = this.planning;
    const { name, type, context, selection } = argument;
    const general = supergraph.typesWithContext(context);
    let object = spot.above;
    let up = 1;
    for (; object; object = object.above, up += 1) {
      const own = object.type;
      if (general.some((each) => supergraph.is(own, each))) break;
    }
    const needed = object && this.#need(object, selection, { guard: always, part }, pending);
    if (!object || !needed) return undefined;
    const { type: own } = object;
    const [first = '', ...below] = leafPath(selection, (condition) => supergraph.is(own, condition));
    const variable = names.variable('context');
    const value: TakenValue = { variable, type, up, path: [needed.sourceOf(first), ...below] };
    return { value, drafts: needed.drafts, given: variableArgument(name, variable) };
  }
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };
