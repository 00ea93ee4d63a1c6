import { type AcceptedRestore, type ChainVerifier, lastLostOf, type ReceiptedRequests, untold } from '@hub/protocol';
import {
  auditEndpoint,
  type Evidence,
  evidenceIn,
  evidenceOf,
  evidenceOptions,
  keepers,
  readLog,
} from './audit-evidence.js';
import { parseCommand, type Surroundings } from './command.js';
import { WorkRecord } from '../outlook/work-record.js';

export const verifyOptions = {
  ...evidenceOptions,
  anchors: { type: 'string', multiple: true },
  receipts: { type: 'string', multiple: true },
} as const;

/** How long an operation may run before it is in the log, in milliseconds. */
const underWayMs = 60_000;

/**
 * `hub audit verify`: reads the whole audit log, finds the first entry that was changed, removed, moved or cut off,
 * and checks that the log agrees with the organisations' heads and has the requests in their receipts. It prints
 * accepted restores, and the entries lost by them.
 */
export async function auditVerify(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values } = parseCommand({ args: [...args], options: verifyOptions });
  const { anchors = [], receipts = [] } = values;
  // The evidence is read before the log, which may grow meanwhile.
  const evidence =
    anchors.length > 0 || receipts.length > 0
      ? await evidenceIn({ anchors, receipts }, values, surroundings)
      : await evidenceOf(keepers, values, surroundings);
  const log = await auditEndpoint(values, surroundings);
  const began = performance.now();
  const { verifier, fault } = await readLog(log, evidence);
  const seconds = (performance.now() - began) / 1000;
  if (fault) {
    console.error(`The audit log is not whole: ${fault.what}.`);
    console.error(`  First entry concerned: ${fault.sequence}. Entries before it agree with each other.`);
    console.error(
      '  If it was restored from an older backup, hub audit accept-restore accepts that; if not, somebody changed it.',
    );
    return 1;
  }
  const { asked, records } = evidence;
  if (areUnreported(verifier, evidence) || isIncomplete(asked, verifier.restores)) return 1;
  const { entries, restores } = verifier;
  const since = restores.length === 0 ? '' : ` but for what restores lost`;
  console.log(
    `The audit log is whole${since}: ${entries} entries, read in ${seconds.toFixed(1)} s (${Math.round(entries / seconds)} a second).`,
  );
  for (const restore of restores) tellOfRestore(restore);
  const kept = records.filter((record) => record.anchors.length > 0);
  const heads = kept.reduce((sum, record) => sum + record.anchors.length, 0);
  console.log(
    kept.length === 0
      ? '  No organisation keeps an anchor of it: whoever runs it could have rewritten it.'
      : `  It agrees with the ${verifier.agreeing.length} anchors that ${kept.length} organisations keep, up to entry ${verifier.provenUpTo}.`,
  );
  const lost = heads - verifier.agreeing.length;
  if (lost > 0) console.log(`  ${lost} more anchors that they keep are of entries that restores lost.`);
  tellOfReceipts(asked, restores);
  const record = WorkRecord.from(values.data, surroundings);
  if (record.isKept) record.add({ at: new Date().toISOString(), done: 'audit-verify' });
  return 0;
}

/**
 * Prints the organisations that do not know of a restore although they kept heads before it. @returns whether there
 * are any.
 */
function areUnreported({ restores }: ChainVerifier, { records }: Evidence): boolean {
  let are = false;
  for (const restore of restores) {
    const codes = untold(restore, records);
    if (codes.length === 0) continue;
    are = true;
    console.error(
      `The audit log is not whole: entry ${restore.sequence} says that a restore was accepted, but ${codes.join(', ')} ${codes.length === 1 ? 'was' : 'were'} not told of it.`,
    );
    console.error(
      '  Run hub audit accept-restore again to tell them; if nobody accepted a restore, somebody hides what they removed.',
    );
  }
  return are;
}

/** Prints an accepted restore: the operator, the reason, and the lost entries. */
function tellOfRestore({ sequence, mark }: AcceptedRestore): void {
  const { at, by, reason, provenUpTo, before, lost } = mark;
  const last = lastLostOf(mark);
  console.log(`  Entry ${sequence} accepts a restore from a backup: by ${by} at ${at}: ${JSON.stringify(reason)}.`);
  const missing = last - before.sequence;
  if (missing > 0)
    console.log(
      `    ${missing} entries are missing: ${before.sequence + 1} to ${last}, as ${lost.map(({ organisation }) => organisation).join(', ')} kept heads of them.`,
    );
  if (last > provenUpTo && before.sequence > provenUpTo)
    console.log(
      `    No kept head proves entries ${provenUpTo + 1} to ${Math.min(before.sequence, last)}: they may be others than were lost.`,
    );
}

/** Prints the requests that receipts prove and the log lacks. @returns whether there are any. */
function isIncomplete(asked: ReceiptedRequests, restores: readonly AcceptedRestore[]): boolean {
  const { requests } = asked.missing(restores.map(({ mark }) => mark));
  const [first] = requests;
  if (!first) return false;
  const { request, at, caller, organisations } = first;
  const where = [...organisations].join(', ');
  console.error(`The audit log is not whole: ${requests.length} requests that receipts prove are not in it.`);
  console.error(
    `  The first is ${request}, for which ${where} was asked at ${new Date(at).toISOString()}, for ${caller}.`,
  );
  const restore = restores.findLast(({ mark }) => at <= Date.parse(mark.at));
  if (restore)
    console.error(
      `  That was before the restore that entry ${restore.sequence} accepts, and its receipt came later: hub audit accept-restore, run again, accepts it.`,
    );
  if (Date.now() - at < underWayMs)
    console.error('  That was less than a minute ago: if it may be under way still, verify again.');
  return true;
}

function tellOfReceipts(asked: ReceiptedRequests, restores: readonly AcceptedRestore[]): void {
  if (asked.size === 0) return;
  const { excused, lost } = asked.missing(restores.map(({ mark }) => mark));
  console.log(
    excused === 0
      ? `  It has all that is proven by receipts, of ${asked.size} requests${lost > 0 ? `, but for ${lost} that restores lost` : ''}.`
      : `  Of ${asked.size} requests that receipts prove, it says of ${excused} that it could not be reached to record them${lost > 0 ? `, and restores lost ${lost}` : ''}.`,
  );
  for (const { organisation, operations } of asked.uncounted()) {
    console.log(
      `  ${organisation} was asked ${operations} public operations more than it counts: they wait at a gateway, or one ended without stopping.`,
    );
  }
}
