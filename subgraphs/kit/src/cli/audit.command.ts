import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { anchorSchema, auditLog, operatorTokenFor, readReceipt, subgraphs } from '@hub/schema';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { isSigned } from '../audit/anchor.js';
import { type ChainFault, ChainVerifier, type KeptHead } from '../audit/chain.js';
import { ReceiptedRequests } from '../audit/receipted-requests.js';
import { type StoredReceipt, storedReceipt } from '../trust/receipt-store.js';
import { ReceiptFault, verifyReceipt } from '../trust/receipt-verifier.js';
import { type Command, parseCommand } from './command.js';
import { DataFolder } from './data-folder.js';
import { doorOf } from './door-of.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { gatewayKeys } from './gateway-keys.js';
import { choosePorts, localUrl } from './ports.js';
import { tokensIn } from './token-file.js';

/** How long an operation may be under way, so that it is not in the log yet, in milliseconds. */
const underWayMs = 60_000;

/**
 * `hub audit verify`: reads the whole audit log and finds the first entry that was changed, removed, moved or cut off,
 * and whether the log agrees with the anchors that the organisations keep, and has what receipts say they were asked.
 */
export const audit: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      url: { type: 'string' },
      'token-file': { type: 'string' },
      anchors: { type: 'string', multiple: true },
      receipts: { type: 'string', multiple: true },
      'gateway-keys': { type: 'string', multiple: true },
    },
  });
  if (positionals.join(' ') !== 'verify') {
    throw new UsageError(`Expected audit verify, got audit ${positionals.join(' ')}.`);
  }
  const data = DataFolder.from(values.data, surroundings);
  const ports = choosePorts(values.port, surroundings.environment);
  const door = async (code: string, url?: string, tokenFile = data.tokenFileOf(code)): Promise<Door> => ({
    code,
    url: url ?? localUrl(ports, code),
    token: await auditTokenIn(tokenFile, code),
  });
  const keepers = subgraphs.filter((one) => one !== auditLog).map(({ code }) => code);
  const { anchors = [], receipts = [] } = values;
  const keys = () => gatewayKeys(values['gateway-keys'], data, surroundings);
  const asked = new ReceiptedRequests();
  // All that is kept elsewhere is read before the log, which may go on.
  if (anchors.length > 0 || receipts.length > 0) {
    for (const file of receipts) await addReceipts(asked, receiptsInFile(file), file, keys());
    const kept = await Promise.all(anchors.map(anchorsInFile));
    return verify(await door(auditLog.code, values.url, values['token-file']), kept.flat(), asked);
  }
  const kept = await Promise.all(keepers.map(async (code) => anchorsOf(await door(code))));
  for (const code of keepers) {
    const { port, data: folder } = values;
    const keeper = await doorOf(code, { port, data: folder }, surroundings);
    await addReceipts(asked, keeper.receipts(), code, keys(), code);
  }
  return verify(await door(auditLog.code, values.url, values['token-file']), kept.flat(), asked);
};

/** A subgraph's operator's door. */
interface Door {
  readonly code: string;
  readonly url: string;
  readonly token: string;
}

/** A line of what the log's door answers: an entry, or how far the log says that it has come. */
const lineSchema = z.union([
  z.object({ head: z.object({ sequence: z.int(), hash: z.string() }) }),
  z.object({ sequence: z.int(), record: z.string(), hash: z.string() }),
]);

async function verify(log: Door, kept: readonly KeptHead[], asked: ReceiptedRequests): Promise<number> {
  const began = performance.now();
  const verifier = new ChainVerifier(kept);
  const fault = await firstFault(log, verifier, asked);
  const { sequence } = verifier.head;
  if (fault) {
    console.error(`The audit log is not whole: ${fault.what}.`);
    console.error(`  First entry concerned: ${fault.sequence}. Entries before it agree with each other.`);
    return 1;
  }
  if (isIncomplete(asked)) return 1;
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `The audit log is whole: ${sequence} entries, read in ${seconds.toFixed(1)} s (${Math.round(sequence / seconds)} a second).`,
  );
  const keepers = new Set(kept.map(({ keptBy }) => keptBy)).size;
  console.log(
    keepers === 0
      ? '  No organisation keeps an anchor of it: whoever runs it could have rewritten it.'
      : `  It agrees with the ${kept.length} anchors that ${keepers} organisations keep, up to entry ${verifier.provenUpTo}.`,
  );
  tellOfReceipts(asked);
  return 0;
}

