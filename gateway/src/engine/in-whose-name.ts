import type { Granularity } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import type { Operation } from '../operation/operation.js';
import type { Caller } from '../request/caller.js';
import type { RequestContext } from '../request/context.js';
import type { Rights } from '../request/rights.js';
import type { CompiledOperations } from './compiled-operations.js';
import type { EngineRequest } from './engine.js';
import type { HubEnginesOptions } from './hub-engine-options.js';

/** In whose name an engine asks for what its callers ask for. */
export interface InWhoseName {
  /** A request in the name in which it is asked. */
  readonly named: (request: EngineRequest) => EngineRequest;
  /** Whether everyone may see all that a request asks for, and it changes nothing. */
  readonly isPublic: (request: EngineRequest) => boolean;
}

/**
 * Known callers ask for what everyone may see in nobody's name, and for all else in their own. Figures that everyone may see
 * are asked for in the caller's own name, too, where its agreements let other figures be combined than everyone's.
 * @param isOwn whether the gateway answers something of an operation itself: that is about its caller.
 * @param combinedAt the levels at which an operation asks for combined figures.
 * @param areMet whether rights suffice for all that an operation asks for.
 */
export function inWhoseName(
  anyone: HubEnginesOptions['anyone'],
  isOwn: (operation: Operation) => boolean,
  combinedAt: (operation: Operation) => readonly Granularity[],
  areMet: CompiledOperations['areMet'],
): InWhoseName {
  /** Who asks in the place of a known caller that asks for what everyone may see; undefined for all others. */
  const nobodyFor = (request: EngineRequest): Caller | undefined => {
    const { rights, purpose } = request.context.caller;
    if (!anyone || !rights.authenticated || isMutation(request) || isOwn(request.operation)) return undefined;
    const nobody = anyone(purpose);
    const isSame = combinedAt(request.operation).every((level) => combinesSame(rights, nobody.rights, level));
    return isSame && areMet({ ...request, rights: nobody.rights }) ? nobody : undefined;
  };
  return {
    named: (request) => {
      const nobody = nobodyFor(request);
      if (!nobody) return request;
      const { expiresAt, ended } = request.context.caller;
      const caller: Caller = { ...nobody, expiresAt, ended };
      return { ...request, context: Object.create(request.context, { caller: { value: caller } }) as RequestContext };
    },
    isPublic: (request) =>
      request.context.caller.rights.authenticated ? nobodyFor(request) !== undefined : !isMutation(request),
  };
}

/** Whether the same figures may be combined for two callers at a level. */
function combinesSame(one: Rights, other: Rights, level: Granularity): boolean {
  return one.agreements?.combinedAt(level) === other.agreements?.combinedAt(level);
}

/** Whether a request is for a mutation. */
export function isMutation({ operation }: EngineRequest): boolean {
  return operation.type === OperationTypeNode.MUTATION;
}
