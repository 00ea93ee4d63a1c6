import { createHash } from 'node:crypto';
import { clientError } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import { auditUnavailableCode } from '../errors/audit-unavailable.js';
import { Busy } from '../errors/refusal.js';
import type { RequestContext } from '../request/context.js';
import { type AuditPhase, auditRecord, AuditTally } from './audit-record.js';
import type { AuditFailure, AuditLog } from './audited-engine.js';

/** Work for an organisation other than operations of the graph. */
export interface Work {
  /** Its name in the log, such as `importFile`. */
  readonly name: string;
  readonly changes: boolean;
  /** The organisation whose subgraph does it. */
  readonly organisation: string;
}

/** Records work: changes at their begin and their end, other work at its end. */
export interface WorkRecorder {
  /**
   * @returns a function to call at its end, with the code of a failure: the first call is recorded, and each call
   *   returns whether the answer may leave.
   * @throws Busy `AUDIT_UNAVAILABLE` if the log takes no records, and the hub does not answer without it.
   */
  begin(context: RequestContext, work: Work): Promise<(code?: string) => Promise<boolean>>;
}

/** The recorder of a gateway without an audit log, which records no work. */
export const unrecordedWork: WorkRecorder = { begin: () => Promise.resolve(() => Promise.resolve(true)) };

/** Records work in the audit log. */
export function recordedWork({
  log,
  failure,
}: {
  readonly log: AuditLog;
  readonly failure: AuditFailure;
}): WorkRecorder {
  const write = async (context: RequestContext, work: Work, phase: AuditPhase, tally?: AuditTally) => {
    const { name, changes, organisation } = work;
    const type = changes ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY;
    const operation = { type, name, hash: hashOf(name), fields: [] };
    const record = auditRecord(context, operation, { phase, organisations: [organisation], tally });
    try {
      await log.write(record, context.callerId, phase === 'END');
      return true;
    } catch (error) {
      context.log.error({ err: error, phase }, 'work is not recorded');
      return failure === 'answer';
    }
  };
  return {
    begin: async (context, work) => {
      if (work.changes && !(await write(context, work, 'BEGIN'))) {
        throw new Busy(auditUnavailableCode, 'The hub cannot record this now, and so does not do it.', 5, {
          executed: false,
        });
      }
      let written: Promise<boolean> | undefined;
      return (code) => {
        if (written) return written;
        const errors = code === undefined ? [] : [clientError(code, '')];
        const tally = new AuditTally().add({ data: { done: code === undefined ? true : null }, errors });
        return (written = write(context, work, work.changes ? 'END' : 'WHOLE', tally));
      };
    },
  };
}

/** The hash of work, in place of an operation's. */
function hashOf(name: string): string {
  return createHash('sha256').update(`work ${name}`).digest('base64url');
}
