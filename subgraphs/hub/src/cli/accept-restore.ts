import type { Anchor, ChainVerifier, KeptHead, KeptRecord, RestoreRequest } from '@hub/protocol';
import {
  auditEndpoint,
  type Evidence,
  evidenceOf,
  evidenceOptions,
  keeperEndpoint,
  keepers,
  readLog,
} from './audit-evidence.js';
import { parseCommand, type Surroundings } from './command.js';
import { Failure, FoundWrong, NotAsked, UsageError } from './failure.js';
import type { OperatorEndpoint } from './operator-endpoint.js';

export const acceptOptions = {
  ...evidenceOptions,
  by: { type: 'string' },
  reason: { type: 'string' },
  without: { type: 'string', multiple: true },
} as const;

/**
 * `hub audit accept-restore`: accepts that the audit log was restored from an older backup. It finds the lost entries
 * from the records that organisations keep, makes a mark in the log, and reports it to every organisation. If the log
 * agrees with all records, it makes no mark, and reports existing marks to organisations that do not have them. If
 * receipts of lost requests may still come, it says when to run it again.
 */
export async function acceptRestore(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values } = parseCommand({ args: [...args], options: acceptOptions });
  const by = saidWith('--by NAME', values.by, 255);
  const reason = saidWith('--reason TEXT', values.reason, 1000);
  const { without = [] } = values;
  const unknown = without.find((code) => !keepers.includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`--without: expected one of ${keepers.join(', ')}, got ${JSON.stringify(unknown)}.`);
  }
  const codes = keepers.filter((code) => !without.includes(code));
  const evidence = await evidenceOf(codes, values, surroundings);
  const log = await auditEndpoint(values, surroundings);
  const loss = lossIn(await readLog(log, evidence), evidence);
  if (loss) {
    const { sequence } = await log.acceptRestore({ by, reason, ...loss });
    console.log(`Entry ${sequence} of the audit log says that ${by} accepted the restore. ${described(loss)}`);
    const until = receiptsUntil(loss, surroundings);
    if (until > Date.now()) {
      console.log(
        `Receipts of lost requests may come until ${new Date(until).toISOString()}: run this command again then, for it accepts what they show.`,
      );
    }
  } else {
    console.log('The audit log agrees with all that organisations keep: there is no loss to accept.');
  }
  return tell(log, evidence.records, (code) => keeperEndpoint(code, values, surroundings));
}

function saidWith(option: string, text: string | undefined, longest: number): string {
  const said = text?.trim() ?? '';
  if (said !== '' && said.length <= longest) return said;
  throw new UsageError(
    `Expected ${option}, from 1 to ${longest} characters, got ${text === undefined ? 'nothing' : `${said.length}`}.`,
  );
}

/** The entries and requests lost since the backup. */
type Loss = Pick<RestoreRequest, 'provenUpTo' | 'lost' | 'requests'>;

/**
 * The loss that kept heads and receipts show; undefined if there is none.
 * @throws FoundWrong if the log has a fault that no backup explains.
 */
function lossIn(
  { verifier, fault, isRead }: Awaited<ReturnType<typeof readLog>>,
  { records, asked }: Evidence,
): Loss | undefined {
  const uncovered = verifier.uncovered();
  if (fault && (!isRead || uncovered.length === 0)) {
    throw new FoundWrong(`This is no older backup of the audit log: ${fault.what}.`);
  }
  const provenUpTo = uncovered[0]?.provenUpTo ?? verifier.provenUpTo;
  const heads = uncovered.map(({ head }) => head);
  refuseOtherFaults(verifier, heads, provenUpTo);
  const lost = records.flatMap((record) => lostOf(record, heads));
  const { requests: missing } = asked.missing(verifier.restores.map(({ mark }) => mark));
  if (lost.length === 0 && missing.length === 0) return undefined;
  const times = missing.map(({ at }) => at);
  const at = (time: number | undefined) => new Date(time ?? 0).toISOString();
  const requests = missing.length > 0 && { count: missing.length, from: at(times[0]), until: at(times.at(-1)) };
  return { provenUpTo, lost, ...(requests && { requests }) };
}

/** A backup loses the end of the log: an entry signed before a lost head is lost too, and cannot be later in the log. */
function refuseOtherFaults({ agreeing }: ChainVerifier, lost: readonly KeptHead[], provenUpTo: number): void {
  const latest = Math.max(...lost.map(({ at }) => at));
  const odd = agreeing.find(({ sequence, at }) => sequence > provenUpTo && at < latest);
  const [first] = lost;
  if (!odd || !first) return;
  throw new FoundWrong(
    `This is no older backup of the audit log: it agrees with the head of entry ${odd.sequence} that ${odd.keptBy} keeps, and not with the earlier one of entry ${first.sequence} that ${first.keptBy} keeps.`,
  );
}

/** The first and the last lost head that an organisation keeps; empty if it keeps none. */
function lostOf({ keptBy, anchors }: KeptRecord, heads: readonly KeptHead[]): RestoreRequest['lost'] {
  const own = new Set(heads.filter((head) => head.keptBy === keptBy).map(({ sequence }) => sequence));
  const lost: Anchor[] = anchors.filter(({ sequence }) => own.has(sequence));
  const [first, last] = [lost[0], lost.at(-1)];
  return first && last ? [{ organisation: keptBy, first, last }] : [];
}

/** How long an exchange may lack an answer before a gateway reports it without one, in milliseconds. */
const unansweredMs = 60_000;

/**
 * Until when receipts of lost requests may come: heads and receipts are sent at one interval, so the last request was
 * made at most one interval after the newest of them.
 */
function receiptsUntil({ lost, requests }: Loss, { environment }: Surroundings): number {
  const everyMs = Number(environment['RECEIPTS_EVERY'] || 60) * 1000;
  const times = [...lost.map(({ last }) => last.at), ...(requests ? [requests.until] : [])].map((at) => Date.parse(at));
  return Math.max(...times) + 2 * everyMs + unansweredMs;
}

function described({ provenUpTo, lost, requests }: Loss): string {
  const last = Math.max(0, ...lost.map((one) => one.last.sequence));
  const heads =
    last > 0 ? `Lost is what came after entry ${provenUpTo}, up to entry ${last}.` : 'No kept head shows a loss.';
  return requests
    ? `${heads} ${requests.count} requests that receipts prove are not in the log, asked from ${requests.from} to ${requests.until}.`
    : heads;
}

/** Reports restores to the organisations that do not know of them. */
async function tell(
  log: OperatorEndpoint,
  records: readonly KeptRecord[],
  endpointOfKeeper: (code: string) => Promise<OperatorEndpoint>,
): Promise<number> {
  const failed: string[] = [];
  for (const mark of await log.restores()) {
    const { sequence, hash } = mark.anchor;
    const unaware = records.filter(
      ({ marks }) => !marks.some(({ anchor }) => anchor.sequence === sequence && anchor.hash === hash),
    );
    for (const { keptBy } of unaware) {
      try {
        await (await endpointOfKeeper(keptBy)).tellOfRestore(mark);
        console.log(`${keptBy} was told of the restore in entry ${sequence}.`);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push(error.message);
      }
    }
  }
  if (failed.length > 0) {
    throw new NotAsked(`Not every organisation was told; run the command again.\n${failed.join('\n')}`);
  }
  return 0;
}
