import { Readable } from 'node:stream';
import type { Endpoints } from '@hub/kit';
import { type ChainHead, readRestoreRecord, type RestoreMark, signAnchor } from '@hub/protocol';
import { z } from 'zod';
import { AuditLog, entriesAfter, headOf, marksIn } from './audit-log.js';
import { forwardClock } from './forward-clock.js';
import { loggedRecord } from './record.js';

/** The most that a gateway's records of one commit may measure, in bytes. */
const bodyLimit = 32 * 1024 * 1024;

/** How many entries are read at a time. */
const pageSize = 2000;

const appended = z.strictObject({ records: z.array(loggedRecord).min(1).max(10_000) });

/**
 * The log's endpoints, for gateways and verifiers, who have the operator's token: `POST /operator/audit/entries` adds
 * records, all or none, and answers with the signed head once they are on disk; `GET` gives all entries in lines of
 * JSON, the head last; `GET /operator/audit/restores` gives the marks of restores, each signed as of when it was made.
 * Nobody else learns how many entries there are.
 */
export function logEndpoints({ operator, em, config: { auditKey } }: Endpoints): void {
  if (!auditKey) throw new Error('Expected AUDIT_KEY_FILE, which anchors are signed with.');
  const log = new AuditLog(em);
  const now = forwardClock();

  operator.post('/operator/audit/entries', { bodyLimit }, async (request, reply) => {
    const { data, error } = appended.safeParse(request.body);
    if (!data) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
    const head = await log.append(data.records.map((record) => JSON.stringify(record)));
    return signAnchor(head, auditKey, now());
  });
  operator.get('/operator/audit/entries', (_request, reply) =>
    reply.type('application/x-ndjson').send(Readable.from(lines(em))),
  );
  operator.get('/operator/audit/restores', async (): Promise<RestoreMark[]> => {
    const entries = await marksIn(em);
    return entries.flatMap(({ record, ...place }) => {
      const mark = readRestoreRecord(record);
      return mark ? [{ anchor: signAnchor(place, auditKey, new Date(mark.at)), record }] : [];
    });
  });
}

async function* lines(em: Endpoints['em']): AsyncGenerator<string> {
  const head: ChainHead = await headOf(em);
  let last = 0;
  for (;;) {
    const entries = await entriesAfter(em, last, pageSize);
    for (const entry of entries) {
      if (entry.sequence > head.sequence) break;
      yield `${JSON.stringify(entry)}\n`;
    }
    last = entries.at(-1)?.sequence ?? last;
    if (entries.length < pageSize || last >= head.sequence) break;
  }
  yield `${JSON.stringify({ head })}\n`;
}
