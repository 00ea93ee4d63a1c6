import { Migration } from '@mikro-orm/migrations';

/** Gateways' signed statements of their requests and answers. */
export class Migration20260101000400_exchangeReceipt extends Migration {
  override name = 'Migration20260101000400_exchangeReceipt';

  override up(): void {
    this.addSql(`
      create table exchange_receipt (
        number integer generated always as identity primary key,
        received_at timestamptz not null default now(),
        session text not null,
        -- The gateway's Ed25519 key: its name, and itself as SPKI in base64.
        key_id text not null,
        public_key text not null,
        -- What the receipt came with: all that its signature covers, and the signature.
        target text not null,
        headers jsonb not null,
        content_digest text not null,
        statement text not null,
        -- The numbers of the stated exchanges that were not known as they were stated.
        others jsonb not null,
        -- The others: gzip of lines of JSON, each with number, request and answer.
        exchanges bytea not null,
        unique (session, content_digest)
      )`);
  }
}
