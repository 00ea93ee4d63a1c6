import type { Answer, Fault } from '../hub/ask.js';
import { choosePurpose, useSession } from '../hub/session.js';
import { useWords } from '../language/words.js';

/** Shows the errors of a partial answer in words, each reason once. */
export function Faults({ of }: { of: Answer<unknown> & { again: () => void } }) {
  const { say } = useWords();
  if (of.is !== 'answered' || of.faults.length === 0) return null;
  const refused = of.faults.filter(({ code }) => isRefusal(code));
  const codes = [...new Set(of.faults.filter(({ code }) => !isRefusal(code)).map(({ code }) => code))];
  return (
    <>
      {codes.length > 0 && (
        <p class="notice" role="alert">
          {say('partAway')}{' '}
          <button type="button" onClick={of.again}>
            {say('again')}
          </button>{' '}
          <small>{codes.join(', ')}</small>
        </p>
      )}
      {refused.length > 0 && <Refused faults={refused} />}
    </>
  );
}

/** Tells a person that a part is refused, and offers a purpose that would open it. */
export function Refused({ faults }: { faults: readonly Fault[] }) {
  const { say, mean } = useWords();
  const { person } = useSession();
  const nameable = person?.purposes ?? [];
  const helping = [...new Set(faults.flatMap(({ purposes }) => purposes))].filter((one) => nameable.includes(one));
  if (helping.length === 0) return <p class="notice">{say('partRefused')}</p>;
  return (
    <p class="notice">
      {say('otherPurpose')}{' '}
      {helping.map((purpose) => (
        <button
          key={purpose}
          type="button"
          onClick={() => {
            choosePurpose(purpose);
          }}
        >
          {mean(purpose)}
        </button>
      ))}
    </p>
  );
}

/** Whether a code is a refusal, not a failure. */
export function isRefusal(code: string): boolean {
  return /UNAUTHENTICATED|UNAUTHORIZED|NOT_ALLOWED|FORBIDDEN|OUTSIDE_AGREEMENT/.test(code);
}
