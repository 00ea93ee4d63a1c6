import { OperationTypeNode, print } from 'graphql';
import type { EntityDraft, FetchDraft, RootDraft } from './search/fetch-draft.js';
import { sentTogether } from './sent-together.js';
import { FetchText } from './fetch-text.js';
import { commonTo, either, type Guard, isAlways } from '../plan/guard.js';
import type { Names } from './search/names.js';
import type { Operation } from '../operation/operation.js';
import type { EntitiesField, EntityType, Fetch, Path } from '../plan/plan.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** Drafts that become one fetch. */
interface Group {
  readonly level: number;
  readonly drafts: readonly FetchDraft[];
  readonly guard: Guard;
}

/** The entities of one `_entities` field of a fetch: of several types at one path. */
interface Entities {
  readonly path: Path;
  readonly guard: Guard;
  readonly drafts: EntityDraft[];
}

/** Writes the fetches of an operation. Drafts that can be sent to one subgraph at the same time become one fetch. */
export class Fetches {
  constructor(
    private readonly supergraph: Supergraph,
    private readonly operation: Operation,
    private readonly names: Names,
  ) {}

  of(drafts: readonly FetchDraft[]): Fetch[] {
    const groups = grouped(drafts.filter(({ fields }) => fields.size > 0));
    const indexes = new Map<FetchDraft, number>();
    for (const [index, group] of groups.entries()) for (const draft of group.drafts) indexes.set(draft, index);
    /** For each group, all groups that are answered before it. */
    const before: ReadonlySet<number>[] = [];
    return groups.map((group, at) => {
      const waitsFor = new Set(
        group.drafts.flatMap((draft) => [...draft.after].flatMap((each) => indexes.get(each) ?? [])),
      );
      const all = new Set([...waitsFor].flatMap((each) => [...(before[each] ?? [])]));
      const after = [...waitsFor].filter((each) => !all.has(each)).sort((one, other) => one - other);
      before[at] = new Set([...all, ...waitsFor]);
      return this.#fetch(group, after);
    });
  }

  #fetch({ drafts, guard }: Group, after: readonly number[]): Fetch {
    const [first] = drafts as readonly [FetchDraft];
    const common = {
      ...{ subgraph: first.subgraph, after, guard },
      ...(first.part !== undefined && { part: first.part }),
    };
    return first.kind === 'root'
      ? { ...common, ...this.#root(first, guard) }
      : { ...common, ...this.#entities(drafts as readonly EntityDraft[]) };
  }

  #root({ path, type, fields, subgraph }: RootDraft, guard: Guard) {
    const known = commonTo(guard);
    const writer = new FetchText(this.supergraph, this.supergraph.subgraph(subgraph), this.names.of('as'));
    const { text, renames } = writer.root(fields, known);
    // A field may return the root again, even the root of mutations.
    const kind = Object.values(OperationTypeNode).find(
      (each) => this.supergraph.root(each) === type,
    ) as OperationTypeNode;
    const keys = [...fields].map(([key, field]) => ({ key, guard: field.guard }));
    return { kind, path, keys, renames, ...this.#withHeading(kind, [], [], writer, text) };
  }

  #entities(drafts: readonly EntityDraft[]) {
    const [{ subgraph, context }] = drafts as readonly [EntityDraft];
    const writer = new FetchText(this.supergraph, this.supergraph.subgraph(subgraph), this.names.of('as'));
    const fields = merged(
      byPlace(drafts, this.supergraph).map((entities) => ({
        ...{ place: entities.path, guard: entities.guard },
        types: entities.drafts.map(({ type, as, inputs }): EntityType => ({ type, as, inputs })),
        keys: [...new Set(entities.drafts.flatMap(keysOf))],
        ...writer.entities(entities.drafts, commonTo(entities.guard)),
      })),
    );
    const isOne = fields.length === 1;
    const entities = fields.map(({ text, ...field }, index) => {
      const key = isOne ? '_entities' : `_e${index}`;
      const variable = isOne ? this.names.free('representations') : this.names.free(`representations${index}`);
      return { ...field, key, variable, text };
    });
    const text = entities.map(
      ({ key, variable, text: below }) => `${isOne ? '' : `${key}: `}_entities(representations: $${variable}) ${below}`,
    );
    const taken = context.map(({ variable, type }) => `$${variable}: ${print(type)}`);
    const declared = entities.map(({ variable }) => `$${variable}: [_Any!]!`);
    return {
      kind: 'entities' as const,
      entities: entities.map(({ key, variable, guard, paths, types, keys, renames }): EntitiesField => ({
        ...{ key, variable, paths, types, keys, renames, ...(!isAlways(guard) && { guard }) },
      })),
      ...(context.length > 0 && { context: context.map(({ variable, up, path }) => ({ variable, up, path })) }),
      ...this.#withHeading(
        OperationTypeNode.QUERY,
        [...declared, ...taken],
        context.map(({ variable }) => variable),
        writer,
        `{ ${text.join(' ')} }`,
      ),
    };
  }

  /** The text of an operation, with its variables except the representations. */
  #withHeading(
    kind: OperationTypeNode,
    declared: readonly string[],
    given: readonly string[],
    { variables: used }: FetchText,
    text: string,
  ) {
    const { variableDefinitions = [] } = this.operation.definition;
    const own = variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
    const all = [...declared, ...own.map((variable) => print({ ...variable, directives: [] }))];
    const isPlain = kind === OperationTypeNode.QUERY && all.length === 0;
    return {
      text: isPlain ? text : `${kind}${all.length > 0 ? `(${all.join(', ')})` : ''} ${text}`,
      variables: [...own.map(({ variable }) => variable.name.value), ...given],
    };
  }
}

