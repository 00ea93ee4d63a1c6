import { Migration } from '@mikro-orm/migrations';

/** Places of all times; only files bring them in. The two other tables follow from the first. */
export class Migration20260101000800_place extends Migration {
  override name = 'Migration20260101000800_place';

  override up(): void {
    this.addSql(`
      create table place (
        code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        -- the first day of the next that has the same code
        next_from date,
        level text not null check (level in ('COUNTRY', 'PROVINCE', 'DISTRICT', 'COMMUNE')),
        parent_code text,
        name_vi text not null,
        name_en text not null,
        type text not null,
        area text check (area in ('URBAN', 'PLAIN', 'MOUNTAIN')),
        area_km2 double precision check (area_km2 > 0),
        peer_group text,
        search_key text not null,
        search_codes text not null,
        sort_key text collate "C" not null,
        primary key (code, valid_from)
      )`);
    this.addSql(`create unique index place_order on place (sort_key, code, valid_from)`);
    this.addSql(
      `create index place_next on place (code, valid_from, next_from, valid_until) where next_from is not null`,
    );
    this.addSql(`
      create table place_succession (
        code text not null,
        valid_from date not null,
        successor_code text not null,
        successor_from date not null,
        primary key (code, valid_from, successor_code)
      )`);
    this.addSql(`create index place_succession_successor on place_succession (successor_code, successor_from)`);
    // A place that, with all of its siblings, became wholly part of another: their figures are added up from its first
    // day to its last.
    this.addSql(`
      create table place_part (
        code text not null,
        valid_from date not null,
        whole_code text not null,
        whole_from date not null,
        whole_until date not null,
        primary key (code, valid_from, whole_code, whole_from)
      )`);
  }
}
