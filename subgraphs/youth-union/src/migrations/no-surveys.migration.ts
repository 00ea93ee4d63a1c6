import { Migration } from '@hub/kit';

/** Removes survey readings: movement's indicators now contain them. */
export class Migration20261129000000_noSurveys extends Migration {
  override name = 'Migration20261129000000_noSurveys';

  override up(): void {
    this.addSql(`drop table survey_reading`);
  }
}
