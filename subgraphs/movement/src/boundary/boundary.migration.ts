import { Migration } from '@hub/kit';

/** The boundaries of places. */
export class Migration20261203000000_boundary extends Migration {
  override name = 'Migration20261203000000_boundary';

  override up(): void {
    this.addSql(`
      create table place_boundary (
        place_code text not null,
        place_from date not null,
        -- a geometry of RFC 7946
        geometry text not null check (geometry::json ->> 'type' in ('Polygon', 'MultiPolygon')),
        primary key (place_code, place_from)
      )`);
  }
}
