import type {
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { OperationTypeNode, print, type TypeNode } from 'graphql';
import type { Operation } from '../operation.js';
import type { ContextValue, FetchContext, PlanNode } from '../planner.js';
import type { SupergraphTypes } from '../subgraph-types.js';
import { FetchPlace, type SelectedFields, selectionText } from './fetch-selection.js';

export type Path = readonly FlattenNodePathSegment[];

/** A fetch that a plan will have. */
interface Step {
  /** The subgraph's name. */
  readonly subgraph: string;
  /** Its place in the order of the plan; fetches of one number are sent at the same time. */
  readonly number: number;
  readonly path: Path;
  /** The type of the root where it asks for fields of that. */
  readonly root: string | undefined;
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly FetchRewrite[];
  readonly context: readonly TakenValue[];
  readonly place: FetchPlace;
}

/** A value that a fetch takes from the context, and the type of its variable. */
export type TakenValue = ContextValue & {
  readonly type: TypeNode;
};

/** Where objects are that a subgraph is asked about, and when. */
export type Asked = Pick<Step, 'subgraph' | 'number' | 'path'> & {
  readonly type: string;
};

/** The steps of one plan, as they are found to be needed. */
export class Steps {
  readonly #steps: Step[] = [];

  constructor(
    private readonly types: SupergraphTypes,
    private readonly operation: Operation,
  ) {}

  /**
   * Adds a fetch about entities, by what is sent of them and of objects above them.
   * @param own the name that the subgraph has for their type.
   * @returns the fields that are asked for, to be filled.
   */
  askEntities(
    { type, ...asked }: Asked,
    own: string,
    { sent, context }: { readonly sent: readonly RequiresSelection[]; readonly context: readonly TakenValue[] },
  ): SelectedFields {
    const place = new FetchPlace();
    const selections: RequiresSelection[] = [{ kind: 'Field', name: '__typename' }, ...sent];
    this.#steps.push({
      ...{ ...asked, root: undefined, place, context },
      requires: [{ kind: 'InlineFragment', typeCondition: type, selections }],
      inputRewrites: own === type ? [] : [setTypename(type, own)],
    });
    return place.of(own);
  }

  /**
   * Adds a fetch of fields of the root, which a field may give again.
   * @returns the fields that are asked for, to be filled.
   */
  askRoot({ type, ...asked }: Asked): SelectedFields {
    const place = new FetchPlace(type);
    this.#steps.push({ ...asked, root: type, requires: [], inputRewrites: [], context: [], place });
    return place.of(type);
  }

  /** The plan of all steps; undefined where there are none. */
  toPlan(): PlanNode | undefined {
    const stages: PlanNode[][] = [];
    for (const step of this.#steps) {
      const fetch = this.#fetch(step);
      const isFirst = step.number === 0 && this.operation.definition.operation === OperationTypeNode.SUBSCRIPTION;
      const root: PlanNode = isFirst ? { kind: 'Subscription', primary: fetch } : fetch;
      const node: PlanNode = step.path.length === 0 ? root : { kind: 'Flatten', path: [...step.path], node: fetch };
      (stages[step.number] ??= []).push(node);
    }
    const nodes = stages.flatMap((stage): PlanNode[] => {
      const [only, ...others] = stage;
      return only && others.length === 0 ? [only] : [{ kind: 'Parallel', nodes: stage }];
    });
    const [only, ...others] = nodes;
    return only && others.length > 0 ? { kind: 'Sequence', nodes } : only;
  }

  #fetch({ subgraph, path, root, requires, inputRewrites, context, place }: Step): FetchNode & FetchContext {
    const { text, rewrites, variables: used } = selectionText(place, this.types, root === undefined);
    const { definition } = this.operation;
    const kind = root === undefined || path.length > 0 ? OperationTypeNode.QUERY : definition.operation;
    const variables = (definition.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
    const definitions = [
      ...(root === undefined ? ['$representations: [_Any!]!'] : []),
      ...variables.map((variable) => print({ ...variable, directives: [] })),
      ...context.map(({ variable, type }) => `$${variable}: ${print(type)}`),
    ];
    const usages = [
      ...variables.map(({ variable }) => variable.name.value),
      ...context.map(({ variable }) => variable),
    ];
    const heading = `${kind}${definitions.length > 0 ? `(${definitions.join(', ')})` : ''}`;
    return {
      ...{ kind: 'Fetch', serviceName: subgraph, operationKind: kind },
      operation: `${heading} ${root === undefined ? `{ _entities(representations: $representations) ${text} }` : text}`,
      ...(usages.length > 0 && { variableUsages: usages }),
      ...(requires.length > 0 && { requires: [...requires] }),
      ...(inputRewrites.length > 0 && { inputRewrites: [...inputRewrites] }),
      ...(rewrites.length > 0 && { outputRewrites: [...rewrites] }),
      ...(context.length > 0 && {
        context: context.map(({ variable, up, path: below }) => ({ variable, up, path: below })),
      }),
    };
  }
}

function setTypename(type: string, own: string): FetchRewrite {
  return { ValueSetter: { path: [{ TypenameEquals: [type] }, { Key: '__typename' }], setValueTo: own } };
}
