import { Migration } from '@mikro-orm/migrations';
import { archiveFunctions } from './archive-set.js';

/** Lets every subgraph archive receipts of exchanges, and the reasons for refused rows of files. */
export class Migration20260101003200_archive extends Migration {
  override name = 'Migration20260101003200_archive';

  override up(): void {
    for (const statement of [
      // Sessions are archived whole, because the statements of one session belong together.
      ...archiveFunctions('receipts', 'exchange_receipt', {
        rows: `
          select r.* from public.exchange_receipt r where r.session in (
            select session from public.exchange_receipt group by session having max(received_at) < until)
          order by r.number`,
        key: ['number'],
      }),
      ...archiveFunctions('rejections', 'import_rejection', {
        rows: `
          select p.* from public.import_rejection p where p.run in (
            select id from public.import_run where finished_at < until
            union select id from public.refused_import where ended_at < until)
          order by p.run, p.position`,
        key: ['run', 'position'],
      }),
    ])
      this.addSql(statement);
  }
}
