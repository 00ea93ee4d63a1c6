import { execute, type ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import { clearProperties } from '../base/clear-properties.js';
import { conditionVariables, introspectionOf, type Operation } from '../operation/operation.js';
import type { Plan } from '../plan/plan.js';
import { type CompleteResponse, compileCompletion, type Completing, fragmentApplies } from './response/completion.js';
import type { Execution } from './fetch/execution.js';
import { FetchErrors } from './fetch/fetch-errors.js';
import { type PathKey, setOwn } from '../base/json.js';
import type { RequestObserver } from './fetch/request-observer.js';
import { problemErrors, subgraphErrors } from './response/response-errors.js';
import { operationPaths } from './response/response-keys.js';
import { isMissingNode } from './response/missing-node.js';
import { compilePlan } from './run-plan.js';
import type { PlanContext } from './fetch/plan-context.js';

/** The input of one execution of an operation. */
export interface OperationInput {
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly identityClass: string;
  /** Observes how the operation is answered. */
  readonly observer?: RequestObserver | undefined;
}

/** Executes a compiled operation. */
export type Execute = (input: OperationInput) => Promise<ExecutionResult>;

/** For how many combinations of its conditions an operation keeps a compiled response. */
const maxCombinations = 64;

/**
 * Compiles an operation and its plan.
 * @param onResponse called with the number of compiled responses, for each one after the first.
 */
export function compileOperation(
  operation: Operation,
  plan: Plan,
  context: PlanContext,
  onResponse?: (kept: number) => void,
): Execute {
  const run = compilePlan(plan, context);
  const { begin, respond } = responder(operation, context, onResponse);
  return async (input) => {
    const execution = begin(input);
    await run(execution);
    const result = respond(execution, input);
    clearProperties(execution.data);
    return result;
  };
}

/** Begins an execution, and makes the response from its data and errors. */
export interface Responder {
  readonly begin: (input: OperationInput) => Execution;
  readonly respond: (execution: Execution, input: OperationInput) => ExecutionResult;
}

/** Compiles an operation without its plan. */
export function responder(operation: Operation, context: PlanContext, onResponse?: (kept: number) => void): Responder {
  const completionFor = completions(operation, context, onResponse);
  const introspect = introspection(operation, context);
  let inOperation: ((path: readonly PathKey[]) => readonly PathKey[]) | undefined;
  return {
    begin: ({ variables, context: request, identityClass, observer }) => ({
      data: {},
      errors: new FetchErrors(request),
      variables,
      context: request,
      identityClass,
      observer,
    }),
    respond: ({ data, errors }, { variables, context: { caller } }) => {
      const local = introspect?.(variables, caller);
      if (local?.data) for (const [key, value] of Object.entries(local.data)) setOwn(data, key, value);

      const completed = completionFor(variables)(data);
      const none = completed.problems.length === 0;
      const problems = none ? completed.problems : completed.problems.filter((one) => !isMissingNode(one, data));
      if (errors.all.length === 0 && problems.length === 0 && !local?.errors) return { data: completed.data as never };
      inOperation ??= operationPaths(operation.definition.selectionSet, operation.fragments);
      const ofSubgraphs = subgraphErrors(errors.all, inOperation);
      const ofProblems = problemErrors(problems, ofSubgraphs, { caller, answering: answeringIn(context) });
      const all = [...ofSubgraphs, ...ofProblems, ...(local?.errors ?? [])];
      return { data: completed.data as never, errors: all };
    },
  };
}

/** Finds the subgraphs that answer a field, given as `Type.field`. */
export function answeringIn({ supergraph }: Pick<PlanContext, 'supergraph'>): (field: string) => readonly string[] {
  return (field) => {
    const [type = '', name = ''] = field.split('.');
    return supergraph.answering(type, name);
  };
}

/** The compiled responses of an operation, one for each combination of its conditions that occurred. */
function completions(
  operation: Operation,
  context: PlanContext,
  onResponse: ((kept: number) => void) | undefined,
): (variables: Readonly<Record<string, unknown>>) => CompleteResponse {
  const names = conditionVariables(operation);
  const compile = (variables: Readonly<Record<string, unknown>>) =>
    compileCompletion(operation.definition, completing(operation, context, variables));
  if (names.length === 0) {
    let only: CompleteResponse | undefined;
    return (variables) => (only ??= compile(variables));
  }
  const compiled = new LRUCache<string, CompleteResponse>({ max: maxCombinations });
  return (variables) => {
    const key = names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = compiled.get(key);
    if (known) return known;
    const complete = compile(Object.fromEntries(names.map((name) => [name, variables[name] === true])));
    compiled.set(key, complete);
    onResponse?.(compiled.size);
    return complete;
  };
}

/** The inputs of completion, for one combination of the variables in the operation's conditions. */
export function completing(
  { fragments }: Operation,
  { supergraph: { api: schema, hasType, hasValue }, refusal }: PlanContext,
  variables: Readonly<Record<string, unknown>>,
): Completing {
  const isHidden = (typename: string) => hasType(typename) && !schema.getType(typename);
  return { schema, fragments, variables, applies: fragmentApplies(schema), isHidden, isHiddenValue: hasValue, refusal };
}

function introspection(
  operation: Operation,
  { supergraph: { api }, refusal, isPublicAlone, publicSchema, schemaOf }: PlanContext,
) {
  const root = api.getRootType(operation.definition.operation)?.name ?? '';
  const document = introspectionOf(operation, (field) => !refusal?.(root, field));
  if (!document) return undefined;
  const told = isPublicAlone && publicSchema ? publicSchema : (schemaOf ?? (() => api));
  return (variableValues: Readonly<Record<string, unknown>>, caller: Caller) => {
    const schema = told(caller);
    return execute({ schema, document, variableValues }) as ExecutionResult;
  };
}
