import { clientError, formatReport } from '@hub/kit';
import type { CheckDeps } from '../check/check.route.js';
import { checkInThread } from '../check/check-in-thread.js';

/**
 * Checks a schema before it is published.
 * @throws GraphQLError `CHECK_REFUSED` with the report, where it breaks what others use, or cannot be one graph with theirs.
 */
export async function refuseWhatBreaks(inputs: CheckDeps, organisation: string, candidate: string): Promise<void> {
  const [former, others, usage] = await Promise.all([
    inputs.former(organisation),
    inputs.others(organisation),
    inputs.usage(),
  ]);
  const { report } = await checkInThread({ organisation, candidate, former, others, usage, consents: [] });
  if (report.verdict === 'REFUSED') throw clientError('CHECK_REFUSED', formatReport(report));
}