async function firstFault(
  log: Door,
  verifier: ChainVerifier,
  asked: ReceiptedRequests,
): Promise<ChainFault | undefined> {
  const { body } = await ask(log, '/operator/audit/entries');
  if (!body) throw new Failure(`The audit log at ${log.url} answered nothing.`);
  for await (const text of createInterface({ input: Readable.fromWeb(body as never) })) {
    const line = lineSchema.parse(JSON.parse(text));
    const fault = 'head' in line ? verifier.end(line.head) : verifier.read(line);
    if (fault || 'head' in line) return fault;
    asked.read(line.record);
  }
  throw new Failure(`The audit log at ${log.url} broke off.`);
}

/** Says which requests are not in the log although receipts prove that organisations were asked; whether there are any. */
function isIncomplete(asked: ReceiptedRequests): boolean {
  const { requests } = asked.missing();
  const [first] = requests;
  if (!first) return false;
  const { request, at, caller, organisations } = first;
  const where = [...organisations].join(', ');
  console.error(`The audit log is not whole: ${requests.length} requests that receipts prove are not in it.`);
  console.error(
    `  The first is ${request}, for which ${where} was asked at ${new Date(at).toISOString()}, for ${caller}.`,
  );
  if (Date.now() - at < underWayMs)
    console.error('  That was less than a minute ago: if it may be under way still, verify again.');
  return true;
}

function tellOfReceipts(asked: ReceiptedRequests): void {
  if (asked.size === 0) return;
  const { excused } = asked.missing();
  console.log(
    excused === 0
      ? `  It has all that is proven by receipts, of ${asked.size} requests.`
      : `  Of ${asked.size} requests that receipts prove, it says of ${excused} that it could not be reached to record them.`,
  );
  for (const { organisation, operations } of asked.uncounted()) {
    console.log(
      `  ${organisation} was asked ${operations} public operations more than it counts: they wait at a gateway, or one ended without stopping.`,
    );
  }
}

/**
 * Adds what verified receipts prove.
 * @param keptBy who keeps them.
 * @param organisation whose they must be; unless told, each says that itself.
 */
async function addReceipts(
  asked: ReceiptedRequests,
  receipts: AsyncIterable<StoredReceipt>,
  keptBy: string,
  trusted: ReadonlyMap<string, KeyObject>,
  organisation?: string,
): Promise<void> {
  for await (const stored of receipts) {
    const whose = organisation ?? readReceipt(stored.statement)?.audience ?? '';
    try {
      const { exchanges } = await verifyReceipt(stored, whose, trusted);
      for (const exchange of exchanges) asked.add(whose, exchange);
    } catch (error) {
      if (!(error instanceof ReceiptFault)) throw error;
      throw new Failure(`${keptBy}: receipt ${stored.number} proves nothing: ${error.message}.`);
    }
  }
}

/** The receipts that an organisation sent, as its endpoint lists them. */
async function* receiptsInFile(file: string): AsyncGenerator<StoredReceipt> {
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const read: unknown = JSON.parse(line);
      // The last line says how many there were.
      if (typeof read === 'object' && read !== null && 'receipts' in read) return;
      yield storedReceipt.parse(read);
    }
  } catch (error) {
    throw new Failure(`Expected receipts in ${file}: ${systemReason(error)}.`);
  }
}

async function anchorsOf(door: Door): Promise<KeptHead[]> {
  return kept(await (await ask(door, '/operator/audit-anchors')).json(), door.code);
}

/** The anchors that an organisation sent, as its door lists them. */
async function anchorsInFile(file: string): Promise<KeptHead[]> {
  try {
    return kept(JSON.parse(await readFile(file, 'utf8')), file);
  } catch (error) {
    throw new Failure(`Expected a list of anchors in ${file}: ${systemReason(error)}.`);
  }
}

/** Anchors that are signed; one that is not proves nothing. */
function kept(list: unknown, keptBy: string): KeptHead[] {
  return z
    .array(anchorSchema)
    .parse(list)
    .map((anchor) => {
      if (!isSigned(anchor))
        throw new Failure(`${keptBy} keeps an anchor of entry ${anchor.sequence} that is not signed.`);
      return { sequence: anchor.sequence, hash: anchor.hash, keptBy };
    });
}

async function ask({ code, url, token }: Door, path: string, method = 'GET'): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), { method, headers: { authorization: `Bearer ${token}` } });
  } catch (error) {
    throw new Failure(
      `Cannot reach ${code} at ${url} (${systemReason((error as Error).cause ?? error)}). Is it running (pnpm start)?`,
    );
  }
  if (response.ok) return response;
  throw new Failure(
    `${code} at ${url} answered ${response.status} to ${path}: ${(await response.text()).slice(0, 300)}`,
  );
}

async function auditTokenIn(file: string, organisation: string): Promise<string> {
  const token = operatorTokenFor(await tokensIn(file, organisation), 'audit');
  if (token !== undefined) return token;
  throw new Failure(`Expected an operator's token of ${organisation} with the scope audit in ${file}.`);
}
