import { Migration } from '@hub/kit';

/** That somebody would withdraw a publication: a second person does it. */
export class Migration20261217000100_proposedWithdrawals extends Migration {
  override name = 'Migration20261217000100_proposedWithdrawals';

  override up(): void {
    this.addSql(`
      create table proposed_withdrawal (
        id text primary key references publication (id),
        reason_vi text not null,
        reason_en text not null,
        subject text not null,
        name text not null,
        at timestamptz not null
      )`);
    // The name of the person who proposed it; null of earlier withdrawals, by one person.
    this.addSql('alter table publication_withdrawal add column proposed_by text');
  }
}
