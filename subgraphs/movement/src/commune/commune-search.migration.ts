import { communeUnits, Migration, searchKey } from '@hub/kit';
import { raw } from '@mikro-orm/core';

/** Communes are found by their English names, too. 166 rows need no index for that: they are read in a fraction of a millisecond. */
export class Migration20261126000000_communeSearch extends Migration {
  override name = 'Migration20261126000000_communeSearch';

  override up(): void {
    const rows = [...communeUnits.values()].map(({ code, nameVi, nameEn }) => ({
      code,
      key: `${searchKey(nameVi)}\n${searchKey(nameEn)}`,
    }));
    this.addSql(
      raw(
        `update commune set search_key = found.key from json_to_recordset(?::json) as found(code text, key text)
         where commune.code = found.code`,
        [JSON.stringify(rows)],
      ),
    );
  }
}
