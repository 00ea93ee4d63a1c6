import { Migration } from '@hub/kit';

/** Ends that other parts report: the certificates of gateways, and the keys of periods at organisations. */
export class Migration20261218000000_reportedEndings extends Migration {
  override name = 'Migration20261218000000_reportedEndings';

  override up(): void {
    this.addSql(`
      create table reported_ending (
        source text not null,
        kind text not null,
        name text not null,
        ends_at timestamptz not null,
        renewed_by text not null,
        -- whose it is; null for the hub's own
        organisation text,
        -- it is forgotten then, unless it is reported again
        known_until timestamptz not null,
        primary key (source, kind, name)
      )`);
  }
}
