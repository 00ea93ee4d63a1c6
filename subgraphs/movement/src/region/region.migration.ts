import { Migration } from '@hub/kit';

/** Regions: communes whose people are counted together. Which they are stays, for numbers of them were published. */
export class Migration20261203000050_regions extends Migration {
  override name = 'Migration20261203000050_regions';

  override up(): void {
    this.addSql(`
      create table region (
        code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        name_vi text not null,
        name_en text not null,
        communes text[] not null check (cardinality(communes) > 0),
        source text not null,
        primary key (code, valid_from)
      )`);
    this.addSql(`
      create function region_communes_stay() returns trigger language plpgsql as $$
      begin
        if not (old.communes @> new.communes and new.communes @> old.communes) then
          raise exception 'the communes of a region changed' using errcode = 'check_violation',
            constraint = 'region_communes_stay', table = 'region', column = 'communes';
        end if;
        return new;
      end $$`);
    this.addSql(
      `create trigger region_communes_stay before update on region for each row execute function region_communes_stay()`,
    );
    this.addSql(`
      create trigger region_kept after insert or update or delete or truncate on region
      for each statement execute function kept_table_changed()`);
  }
}
