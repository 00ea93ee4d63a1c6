import { createPublicKey } from 'node:crypto';
import { addEndpoint, type Endpoints, messagePrice } from '@hub/kit';
import { isSigned, type RestoreRequest, restoreRequest, signAnchor } from '@hub/protocol';
import { z } from 'zod';
import { AuditLog, hashOf, headOf } from './audit-log.js';

/**
 * `POST /operator/audit/restores`, for operators with the scope `restore`: adds the mark of a restore from an older
 * backup, and returns its signed position. The loss needs evidence: heads signed by this log that no longer match it,
 * or requests proven by receipts. Other evidence is refused with 409.
 */
export function restoreEndpoints({ operator, em, config: { auditKey } }: Endpoints): void {
  if (!auditKey) throw new Error('Expected AUDIT_KEY_FILE, which anchors are signed with.');
  const publicKey = createPublicKey(auditKey).export({ format: 'der', type: 'spki' }).toString('base64');
  const log = new AuditLog(em);

  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/audit/restores',
    price: messagePrice(),
    handler: async (request, reply) => {
      const { data: asked, error } = restoreRequest.safeParse(request.body);
      if (!asked) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
      const refusal = await refusalOf(asked, publicKey, em);
      if (refusal !== undefined) {
        request.log.error({ refusal, asked }, 'refused to accept a restore of the audit log');
        return reply.code(409).send({ code: 'RESTORE_REFUSED', message: refusal });
      }
      const at = new Date();
      const head = await log.mark({ kind: 'restore', at: at.toISOString(), ...asked });
      request.log.warn(
        { by: asked.by, reason: asked.reason, sequence: head.sequence },
        'accepted a restore of the audit log',
      );
      return signAnchor(head, auditKey, at);
    },
  });
}

/** Why the evidence does not show a loss; undefined if it does. */
async function refusalOf(
  { lost, provenUpTo, requests }: RestoreRequest,
  publicKey: string,
  em: Endpoints['em'],
): Promise<string | undefined> {
  if (lost.length === 0 && !requests) return 'Expected kept heads or requests that show a loss, got neither.';
  const { sequence } = await headOf(em);
  if (provenUpTo > sequence) return `Expected entries to be proven up to ${sequence} at most, got ${provenUpTo}.`;
  for (const { organisation, first, last } of lost) {
    if (first.sequence > last.sequence || first.sequence <= provenUpTo) {
      return `Expected lost entries of ${organisation} after ${provenUpTo}, got ${first.sequence} to ${last.sequence}.`;
    }
    for (const head of [first, last]) {
      const which = `the head of entry ${head.sequence} that ${organisation} keeps`;
      if (head.publicKey !== publicKey || !isSigned(head)) return `Expected ${which} to be signed by this log.`;
      if ((await hashOf(em, head.sequence)) === head.hash) return `The log agrees with ${which}: it is not lost.`;
    }
  }
  return undefined;
}
