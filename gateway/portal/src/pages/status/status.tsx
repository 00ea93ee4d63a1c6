import { useEffect, useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day } from '../../language/numbers.js';
import { Waiting } from '../../parts/waiting.js';
import { useTitle } from '../../frame/title.js';
import { useWords } from '../../language/words.js';

interface Readiness {
  readonly status: string;
  readonly reasons?: readonly string[];
  readonly leftOut?: readonly { readonly organisation?: string; readonly app?: string; readonly code: string }[];
}

interface Organisations {
  readonly organisations:
    | readonly {
        readonly code: string;
        readonly name: string;
        readonly linked: boolean;
        readonly dataStatement: { readonly kind: string; readonly asOf: string | null; readonly text: string };
      }[]
    | null;
}

const query = `query Organisations($language: Language!) {
  organisations { code name(language: $language) linked dataStatement { kind asOf text(language: $language) } }
}`;

/** Which parts of the hub answer, and what the organisations say of their data: open to everyone. */
export default function StatusPage() {
  const { say, language } = useWords();
  const answer = useAnswer<Organisations>(query, { language: graphLanguage(language) });
  useTitle(say('status'));
  const organisations = (answer.is === 'answered' && answer.data.organisations) || [];
  return (
    <>
      <h1>{say('status')}</h1>
      <p class="intro">{say('statusIntro')}</p>
      <HubReady />
      <Waiting answer={answer} />
      {organisations.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label={say('organisations')}>
          <OrganisationTable of={organisations} />
        </div>
      )}
    </>
  );
}

function HubReady() {
  const { say } = useWords();
  const [readiness, setReadiness] = useState<Readiness | 'unreachable'>();
  useEffect(() => {
    const look = (): void => {
      fetch('/readyz')
        .then((answer) => answer.json() as Promise<Readiness>)
        .then(setReadiness, () => {
          setReadiness('unreachable');
        });
    };
    look();
    const timer = setInterval(look, 15_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  if (!readiness) return <p role="status">{say('asking')}</p>;
  if (readiness === 'unreachable')
    return (
      <p class="notice" role="alert">
        {say('unreachable')}
      </p>
    );
  const { status, reasons = [], leftOut = [] } = readiness;
  return (
    <div role="status">
      <p class={status === 'ready' ? 'good' : 'notice'}>
        {status === 'ready' ? say('hubReady') : `${say('hubNotReady')} ${reasons.join(', ')}`}
      </p>
      {leftOut.length > 0 && (
        <p class="notice">
          {say('leftOut')}{' '}
          {leftOut.map(({ organisation, app, code }) => `${organisation ?? app ?? ''} (${code})`).join(', ')}
        </p>
      )}
    </div>
  );
}

function OrganisationTable({ of }: { of: NonNullable<Organisations['organisations']> }) {
  const { say, mean, language } = useWords();
  return (
    <table>
      <caption>{say('organisations')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('organisation')}</th>
          <th scope="col">{say('linked')}</th>
          <th scope="col">{say('data')}</th>
          <th scope="col">{say('asOfDay')}</th>
          <th scope="col">{say('statement')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ code, name, linked, dataStatement: { kind, asOf, text } }) => (
          <tr key={code}>
            <th scope="row">{name}</th>
            <td class="whole">{say(linked ? 'yes' : 'no')}</td>
            <td class="whole">{mean(kind)}</td>
            <td>{asOf ? day(asOf, language) : '–'}</td>
            <td class="text">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
