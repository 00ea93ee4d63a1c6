import type { Granularity } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import type { Operation } from '../operation/operation.js';
import type { Caller } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import type { Rights } from '../request/rights.js';
import type { CompiledOperations } from './compiled-operations.js';
import type { EngineRequest } from './engine.js';
import type { HubEnginesOptions } from './hub-engine-options.js';

/** Decides under which caller an engine fetches a request's fields. */
export interface FetchCaller {
  /** The request with its effective caller. */
  readonly named: (request: EngineRequest) => EngineRequest;
  /** Whether everyone may see each field of a request, and it is no mutation. */
  readonly isPublic: (request: EngineRequest) => boolean;
}

/**
 * Fetches of public fields are anonymous; all other fetches name the caller. Public figures are fetched under the
 * caller too, if its agreements allow other combinations of figures than everyone's.
 * @param isOwn whether the gateway answers a field of an operation itself: such a field is about its caller.
 * @param combinedAt the levels at which an operation reads combined figures.
 * @param areMet whether rights suffice for every field of an operation.
 */
export function fetchCallerOf(
  anyone: HubEnginesOptions['anyone'],
  isOwn: (operation: Operation) => boolean,
  combinedAt: (operation: Operation) => readonly Granularity[],
  areMet: CompiledOperations['areMet'],
): FetchCaller {
  /** The anonymous caller that stands for a known caller of public fields; undefined in all other cases. */
  const anonymousFor = (request: EngineRequest): Caller | undefined => {
    const { rights, purpose } = request.context.caller;
    if (!anyone || !rights.authenticated || isMutation(request) || isOwn(request.operation)) return undefined;
    const nobody = anyone(purpose);
    const isSame = combinedAt(request.operation).every((level) => combinesSame(rights, nobody.rights, level));
    return isSame && areMet({ ...request, rights: nobody.rights }) ? nobody : undefined;
  };
  return {
    named: (request) => {
      const nobody = anonymousFor(request);
      if (!nobody) return request;
      const { expiresAt, ended } = request.context.caller;
      const caller: Caller = { ...nobody, expiresAt, ended };
      return { ...request, context: Object.create(request.context, { caller: { value: caller } }) as RequestContext };
    },
    isPublic: (request) =>
      request.context.caller.rights.authenticated ? anonymousFor(request) !== undefined : !isMutation(request),
  };
}

/** Whether two callers may combine the same figures at a level. */
function combinesSame(one: Rights, other: Rights, level: Granularity): boolean {
  return one.agreements?.combinedAt(level) === other.agreements?.combinedAt(level);
}

/** Whether a request is for a mutation. */
export function isMutation({ operation }: EngineRequest): boolean {
  return operation.type === OperationTypeNode.MUTATION;
}
