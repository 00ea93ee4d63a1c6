import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { isIncluded, withoutConditions } from './conditions.js';
import type { Operation } from './operation.js';
import { spreadsIn, withSelectionSets } from './selections.js';

/** An operation whose deferred fragments are all inline and have unique labels. */
export interface DeferringOperation {
  /** The operation without `@skip` and `@include`, and without excluded selections. */
  readonly operation: Operation;
  /** The caller's labels by the operation's labels; undefined if the caller gave none. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

/**
 * The maximum number of selections after inlining deferred fragments: fragments that are spread many times grow without
 * limit.
 */
const maxSelections = 10_000;

/** Whether an operation contains `@defer`. */
export function hasDefer({ definition, fragments }: Operation): boolean {
  return [definition, ...fragments.values()].some(({ selectionSet }) => defersIn(selectionSet));
}

/** Whether a selection set contains `@defer` at any depth, not counting spread fragments. */
export function defersIn({ selections }: SelectionSetNode): boolean {
  return selections.some(
    (selection) =>
      deferOf(selection) !== undefined ||
      ('selectionSet' in selection && !!selection.selectionSet && defersIn(selection.selectionSet)),
  );
}

/** The `@defer` of a selection. */
export function deferOf({ directives }: SelectionNode): DirectiveNode | undefined {
  return directives?.find(({ name }) => name.value === 'defer');
}

/** The label of a deferred fragment. */
export function labelOf(defer: DirectiveNode): string | undefined {
  const value = defer.arguments?.find(({ name }) => name.value === 'label')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/**
 * Removes `@defer` from all fragments that are not wanted: a server may include a deferred fragment in the first
 * response.
 * @param isWanted called with each label.
 */
export function withoutDefer({ definition, fragments }: Operation, isWanted = (_label: string) => false): Operation {
  const strip = <Node extends OperationDefinitionNode | FragmentDefinitionNode>(node: Node): Node =>
    visit(node, {
      Directive: (directive) => {
        if (directive.name.value !== 'defer') return undefined;
        const label = labelOf(directive);
        return label !== undefined && isWanted(label) ? undefined : null;
      },
    });
  return {
    definition: strip(definition),
    fragments: new Map([...fragments].map(([name, fragment]) => [name, strip(fragment)])),
  };
}

/**
 * Prepares an operation for incremental delivery, for given values of the variables in `@skip`, `@include` and
 * `@defer`.
 * @returns undefined without a deferred part, or if the operation becomes too large.
 */
export function deferringOperation(
  { definition, fragments }: Operation,
  variables: Readonly<Record<string, unknown>>,
): DeferringOperation | undefined {
  const labels = new Map<string, string | undefined>();
  const deferring = fragmentsThatDefer(fragments);
  let count = 0;

  const placed = ({ selections, ...set }: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: selections.filter((selection) => isIncluded(selection, variables)).flatMap(placedSelection),
  });
  const placedSelection = (selection: SelectionNode): SelectionNode[] => {
    count += 1;
    if (count > maxSelections) return [];
    if (selection.kind === Kind.FIELD) return [field(selection)];
    const directives = defer(selection);
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [{ ...selection, directives, selectionSet: placed(selection.selectionSet) }];
    const fragment = fragments.get(selection.name.value);
    if (!fragment) return [];
    if (directives.length === 0 && !deferring.has(selection.name.value)) return [{ ...selection, directives }];
    const { typeCondition, selectionSet } = fragment;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: placed(selectionSet) }];
  };
  const field = ({ selectionSet, ...node }: FieldNode): FieldNode => ({
    ...node,
    directives: withoutConditions(node.directives),
    ...(selectionSet && { selectionSet: placed(selectionSet) }),
  });
  const defer = (selection: SelectionNode): DirectiveNode[] => {
    const given = deferOf(selection);
    const others = withoutConditions(selection.directives).filter((directive) => directive !== given);
    if (!given || !isOn(given, variables)) return others;
    const label = `part_${labels.size}`;
    labels.set(label, labelOf(given));
    return [...others, labelled(label)];
  };

  const left = new Map([...fragments].filter(([name]) => !deferring.has(name)));
  const operation = withSelectionSets({ definition, fragments: left }, placed);
  return labels.size > 0 && count <= maxSelections ? { operation, labels } : undefined;
}

/** The fragments that contain `@defer`, also through fragments that they spread. */
function fragmentsThatDefer(fragments: Operation['fragments']): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const defers = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, false);
    const set = fragments.get(name)?.selectionSet;
    const found = set !== undefined && (defersIn(set) || [...spreadsIn(set)].some(defers));
    known.set(name, found);
    return found;
  };
  return new Set([...fragments.keys()].filter(defers));
}

function isOn(defer: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = defer.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value] !== false;
  return value?.kind !== Kind.BOOLEAN || value.value;
}

function labelled(label: string): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value: label } },
    ],
  };
}
