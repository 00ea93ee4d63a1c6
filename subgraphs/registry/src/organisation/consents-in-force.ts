import { type SubgraphContext } from '@hub/kit';
import type { OverrideConsent } from '../check/usage.js';

/** The consents to take fields over that hold at a moment. */
export function consentsInForce(em: SubgraphContext['em'], now: Date): Promise<OverrideConsent[]> {
  return em.execute(
    `select from_code as "from", to_code as "to", coordinate from override_consent
     where ended_at is null and coalesce(until, 'infinity') > ?`,
    [now],
  );
}
