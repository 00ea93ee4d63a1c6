import { Migration } from '@hub/kit';

/** All versions of places and goals that this register has had: a release is made with one of them. */
export class Migration20261210000000_knownVersions extends Migration {
  override name = 'Migration20261210000000_knownVersions';

  override up(): void {
    this.addSql(`
      create table known_version (
        kind text not null check (kind in ('PLACES', 'GOALS')),
        digest text not null,
        known_since timestamptz not null,
        primary key (kind, digest)
      )`);
    // The versions of stored releases were in use when the releases came.
    this.addSql(`
      insert into known_version
      select distinct on (kind, digest) kind, digest, taken_at
      from taken_release
      cross join lateral (values ('PLACES', header::json ->> 'places'), ('GOALS', header::json ->> 'goals')) as v(kind, digest)
      where digest is not null order by kind, digest, taken_at`);
  }
}
