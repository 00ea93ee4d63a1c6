import { Migration } from '@hub/kit';

/**
 * Moves the non-public parts of events about changed figures, the organisation and the first month, to separate
 * columns. The titles no longer have them.
 */
export class Migration20261217000000_publicEvents extends Migration {
  override name = 'Migration20261217000000_publicEvents';

  override up(): void {
    this.addSql('alter table hub_event add changed_by text, add changed_from text');
    this.addSql(`
      update hub_event set changed_by = organisation, changed_from = period, organisation = null,
        period = case when period is not null then to_char(at at time zone interval '7 hours', 'YYYY-MM') end,
        title_vi = regexp_replace(title_vi, ', từ (tháng|quý|năm) [0-9/]+( \\(.*\\))?$', ''),
        title_en = regexp_replace(title_en, ', from [0-9Q-]+ on( \\(.*\\))?$', '')
      where kind = 'FIGURES'`);
  }
}
