import { Migration } from '@hub/kit';

/** The organisations' codes before they were linked, and their present codes. */
const names = { schools: 'education', vneid: 'identity' } as const;

/** Gives each organisation one code everywhere: rows with the former codes get the new ones. */
export class Migration20261129000000_organisationNames extends Migration {
  override name = 'Migration20261129000000_organisationNames';

  override up(): void {
    for (const [before, now] of Object.entries(names)) {
      this.addSql(`
        insert into organisation (code, name_vi, name_en, linked, data_kind, data_statement_vi, data_statement_en, data_as_of)
        select '${now}', name_vi, name_en, linked, data_kind, data_statement_vi, data_statement_en, data_as_of
        from organisation where code = '${before}' on conflict do nothing`);
      this.addSql(`
        insert into goal_expectation (goal_code, organisation_code, valid_from, valid_until)
        select goal_code, '${now}', valid_from, valid_until from goal_expectation
        where organisation_code = '${before}' on conflict do nothing`);
      this.addSql(`delete from goal_expectation where organisation_code = '${before}'`);
      this.addSql(`update obstacle set remover_code = '${now}' where remover_code = '${before}'`);
      this.addSql(`delete from organisation where code = '${before}'`);
    }
  }
}