/** Groups drafts into fetches, ordered so that each comes after the fetches it waits for. */
function grouped(drafts: readonly FetchDraft[]): Group[] {
  const groups = new Map<string, { level: number; drafts: FetchDraft[]; guard: Guard }>();
  const waitedFor = new Set(drafts.flatMap(({ after }) => [...after]));
  const placed = drafts.map((draft) => ({ draft, objects: sharedObjectsOf(draft) }));
  /** The last level at which a subgraph is asked about the same objects. */
  const lastLevels = new Map<string, number>();
  for (const { draft, objects } of placed)
    if (objects !== undefined) lastLevels.set(objects, Math.max(lastLevels.get(objects) ?? 0, draft.level));
  for (const [index, { draft, objects }] of placed.entries()) {
    const guard = guardOf(draft);
    const { subgraph, part } = draft;
    const isAlone = objects === undefined;
    // A draft on which no other waits joins a later fetch of the same subgraph and objects.
    const level = isAlone || waitedFor.has(draft) ? draft.level : (lastLevels.get(objects) ?? draft.level);
    const key = JSON.stringify(isAlone ? index : [subgraph, level, part]);
    const group = groups.get(key);
    if (group) {
      group.drafts.push(draft);
      group.guard = either(group.guard, guard);
    } else groups.set(key, { level, drafts: [draft], guard });
  }
  return [...groups.values()].sort((one, other) => one.level - other.level);
}

function guardOf({ fields }: FetchDraft): Guard {
  return either(...[...fields.values()].map((field) => field.guard));
}

/**
 * A key that is equal for drafts about the same kind of objects, which can be one fetch; undefined for a draft that is
 * a fetch by itself.
 */
function sharedObjectsOf(draft: FetchDraft): string | undefined {
  if (draft.kind === 'root' || draft.context.length > 0) return undefined;
  const { subgraph, part, path, type } = draft;
  return JSON.stringify([subgraph, part, path, type]);
}

/**
 * Drafts by their paths and conditions, each type once at a path; drafts of the same entities are joined if possible.
 */
function byPlace(drafts: readonly EntityDraft[], supergraph: Supergraph): Entities[] {
  const places = new Map<string, Entities[]>();
  const all: Entities[] = [];
  for (const draft of drafts) {
    const guard = guardOf(draft);
    const key = JSON.stringify([draft.path, guard]);
    const known = places.get(key) ?? [];
    if (known.some((entities) => joined(entities.drafts, draft, supergraph))) continue;
    const free = known.find((entities) =>
      entities.drafts.every(({ type, as }) => type !== draft.type && as !== draft.as),
    );
    if (free) {
      free.drafts.push(draft);
      continue;
    }
    const entities: Entities = { path: draft.path, guard, drafts: [draft] };
    places.set(key, [...known, entities]);
    all.push(entities);
  }
  return all;
}

/** Joins a draft with one of several; returns whether it did. */
function joined(drafts: EntityDraft[], draft: EntityDraft, supergraph: Supergraph): boolean {
  return drafts.some((each, index) => {
    const together = sentTogether(each, draft, supergraph);
    if (together) drafts[index] = together;
    return together !== undefined;
  });
}

/** The keys of entities in the answer. */
function keysOf({ fields, place }: EntityDraft): string[] {
  return [...fields.keys(), ...[...(place?.types.values() ?? [])].flatMap((ofType) => [...ofType.keys()])];
}

/** Merges equal selections of entities of several types, or at several paths, into one field. */
function merged<Field extends { text: string; guard: Guard; types: readonly EntityType[]; place: Path }>(
  fields: readonly Field[],
): (Omit<Field, 'place'> & { readonly paths: readonly Path[] })[] {
  const byPlace = new Map<string, Field>();
  for (const field of fields) {
    const types = field.types.map(({ type }) => type);
    const key = JSON.stringify([field.place, field.guard, field.text]);
    const known = byPlace.get(key);
    if (!known) byPlace.set(key, field);
    else if (known.types.some(({ type }) => types.includes(type))) byPlace.set(`${key} ${byPlace.size}`, field);
    else byPlace.set(key, { ...known, types: [...known.types, ...field.types] });
  }
  const byContent = new Map<string, Omit<Field, 'place'> & { readonly paths: readonly Path[] }>();
  for (const { place, ...field } of byPlace.values()) {
    const key = JSON.stringify([field.text, field.guard, field.types]);
    const path = [...place, { types: field.types.map(({ type }) => type) }];
    byContent.set(key, { ...field, paths: [...(byContent.get(key)?.paths ?? []), path] });
  }
  return [...byContent.values()];
}
