import { createPublicKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { contentDigest } from '../http-signature/content-digest.js';
import { type Exchange, exchangeDigest } from '../http-signature/exchange.js';
import { readReceipt, type Receipt } from '../http-signature/receipt.js';
import { isSignedRequest, readSignature } from '../http-signature/signed-message.js';
import { keyId } from '../http-signature/key-id.js';
import { z } from 'zod';
import type { StoredReceipt } from './stored-receipt.js';

/** The size limit of a receipt's exchanges, in bytes; a thousand exchanges are always smaller. */
const maxExchangesBytes = 64 * 1024 * 1024;

/** Thrown where no trusted gateway has signed a receipt; the message gives the fault. */
export class ReceiptFault extends Error {}

/** A receipt that a trusted gateway has signed. */
export interface VerifiedReceipt {
  readonly receipt: Receipt;
  /** The exchanges that match the subgraph's knowledge, in the order of their numbers. */
  readonly exchanges: readonly Exchange[];
}

const storedExchange = z.strictObject({ number: z.int(), request: z.string(), answer: z.string().optional() });

/**
 * Verifies a receipt from its gateway's key down to the last exchange; no value in the subgraph's database is trusted.
 * @param organisation the organisation whose subgraph stores it.
 * @param trusted the gateways' keys by their names.
 * @throws ReceiptFault
 */
export async function verifyReceipt(
  stored: StoredReceipt,
  organisation: string,
  trusted: ReadonlyMap<string, KeyObject>,
): Promise<VerifiedReceipt> {
  const { target, headers, statement, others } = stored;
  const key = recordedKey(stored);
  if (!trusted.get(stored.keyId)?.equals(key)) throw new ReceiptFault(`its key ${stored.keyId} is not a trusted one`);
  const signature = readSignature(headers);
  if (signature?.keyId !== stored.keyId || !isSignedRequest({ method: 'POST', target, headers }, signature, key)) {
    throw new ReceiptFault('its signature is not that of its key');
  }
  if (headers['content-digest'] !== contentDigest(statement)) {
    throw new ReceiptFault('its statement is not the one that was signed');
  }
  const receipt = readReceipt(statement);
  if (receipt?.audience !== organisation || receipt.session !== stored.session) {
    throw new ReceiptFault('its statement is none of this subgraph and session');
  }
  const exchanges = await readExchanges(stored);
  const digests = new Map(receipt.exchanges);
  for (const exchange of exchanges) {
    const { number, request } = exchange;
    const named = `;nonce="${number}";keyid="${receipt.session}";alg="hmac-sha256"`;
    if (digests.get(number) !== exchangeDigest(exchange) || !request.endsWith(named)) {
      throw new ReceiptFault(`its exchange ${number} is not the one that was stated`);
    }
  }
  const kept = new Set([...exchanges.map(({ number }) => number), ...others]);
  const missing = receipt.exchanges.find(([number]) => !kept.has(number));
  if (missing) throw new ReceiptFault(`its exchange ${missing[0]} is missing`);
  if (exchanges.length + others.length !== digests.size || kept.size !== digests.size) {
    throw new ReceiptFault('it has more exchanges than were stated');
  }
  return { receipt, exchanges };
}

function recordedKey({ keyId: name, publicKey }: StoredReceipt): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519' && keyId(key) === name) return key;
  } catch {
    // A text that is no key is the same fault.
  }
  throw new ReceiptFault(`its key is not ${name}`);
}

async function readExchanges({ exchanges }: StoredReceipt): Promise<Exchange[]> {
  try {
    const zipped = Buffer.from(exchanges, 'base64');
    const text = (await promisify(gunzip)(zipped, { maxOutputLength: maxExchangesBytes })).toString();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => storedExchange.parse(JSON.parse(line)));
  } catch {
    throw new ReceiptFault('its exchanges cannot be read');
  }
}
