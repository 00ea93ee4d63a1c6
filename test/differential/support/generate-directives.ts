import type { Random } from '../../../subgraphs/demo/src/random.js';
import type { Making } from './generate-world.js';
import { some } from './generate-world.js';
import {
  contextFields,
  declaring,
  type Entity,
  externals,
  type Field,
  type GivenArgument,
  isKey,
  isLeaf,
  named,
  outputEnum,
  type Requirement,
  type World,
} from './world.js';

/** Gives entities fields that are computed from fields of other subgraphs. */
export function addRequires({ entities, random, types, fieldName }: Making, world: World): void {
  for (const entity of entities) {
    for (const home of entity.homes.keys()) {
      if (!random.chance(0.5)) continue;
      const requirements = entity.fields.flatMap((field) => requirement({ world, random }, entity, home, field));
      const requires = requirements.filter(() => random.chance(0.5)).slice(0, 3);
      if (requires.length === 0) continue;
      entity.fields.push({ ...computed(random), name: fieldName('r'), owners: [home], requires });
    }
  }
  const being = types.get('Being');
  if (being?.kind !== 'interface' || !being.entity || !random.chance(0.5)) return;
  const members = entities.filter(({ name }) => being.members.includes(name));
  const shared = members[0]?.fields.find(
    (field) => being.fields.includes(field.name) && isPlainLeaf(world, members[0]?.name ?? '', field),
  );
  if (!shared) return;
  const field = { ...computed(random), name: fieldName('r'), requires: [{ field: shared.name }] };
  for (const { fields } of members) fields.push({ ...field, owners: [being.entity.object], interfaceObject: 'Being' });
}

function computed(random: Making['random']): Pick<Field, 'type' | 'arguments'> {
  return { type: random.pick(['String', 'String!', '[String!]']), arguments: [] };
}

/**
 * The requirement of a field for a home's computed field; empty if the home has the field itself, or may not require
 * it.
 */
function requirement(
  { world, random }: { readonly world: World; readonly random: Random },
  entity: Entity,
  home: number,
  field: Field,
): Requirement[] {
  if (isKey(world, entity.name, field.name) || declaring(field).includes(home)) return [];
  if (field.nonNullIn !== undefined || field.interfaceObject !== undefined || field.counts) return [];
  // Composition seldom finds a way to what takes from a context.
  if (!mayBeGiven(field) || (field.fromContext && !random.chance(0.1))) return [];
  const base = { field: field.name, argument: given(random, field) };
  if (isLeaf(field.type)) return [base];
  const value = world.types.get(named(field.type));
  if (value?.kind !== 'value' || value.name === 'Part') return [];
  const leaves = value.fields.filter((each) => isLeaf(each.type) && mayBeGiven(each));
  const below = leaves.map((each) => ({ field: each.name, type: each.type, argument: given(random, each) }));
  return below.length > 0 ? [{ ...base, below }] : [];
}

/** Whether what a field is asked for in a `@requires` can be written there: nothing, or a number. */
function mayBeGiven({ arguments: [argument, ...more] }: Field): boolean {
  return more.length === 0 && (argument === undefined || /^Int!?$/.test(argument.type));
}

function given(random: Random, { arguments: [argument] }: Field): GivenArgument | undefined {
  return argument && { name: argument.name, value: random.integer(1, 9) };
}

function isPlainLeaf(world: World, type: string, field: Field): boolean {
  return isLeaf(field.type) && isPlain(world, type, field);
}

/** Whether a field needs nothing: no argument, no other field. */
export function isPlain(world: World, type: string, field: Field): boolean {
  const needs = field.arguments.length > 0 || (field.requires ?? field.fromContext) !== undefined || field.counts;
  return !needs && field.nonNullIn === undefined && !isKey(world, type, field.name);
}

/** Adds `@provides` to fields, also for entities within an interface or union. */
export function addProvides({ query, entities, random }: Making, world: World): void {
  for (const field of [...query, ...entities.flatMap(({ fields }) => fields)]) {
    const type = world.types.get(named(field.type));
    const [home] = field.owners;
    if (!type || field.owners.length !== 1 || home === undefined || !random.chance(0.3)) continue;
    if (type.kind === 'value' || type.name === 'Being') continue;
    const names = type.kind === 'entity' ? [type.name] : some(random, type.knownIn.get(home) ?? type.members);
    const target = entities.find(({ name }) => name === names[0]);
    const candidates = target?.fields.filter(
      (each) =>
        isPlainLeaf(world, target.name, each) &&
        !each.owners.includes(home) &&
        each.interfaceObject === undefined &&
        // Home may not know of all its values.
        named(each.type) !== outputEnum,
    );
    if (!target || !candidates || candidates.length === 0) continue;
    field.provides = { subgraph: home, on: target.name, field: random.pick(candidates).name };
  }
}

const labels = [null, null, 'percent(0)', 'percent(100)', 'percent(50)', 'not-turned-on'];

/**
 * Moves fields from one home of an entity to another: at once, for a share of the requests, or not yet. A required
 * field moves at once: for a field with a label, composition finds no way that satisfies a `@requires`.
 */
export function addOverrides({ entities, types, random }: Making, world: World): void {
  const ofInterfaces = new Set([...types.values()].flatMap((type) => (type.kind === 'interface' ? type.fields : [])));
  for (const { name, homes, fields } of entities) {
    const required = new Set([
      ...contextFields(world, name),
      ...fields.flatMap(({ requires = [] }) => requires.map((each) => each.field)),
    ]);
    for (const field of fields) {
      const [owner] = field.owners;
      const others = [...homes.keys()].filter(
        (home) => home !== owner && !externals(world, home, name).has(field.name),
      );
      if (owner === undefined || field.owners.length > 1 || others.length === 0 || !random.chance(0.15)) continue;
      if (
        field.requires ||
        field.fromContext ||
        field.provides ||
        field.interfaceObject !== undefined ||
        isKey(world, name, field.name)
      )
        continue;
      if (ofInterfaces.has(field.name)) continue;
      const other = random.pick(others);
      const label = (required.has(field.name) ? undefined : random.pick(labels)) ?? undefined;
      const isOn = label === undefined || label === 'percent(100)' || label === 'percent(50)';
      field.override = isOn ? { from: other, by: owner, label } : { from: owner, by: other, label };
    }
  }
}

/** Hides fields from clients, and an entity with the fields that lead to it. */
export function addInaccessible({ query, mutation, entities, values, types, random }: Making): void {
  const ofInterfaces = new Set([...types.values()].flatMap((type) => (type.kind === 'interface' ? type.fields : [])));
  const owners = [...entities, ...values].map(({ fields }) => fields);
  for (const fields of owners) {
    for (const field of fields.slice(1)) {
      if (!ofInterfaces.has(field.name) && random.chance(0.06)) field.inaccessible = true;
    }
  }
  const entity = random.pick(entities);
  const isMember = [...types.values()].some(
    (type) => 'members' in type && type.members.every((each) => each === entity.name),
  );
  const leading = [query, mutation, ...owners].map((fields) =>
    fields.filter(({ type }) => named(type) === entity.name),
  );
  const isLeft = [query, mutation, ...owners].every(
    (fields, index) =>
      fields.length === 0 || fields.filter(({ inaccessible }) => !inaccessible).length > (leading[index]?.length ?? 0),
  );
  if (isMember || !isLeft || leading.flat().some(({ name }) => ofInterfaces.has(name)) || !random.chance(0.3)) return;
  entity.inaccessible = true;
  for (const field of leading.flat()) field.inaccessible = true;
}
