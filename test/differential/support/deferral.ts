import {
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  getOperationAST,
  Kind,
  OperationTypeNode,
  parseConstValue,
  parseType,
  print,
  type SelectionNode,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Random } from '../../../subgraphs/demo/src/random.js';
import type { Operation } from './operations.js';

/** Whether an operation lets parts of its answer come later. */
export function isDeferring({ document }: Pick<Operation, 'document'>): boolean {
  let found = false;
  visit(document, { Directive: ({ name }) => void (found ||= name.value === 'defer') });
  return found;
}

/**
 * The same operation with deferred parts: existing fragments, and new ones around a part of a selection set. Undefined
 * for mutations: they take effect one after another, in a visible order.
 */
export function deferring({ document, operationName, variables }: Operation, random: Random): Operation | undefined {
  const meant = getOperationAST(document, operationName);
  if (meant?.operation !== OperationTypeNode.QUERY) return undefined;
  const conditions = new Conditions(random, meant.variableDefinitions ?? []);
  let labels = 0;
  const defer = (): DirectiveNode => ({
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      ...(random.chance(0.5) ? [argument('label', parseConstValue(`"part ${(labels += 1)}"`))] : []),
      ...(random.chance(0.35) ? [argument('if', conditions.make())] : []),
    ],
  });
  const deferred = <Node extends SelectionNode>(node: Node): Node =>
    random.chance(0.4) ? { ...node, directives: [...(node.directives ?? []), defer()] } : node;
  const changed: DocumentNode = visit(document, {
    OperationDefinition: { enter: (node) => (node === meant ? undefined : false) },
    InlineFragment: { leave: deferred },
    FragmentSpread: { leave: deferred },
    SelectionSet: {
      leave: ({ selections, ...node }) => {
        if (!random.chance(0.2)) return undefined;
        const from = random.integer(0, selections.length - 1);
        const selectionSet = { kind: Kind.SELECTION_SET as const, selections: selections.slice(from) };
        const fragment = { kind: Kind.INLINE_FRAGMENT as const, directives: [defer()], selectionSet };
        return { ...node, selections: [...selections.slice(0, from), fragment] };
      },
    },
  });
  const withVariables: DocumentNode = visit(changed, {
    OperationDefinition: (node) =>
      node.name?.value === meant.name?.value
        ? { ...node, variableDefinitions: [...(node.variableDefinitions ?? []), ...conditions.definitions] }
        : undefined,
  });
  return {
    ...{ document: withVariables, variables: { ...variables, ...conditions.values } },
    ...(operationName !== undefined && { operationName }),
  };
}

/** The variables on which it depends whether something is deferred: some of the operation's own, and others. */
class Conditions {
  readonly definitions: VariableDefinitionNode[] = [];
  readonly values: Record<string, boolean> = {};
  readonly #known: string[];

  constructor(
    private readonly random: Random,
    known: readonly VariableDefinitionNode[],
  ) {
    this.#known = known.filter(({ type }) => print(type) === 'Boolean!').map(({ variable }) => variable.name.value);
  }

  make(): ValueNode {
    const { random } = this;
    if (random.chance(0.25)) return { kind: Kind.BOOLEAN, value: random.chance(0.6) };
    return variable(this.#known.length > 0 && random.chance(0.4) ? random.pick(this.#known) : this.#add());
  }

  #add(): string {
    const { random } = this;
    const name = `defer${this.definitions.length}`;
    const [type, byDefault] = random.pick([
      ['Boolean!', undefined],
      ['Boolean!', false],
      ['Boolean', true],
      ['Boolean', undefined],
    ] as const);
    this.definitions.push({
      ...{ kind: Kind.VARIABLE_DEFINITION, variable: variable(name), type: parseType(type, { noLocation: true }) },
      ...(byDefault !== undefined && { defaultValue: { kind: Kind.BOOLEAN, value: byDefault } }),
    });
    const isOptional = type === 'Boolean' || byDefault !== undefined;
    if (!isOptional || random.chance(0.6)) this.values[name] = random.chance(0.7);
    this.#known.push(name);
    return name;
  }
}

function variable(name: string) {
  return { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: name } };
}

function argument(name: string, value: ValueNode | ConstValueNode) {
  return { kind: Kind.ARGUMENT as const, name: { kind: Kind.NAME as const, value: name }, value };
}
