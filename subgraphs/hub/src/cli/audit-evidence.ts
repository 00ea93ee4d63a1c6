import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import {
  auditLog,
  type ChainFault,
  ChainVerifier,
  headsOf,
  type KeptRecord,
  readKeptRecord,
  readReceipt,
  ReceiptedRequests,
  ReceiptFault,
  storedReceipt,
  type StoredReceipt,
  verifyReceipt,
} from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import type { Surroundings } from './command.js';
import { DataFolder } from './data-folder.js';
import { endpointOf } from './endpoint-of.js';
import { Failure, FoundWrong, NotAsked, systemReason } from './failure.js';
import { gatewayKeys } from './gateway-keys.js';
import type { OperatorEndpoint } from './operator-endpoint.js';
import { reachOptions, type ReachValues } from './reach.js';

/** The options of commands that compare the audit log with organisations' records. */
export const evidenceOptions = {
  ...reachOptions,
  'gateway-keys': { type: 'string', multiple: true },
} as const;

export interface EvidenceValues extends ReachValues {
  readonly 'gateway-keys'?: string[] | undefined;
}

/** The evidence that the audit log is compared with. */
export interface Evidence {
  readonly records: readonly KeptRecord[];
  readonly asked: ReceiptedRequests;
}

/** The audit log with its first faulty entry. */
export interface ReadLog {
  readonly verifier: ChainVerifier;
  readonly fault: ChainFault | undefined;
  /** Whether it was read to its end. */
  readonly isRead: boolean;
}

/** The organisations that keep heads of the audit log. */
export const keepers: readonly string[] = subgraphs.filter((one) => one !== auditLog).map(({ code }) => code);

/** The audit log's operator's endpoint. */
export function auditEndpoint(values: EvidenceValues, surroundings: Surroundings): Promise<OperatorEndpoint> {
  return endpointOf(auditLog.code, values, surroundings);
}

/** The operator's endpoint of an organisation that `--url` and `--token-file` do not name. */
export function keeperEndpoint(
  code: string,
  values: EvidenceValues,
  surroundings: Surroundings,
): Promise<OperatorEndpoint> {
  return endpointOf(code, values, surroundings, false);
}

/**
 * Reads the organisations' records: the log's heads and marks, and receipts of requests.
 * @throws NotAsked naming every organisation that did not answer, and why.
 */
export async function evidenceOf(
  codes: readonly string[],
  values: EvidenceValues,
  surroundings: Surroundings,
): Promise<Evidence> {
  const keys = keysOf(values, surroundings);
  const asked = new ReceiptedRequests();
  const records: KeptRecord[] = [];
  const unasked: string[] = [];
  for (const code of codes) {
    try {
      const endpoint = await keeperEndpoint(code, values, surroundings);
      records.push(await endpoint.keptRecord());
      await addReceipts(asked, endpoint.receipts(), code, keys, code);
    } catch (error) {
      if (!(error instanceof Failure) || error instanceof FoundWrong) throw error;
      unasked.push(error.message);
    }
  }
  if (unasked.length > 0) throw new NotAsked(unasked.join('\n'));
  return { records, asked };
}

/** Reads the same from files that organisations sent. */
export async function evidenceIn(
  { anchors, receipts }: { readonly anchors: readonly string[]; readonly receipts: readonly string[] },
  values: EvidenceValues,
  surroundings: Surroundings,
): Promise<Evidence> {
  const asked = new ReceiptedRequests();
  const path = (file: string) => resolve(surroundings.folder, file);
  for (const file of receipts) {
    await addReceipts(asked, receiptsInFile(path(file)), file, keysOf(values, surroundings));
  }
  const records = await Promise.all(
    anchors.map(async (file) => {
      try {
        return readKeptRecord(JSON.parse(await readFile(path(file), 'utf8')), file);
      } catch (error) {
        throw new Failure(`Expected in ${file} what hub audit anchor prints: ${systemReason(error)}.`);
      }
    }),
  );
  return { records, asked };
}

/** Reads the log up to its end or its first faulty entry, and compares it with the evidence. */
export async function readLog(log: OperatorEndpoint, { records, asked }: Evidence): Promise<ReadLog> {
  const verifier = new ChainVerifier(records.flatMap(headsOf));
  for await (const line of log.entries()) {
    if ('head' in line) return { verifier, fault: verifier.end(line.head), isRead: true };
    const fault = verifier.read(line);
    if (fault) return { verifier, fault, isRead: false };
    asked.read(line.record);
  }
  throw new Failure('The audit log broke off.');
}

function keysOf(values: EvidenceValues, surroundings: Surroundings): ReadonlyMap<string, KeyObject> {
  return gatewayKeys(values['gateway-keys'], DataFolder.from(values.data, surroundings), surroundings);
}

/**
 * Adds the facts that verified receipts prove.
 * @param keptBy the organisation that keeps them.
 * @param organisation the organisation that they must name (default: any).
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
      throw new FoundWrong(`${keptBy}: receipt ${stored.number} proves nothing: ${error.message}.`);
    }
  }
}

/** The receipts that an organisation sent, as listed by its endpoint. */
async function* receiptsInFile(file: string): AsyncGenerator<StoredReceipt> {
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const read: unknown = JSON.parse(line);
      // The last line has the number of receipts.
      if (typeof read === 'object' && read !== null && 'receipts' in read) return;
      yield storedReceipt.parse(read);
    }
  } catch (error) {
    throw new Failure(`Expected receipts in ${file}: ${systemReason(error)}.`);
  }
}
