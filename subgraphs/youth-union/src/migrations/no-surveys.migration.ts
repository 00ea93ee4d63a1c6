import { Migration } from '@hub/kit';

/** What surveys among young people found is among movement's indicators, with all else that was published. */
export class Migration20261129000000_noSurveys extends Migration {
  override name = 'Migration20261129000000_noSurveys';

  override up(): void {
    this.addSql(`drop table survey_reading`);
  }
}
