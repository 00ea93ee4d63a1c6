import { Migration } from '@hub/kit';

/**
 * Lowers totals of record-based denominators that the organisation rounded itself and that could narrow their
 * communes' numbers, as `capTotals` does on import. A total narrows none if communes are missing.
 */
export class Migration20261207000200_cappedTotals extends Migration {
  override name = 'Migration20261207000200_cappedTotals';

  override up(): void {
    this.addSql(`
      update denominator t set value = capped.value, at_most = capped.at_most
      from (
        select whole.audience, whole.version, whole.place_code,
          (sum(part.value) + 9 * (count(*) - 1) / 10 * 10)::int as value, sum(part.at_most)::int as at_most
        from denominator whole join denominator part
          on (part.audience, part.version, part.basis) = (whole.audience, whole.version, whole.basis)
          and part.place_code <> whole.place_code and part.value is not null
        where whole.basis = 'RECORDS' and whole.value is not null
          and not exists (select from place p where p.code = whole.place_code and p.level = 'COMMUNE')
          and not exists (
            select from place p where p.level = 'COMMUNE'
              and whole.as_of between p.valid_from and coalesce(p.valid_until, 'infinity') and not exists (
                select from denominator there where there.value is not null and
                  (there.audience, there.version, there.basis, there.place_code) =
                  (whole.audience, whole.version, whole.basis, p.code)))
        group by 1, 2, 3) capped
      where (t.audience, t.version, t.place_code) = (capped.audience, capped.version, capped.place_code)
        and t.value > capped.value`);
  }
}
