import { isForClient } from '@hub/protocol';
import type { OperationTypeNode } from 'graphql';
import { type ExecutionResult, type GraphQLError } from 'graphql';
import { softwareOf } from '../request/software-of.js';
import type { RequestContext } from '../request/context.js';

/** An operation in the audit log: without its arguments and its answer. */
export interface AuditedOperation {
  readonly type: OperationTypeNode;
  readonly name: string | undefined;
  readonly hash: string;
  /** As `Type.field`. */
  readonly fields: readonly string[];
}

/** Whether an operation is recorded once, or at its begin and its end: streams and mutations are recorded twice. */
export type AuditPhase = 'WHOLE' | 'BEGIN' | 'END';

/** The state of an operation: admitted, or answered wholly, in part or not at all. */
export type AuditDecision = 'ADMITTED' | 'ANSWERED' | 'PARTLY_ANSWERED' | 'NOT_ANSWERED';

/** Adds up the results of one operation. */
export class AuditTally {
  readonly #codes = new Set<string>();
  #rows = 0;
  #failed = false;
  #answered = false;

  /** Adds a result, or a part of one. */
  add({ data, errors = [] }: Pick<ExecutionResult, 'data' | 'errors'>): this {
    this.#rows += countObjects(data);
    this.#answered ||= Object.values(data ?? {}).some((value) => value !== null);
    for (const error of errors) {
      this.#failed = true;
      if (this.#codes.size < maxCodes) this.#codes.add(codeOf(error));
    }
    return this;
  }

  get codes(): readonly string[] {
    return [...this.#codes];
  }

  /** How many objects there were. */
  get rows(): number {
    return this.#rows;
  }

  get decision(): AuditDecision {
    if (!this.#failed) return 'ANSWERED';
    return this.#answered ? 'PARTLY_ANSWERED' : 'NOT_ANSWERED';
  }
}

/** The most codes of a record. */
const maxCodes = 100;

/** The state of an operation at the moment of a record. */
export interface AuditedMoment {
  readonly phase: AuditPhase;
  /** The organisations that were queried. */
  readonly organisations: Iterable<string>;
  /** Absent before the first result. */
  readonly tally?: AuditTally | undefined;
}

/** The form of a purpose. The agreements list the purposes; other texts of callers do not get into the log. */
const purposeName = /^[a-z][a-z\d-]{0,63}$/i;

/** The log's entry on an operation at some moment, without its caller. */
export interface AuditedFacts {
  readonly phase: AuditPhase;
  readonly purpose: string | undefined;
  /** The caller's software, as `name@version`. */
  readonly software: string | undefined;
  readonly operation: Pick<AuditedOperation, 'type' | 'name' | 'hash'>;
  readonly organisations: readonly string[];
  readonly fields: readonly string[];
  readonly decision: AuditDecision;
  readonly codes: readonly string[];
  readonly rows: number;
}

/** A row of the log, as JSON text. */
export function auditRecord(context: RequestContext, operation: AuditedOperation, moment: AuditedMoment): string {
  const { subject, organisation, app, roles, key } = context.caller;
  return JSON.stringify({
    at: new Date().toISOString(),
    request: context.requestId,
    caller: { subject, organisation, app, roles, key: key && { id: key.id, name: key.name } },
    ...auditedFacts(context, operation, moment),
  });
}

/** The facts of an operation in the log, in a separate row or counted. */
export function auditedFacts(
  { purpose, headers }: Pick<RequestContext, 'purpose' | 'headers'>,
  { type, name, hash, fields }: AuditedOperation,
  { phase, organisations, tally }: AuditedMoment,
): AuditedFacts {
  return {
    phase,
    purpose: purpose !== undefined && purposeName.test(purpose) ? purpose : undefined,
    software: headers && softwareOf(headers),
    operation: { type, name, hash },
    organisations: [...organisations].sort(),
    fields,
    decision: tally?.decision ?? 'ADMITTED',
    codes: tally?.codes ?? [],
    rows: tally?.rows ?? 0,
  };
}

/** The code of an error, in the caller's form. */
function codeOf(error: GraphQLError): string {
  const { code } = error.extensions;
  return isForClient(error) && typeof code === 'string' ? code.slice(0, 255) : 'INTERNAL_SERVER_ERROR';
}

/** How many objects an answer has, without the root. */
function countObjects(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let count = 0;
  const below: object[] = [data];
  for (let value = below.pop(); value; value = below.pop()) {
    for (const child of Object.values(value) as unknown[]) {
      if (typeof child !== 'object' || child === null) continue;
      if (!Array.isArray(child)) count += 1;
      below.push(child);
    }
  }
  return count;
}
