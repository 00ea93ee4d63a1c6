import { type CountKey, publishedCountOf, type SubgraphContext } from '@hub/kit';
import type { IdentityFigures } from './figures.type.js';
import type { IdentityMeasure } from './measure.js';

/** Published figures of a place in a month; earlier figures have the revision as their subject. */
export async function publishedFigures(
  { place, month, subject = '' }: Pick<CountKey, 'place' | 'month'> & Partial<Pick<CountKey, 'subject'>>,
  context: SubgraphContext,
): Promise<IdentityFigures> {
  const of = (measure: IdentityMeasure) => publishedCountOf({ measure, subject, place, month }, context);
  const [adultsConfirmed, accountsLevel1, accountsLevel2, digitalSignatures] = await Promise.all([
    of('ADULTS_CONFIRMED'),
    of('ACCOUNTS_LEVEL_1'),
    of('ACCOUNTS_LEVEL_2'),
    of('DIGITAL_SIGNATURES'),
  ]);
  return { adultsConfirmed, accountsLevel1, accountsLevel2, digitalSignatures };
}
