import { Readable } from 'node:stream';
import { addEndpoint, type Endpoints, lookPrice, messagePrice } from '@hub/kit';
import {
  type ChainHead,
  isSignedPlace,
  readRestoreRecord,
  type RecordStream,
  recordStream,
  type RestoreMark,
  signAnchor,
} from '@hub/protocol';
import { KeyRing } from '@hub/runtime';
import { z } from 'zod';
import { AuditLog, entriesAfter, headOf, marksIn } from './audit-log.js';
import { forwardClock } from './forward-clock.js';
import { loggedRecord } from './record.js';

/** Largest request body, in bytes. */
const bodyLimit = 32 * 1024 * 1024;

/** Number of entries to read at a time. */
const pageSize = 2000;

const appended = z
  .strictObject({ records: z.array(loggedRecord).min(1).max(10_000), stream: recordStream.optional() })
  .refine(({ records, stream }) => !stream || stream.places.length === records.length, {
    error: 'Expected a place in the stream for each record.',
  });

/**
 * The log's endpoints for gateways and verifiers, which have the operator's token; other callers do not learn even the
 * number of entries. `POST /operator/audit/entries` adds records, all or none, and returns the signed head once they
 * are on disk. Records of a stream are added once, even if sent several times. `GET /operator/audit/entries` returns
 * all entries as lines of JSON, the head last. `GET /operator/audit/restores` returns the marks of restores, each
 * signed with its own time.
 */
export function logEndpoints({ server, operator, em, config: { auditKey, trust } }: Endpoints): void {
  if (!auditKey) throw new Error('Expected AUDIT_KEY_FILE, which anchors are signed with.');
  const log = new AuditLog(em);
  const now = forwardClock();
  const gateways =
    trust &&
    new KeyRing({
      files: trust.trustedKeyFiles,
      mayBeMissing: false,
      onError: (error) => {
        server.log.error({ err: error }, 'the keys of gateways cannot be read');
      },
    });
  /** Whether a gateway signed a record that it stored on disk; true for other records, and if the log has no keys. */
  const isGenuine =
    ({ id, key, kept }: RecordStream) =>
    (head: ChainHead, signature: string | undefined): boolean => {
      if (!kept || !gateways) return true;
      const publicKey = key === undefined ? undefined : gateways.get(key);
      return publicKey !== undefined && signature !== undefined && isSignedPlace(id, head, signature, publicKey);
    };

  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/audit/entries',
    price: messagePrice(bodyLimit),
    handler: async (request, reply) => {
      const { data, error } = appended.safeParse(request.body);
      if (!data) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
      const { records, stream } = data;
      const head = stream
        ? await log.appendStreamed({
            ...{ id: stream.id, key: stream.key, places: stream.places, isGenuine: isGenuine(stream), now },
            // In the form that the gateway hashed.
            records: (request.body as { readonly records: readonly object[] }).records.map((one) =>
              JSON.stringify(one),
            ),
            onGap: (gap) => {
              request.log.error({ gap }, 'records of a gateway are missing or were altered');
            },
          })
        : await log.append(records.map((record) => JSON.stringify(record)));
      return signAnchor(head, auditKey, now());
    },
  });
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit/entries',
    price: lookPrice,
    handler: (_request, reply) => reply.type('application/x-ndjson').send(Readable.from(lines(em))),
  });
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit/restores',
    price: lookPrice,
    handler: async (): Promise<RestoreMark[]> => {
      const entries = await marksIn(em);
      return entries.flatMap(({ record, ...place }) => {
        const mark = readRestoreRecord(record);
        return mark ? [{ anchor: signAnchor(place, auditKey, new Date(mark.at)), record }] : [];
      });
    },
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
