import { Migration } from '@hub/kit';

/** Where the university's volunteers teach at schools. */
export class Migration20261129000000_schoolPlacements extends Migration {
  override name = 'Migration20261129000000_schoolPlacements';

  override up(): void {
    this.addSql(`
      create table school_placement (
        volunteer_code text not null references volunteer (code),
        school_code text not null,
        since date not null,
        primary key (volunteer_code, school_code)
      )`);
    this.addSql(`create index school_placement_school on school_placement (school_code, volunteer_code)`);
  }
}
