import { useEffect, useState } from 'preact/hooks';
import { askInPart, Unanswered } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { moment } from '../../language/numbers.js';
import { isRefusal } from '../../parts/faults.js';
import { fieldOf } from './field-of.js';
import { words } from './words.js';

type State = 'answers' | 'answersNot' | 'answersUnknown';

interface LeftOut {
  readonly organisation?: string;
  readonly code: string;
}

interface Readiness {
  readonly leftOut?: readonly LeftOut[];
  readonly outdated?: readonly LeftOut[];
}

const interval = 60_000;

/** A small question that only the organisation itself can answer. */
function questionOf(code: string, goal: string | undefined): string {
  if (goal === undefined) return code === 'movement' ? 'query OrganisationAnswers { figuresVersion }' : '';
  return `query OrganisationAnswers { goal(code: "${goal}") { progress { ${fieldOf(code)} { release } } } }`;
}

/** Whether an organisation's system answers now, as far as whoever looks may know; looked at again and again. */
export function Health({ code, linked, goal }: { code: string; linked: boolean; goal: string | undefined }) {
  const { say, language } = useWords(words);
  const { person } = useSession();
  const seen = useSeen(linked && person ? questionOf(code, goal) : undefined);
  const { leftOut = [], outdated = [] } = useReadiness();
  const of = (faulty: readonly LeftOut[]) => faulty.filter(({ organisation }) => organisation === code);
  return (
    <section class="panel" id="health" aria-labelledby="health-title">
      <h2 id="health-title">{say('health')}</h2>
      <div role="status">
        {!linked && <p>{say('notLinkedYet')}</p>}
        {linked && !person && <p>{say('signInForHealth')}</p>}
        {seen && (
          <p class={seen.state === 'answers' ? 'good' : 'notice'}>
            {say(seen.state)}
            {seen.state !== 'answersUnknown' && ` (${say('seenSince')} ${moment(seen.since, language)})`}
          </p>
        )}
        {of(leftOut).map((one) => (
          <p key={one.code} class="notice">
            {say('leftOutOf')} {one.code}
          </p>
        ))}
        {of(outdated).map((one) => (
          <p key={one.code} class="notice">
            {say('outdated')} {one.code}
          </p>
        ))}
      </div>
    </section>
  );
}

/** Asks again and again, and returns what became of it, and since when that is so; undefined while nothing is known. */
function useSeen(question: string | undefined) {
  const { person, purpose } = useSession();
  const [seen, setSeen] = useState<{ state: State; since: string }>();
  useEffect(() => {
    setSeen(undefined);
    if (question === undefined) return undefined;
    const leaving = new AbortController();
    const look = async (): Promise<void> => {
      const state = question === '' ? 'answersUnknown' : await stateOf(question, leaving.signal);
      if (leaving.signal.aborted) return;
      setSeen((before) => (before?.state === state ? before : { state, since: new Date().toISOString() }));
    };
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, interval);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [question, person?.name, purpose]);
  return seen;
}

async function stateOf(question: string, signal: AbortSignal): Promise<State> {
  const faults = await askInPart(question, {}, signal).then(
    (answer) => answer.faults,
    (error: unknown) => (error instanceof Unanswered ? [{ code: error.code }] : []),
  );
  if (faults.length === 0) return 'answers';
  return faults.some(({ code }) => !isRefusal(code)) ? 'answersNot' : 'answersUnknown';
}

function useReadiness(): Readiness {
  const [readiness, setReadiness] = useState<Readiness>({});
  useEffect(() => {
    fetch('/readyz')
      .then((answer) => answer.json() as Promise<Readiness>)
      .then(setReadiness, () => undefined);
  }, []);
  return readiness;
}
