import { type DirectiveNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import { conditionVariables, type Operation } from './operation.js';
import type { PlanNode } from './planner.js';

/** For how many combinations of its conditions an operation is planned at most. */
const maxCombinations = 256;

/**
 * Plans an operation for each combination of its conditions apart: what is planned has none.
 * @throws Error where there are too many.
 */
export async function planDecided(
  operation: Operation,
  plan: (decided: Operation) => Promise<PlanNode | undefined>,
): Promise<PlanNode | undefined> {
  let combinations = 0;
  const planFor = async (partly: Operation): Promise<PlanNode | undefined> => {
    const [condition] = conditionVariables(partly);
    if (condition === undefined) {
      combinations += 1;
      if (combinations > maxCombinations)
        throw new Error(`Expected at most ${maxCombinations} combinations of conditions.`);
      return plan(partly);
    }
    const ifClause = await planFor(decided(partly, condition, true));
    const elseClause = await planFor(decided(partly, condition, false));
    return { kind: 'Condition', condition, ...(ifClause && { ifClause }), ...(elseClause && { elseClause }) };
  };
  return planFor(decided(operation));
}

/** An operation without what a variable's value excludes, or a literal, and without the conditions on these. */
function decided({ definition, fragments }: Operation, variable?: string, value?: boolean): Operation {
  const valueOf = ({ name, arguments: given }: DirectiveNode): boolean | undefined => {
    if (name.value !== 'skip' && name.value !== 'include') return undefined;
    const condition = given?.[0]?.value;
    if (condition?.kind === Kind.BOOLEAN) return condition.value === (name.value === 'include');
    if (condition?.kind !== Kind.VARIABLE || condition.name.value !== variable) return undefined;
    return value === (name.value === 'include');
  };
  const kept = (selection: SelectionNode): SelectionNode[] => {
    const { directives = [] } = selection;
    const values = directives.map(valueOf);
    if (values.includes(false)) return [];
    return [{ ...selection, directives: directives.filter((_, index) => values[index] === undefined) }];
  };
  const inSet = ({ selections, ...set }: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: selections.flatMap(kept),
  });
  const used = new Map<string, NonNullable<ReturnType<Operation['fragments']['get']>>>();
  const decide = (set: SelectionSetNode): SelectionSetNode =>
    visit(set, {
      SelectionSet: inSet,
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.set(name.value, fragment);
        used.set(name.value, { ...fragment, selectionSet: decide(fragment.selectionSet) });
      },
    });
  return { definition: { ...definition, selectionSet: decide(definition.selectionSet) }, fragments: used };
}
