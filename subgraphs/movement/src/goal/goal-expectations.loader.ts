import { rowsOfKeys, type SubgraphContext } from '@hub/kit';
import { keptLoader } from '../kept/kept-loader.js';
import { type Organisation, OrganisationEntity } from '../organisation/organisation.entity.js';

/** A goal's expectation of an organisation, from a day until a day. */
export interface Expectation {
  readonly goalCode: string;
  readonly validFrom: string;
  /** The last day; the day on which the organisation left, if that was earlier. */
  readonly validUntil: string | null;
  /** Whether the expectation counts even if the caller may not combine the organisation's figures, or it has no release. */
  readonly countsWithheld: boolean;
  readonly organisation: Organisation;
}

/** Every expectation of every goal, by organisation. */
const loader = keptLoader<'all', Expectation[]>(async (keys, em) => {
  const [[organisations = []], rows] = await Promise.all([
    rowsOfKeys<Organisation>(
      em,
      OrganisationEntity,
      'select k.position, o.* from json_to_recordset(?::json) as k(position int) cross join organisation o',
      [{}],
    ),
    em.execute<(Omit<Expectation, 'organisation'> & { code: string })[]>(
      `select goal_code as "goalCode", organisation_code as code, e.valid_from::text as "validFrom",
         least(e.valid_until, o.left_on)::text as "validUntil", counts_withheld as "countsWithheld"
       from goal_expectation e join organisation o on o.code = e.organisation_code order by organisation_code, valid_from`,
    ),
  ]);
  const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]));
  const expectations = rows.flatMap(({ code, ...row }) => {
    const organisation = byCode.get(code);
    return organisation ? [{ ...row, organisation }] : [];
  });
  return keys.map(() => expectations);
});

/** Every expectation of every goal, by organisation. */
export function allExpectations(context: SubgraphContext): Promise<Expectation[]> {
  return loader(context).load('all');
}
