import { Migration } from '@hub/kit';
import { figuresTrigger, figuresTriggers } from '../figures-version/figures-triggers.js';

/**
 * How a publication comes about: drafts, who did which step of them, and publications that were withdrawn. Steps and
 * withdrawals are added to, and never change; a draft holds the figures that are previewed, approved and published.
 */
export class Migration20261212000000_publishing extends Migration {
  override name = 'Migration20261212000000_publishing';

  override up(): void {
    // The goals of which a publication has the last figures.
    this.addSql(`alter table publication add column final_goals text[] not null default '{}'`);
    this.addSql(`
      create table publication_draft (
        id text primary key,
        period text not null,
        number integer not null check (number > 0),
        state text not null check (state in ('DRAFT', 'HANDED_OVER', 'APPROVED', 'PUBLISHED', 'DISCARDED')),
        -- the revision that it is compared with and follows; null where the period was never published
        former text references publication (id),
        -- whether it may say what the former revision says
        unchanged boolean not null,
        note_vi text not null,
        note_en text not null,
        -- canonical JSON: goals, figures and releases as they would be signed
        content text not null,
        made_at timestamptz not null,
        drafted_by text not null,
        idempotency_key text not null,
        asked_digest text not null,
        publication text references publication (id) check ((state = 'PUBLISHED') = (publication is not null)),
        unique (period, number),
        unique (drafted_by, idempotency_key)
      )`);
    this.addSql(`
      create table publication_step (
        draft text not null references publication_draft (id),
        number integer not null check (number > 0),
        step text not null,
        subject text not null,
        name text not null,
        at timestamptz not null,
        reason text,
        primary key (draft, number)
      )`);
    this.addSql(`
      create table publication_withdrawal (
        id text primary key references publication (id),
        reason_vi text not null,
        reason_en text not null,
        subject text not null,
        name text not null,
        at timestamptz not null,
        -- canonical JSON, and movement's detached JWS over it
        statement text not null,
        signature text not null
      )`);
    // Of a goal that is closed, what is published, or withdrawn, is what is shown.
    this.addSql(figuresTrigger('publication', 'insert'));
    for (const trigger of figuresTriggers('publication_withdrawal')) this.addSql(trigger);
  }
}
