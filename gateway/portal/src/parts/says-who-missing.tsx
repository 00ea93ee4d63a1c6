import { whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { isNotDue } from '../hub/progress.js';
import type { Contribution } from '../hub/source.js';
import { saysWhoWords } from './says-who-words.js';

/** The missing, withheld and withdrawn parts of a figure, with the reasons in words. */
export function Missing({ of, period }: { of: readonly Contribution[]; period: string }) {
  const { say } = useWords(saysWhoWords);
  const said = useReasons(period);
  const reasons = of.flatMap((one) => said(one).map((reason) => ({ name: one.organisation.name, reason })));
  return (
    <section aria-label={say('whatIsMissing')}>
      <p class="title">{say('whatIsMissing')}</p>
      {reasons.length === 0 ? (
        <p>{say('nothingMissing')}</p>
      ) : (
        <ul>
          {reasons.map(({ name, reason }) => (
            <li key={`${name} ${reason}`}>
              <strong>{name}</strong>: {reason}
            </li>
          ))}
        </ul>
      )}
      <p>
        <small>{say('rounding')}</small>
      </p>
    </section>
  );
}

/**
 * Returns a function that lists why an organisation's report is incomplete; an empty list for a complete report.
 * @param period period of a current figure; absent for a figure of a former day. Without it the reasons do not say how
 * long a report is overdue now.
 */
export function useReasons(period?: string): (of: Contribution) => readonly string[] {
  const { say, language } = useWords(saysWhoWords);
  return (contribution) => {
    const { state, late, release } = contribution;
    const days = late !== null && late > 0 ? `${whole(late, language)} ${say('days')}` : '';
    const reasons: string[] = [];
    if (state === 'LATE') reasons.push(`${say('whyLATE')} ${days}.`);
    else if (period !== undefined && isNotDue(contribution, period)) reasons.push(say('whyAwaited'));
    else if (state === 'NOT_YET') {
      const why = say(release ? 'whyNOT_YET' : 'whyNothingYet');
      reasons.push(days && period !== undefined ? `${why.slice(0, -1)}; ${say('lateSoFar')} ${days}.` : why);
    } else if (state !== 'REPORTED') reasons.push(say(`why${state}`));
    if (release?.withdrawnReason) {
      reasons.push(`${say('whyWithdrawn')} ${release.number}, ${say('because')} ${release.withdrawnReason}`);
    }
    return reasons;
  };
}
