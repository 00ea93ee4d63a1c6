import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Exchange, StoredReceipt } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** How many receipts are read at a time. */
const pageSize = 20;

/** A receipt to store. */
export interface NewReceipt extends Omit<StoredReceipt, 'number' | 'receivedAt' | 'others' | 'exchanges'> {
  readonly others: readonly number[];
  readonly exchanges: readonly Exchange[];
}

/** Stores a receipt, once. */
export async function storeReceipt(em: SqlEntityManager, receipt: NewReceipt): Promise<void> {
  const { session, keyId, publicKey, target, headers, statement, others, exchanges } = receipt;
  const zipped = await promisify(gzip)(exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
  await em.fork().execute(
    `insert into exchange_receipt
       (session, key_id, public_key, target, headers, content_digest, statement, others, exchanges)
     values (?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, decode(?, 'base64'))
     on conflict (session, content_digest) do nothing`,
    [
      ...[session, keyId, publicKey, target, JSON.stringify(headers), headers['content-digest'] ?? '', statement],
      ...[JSON.stringify(others), zipped.toString('base64')],
    ],
  );
}

/** The stored receipts, the oldest first. */
export async function* storedReceipts(em: SqlEntityManager): AsyncGenerator<StoredReceipt> {
  for (let last = 0, isMore = true; isMore;) {
    const rows: (Omit<StoredReceipt, 'receivedAt'> & { readonly receivedAt: Date })[] = await em.fork().execute(
      `select number, received_at as "receivedAt", session, key_id as "keyId", public_key as "publicKey", target, headers,
         statement, others, translate(encode(exchanges, 'base64'), E'\\n', '') as exchanges
       from exchange_receipt where number > ? order by exchange_receipt.number limit ${pageSize}`,
      [last],
    );
    for (const row of rows) yield { ...row, receivedAt: new Date(row.receivedAt).toISOString() };
    last = rows.at(-1)?.number ?? last;
    isMore = rows.length === pageSize;
  }
}
