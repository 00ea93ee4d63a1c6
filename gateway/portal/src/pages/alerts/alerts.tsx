import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useKept } from '../../hub/kept.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { AlertList } from './alert-list.js';
import { alertsQuery, type Choices, choicesQuery, type MailAlert } from './mail-alerts.js';
import { MakeAlert } from './make-alert.js';
import { words } from './words.js';

/** Answer with the goals and communes. */
interface ChoicesAnswer {
  readonly goals: Choices['goals'] | null;
  readonly communes: { readonly nodes: Choices['communes'] } | null;
}

/** Page of mail alerts, for signed-in people: makes, lists and deletes them. */
export default function AlertsPage() {
  const { say } = useWords(words);
  const { person } = useSession();
  useTitle(say('alerts'));
  return (
    <>
      <h1>{say('alerts')}</h1>
      <p class="intro">
        {say('alertsIntro')} <Link to="/apps">{say('appsPage')}</Link>.
      </p>
      {person ? <AlertsOfPerson /> : <AskToSignIn said={say('alertsSignIn')} />}
    </>
  );
}

function AlertsOfPerson() {
  const { say, language } = useWords(words);
  const alerts = useAnswer<{ readonly mailAlerts: readonly MailAlert[] | null }>(alertsQuery, {});
  const answer = useAnswer<ChoicesAnswer>(choicesQuery, { language: graphLanguage(language) });
  const known = useKept(alerts.is === 'answered' ? alerts.data.mailAlerts : undefined);
  const about = useKept(answer.is === 'answered' ? answer.data : undefined);
  const choices: Choices | undefined = about && { goals: about.goals ?? [], communes: about.communes?.nodes ?? [] };
  return (
    <>
      {(!known || alerts.is === 'failed') && <Waiting answer={alerts} />}
      {known && !choices && <Waiting answer={answer} />}
      {known && choices && (
        <>
          <section class="keys alerts">
            <h2>{say('yours')}</h2>
            <AlertList of={known} choices={choices} whenChanged={alerts.again} />
          </section>
          <div class="panel no-print">
            <MakeAlert choices={choices} whenMade={alerts.again} />
          </div>
        </>
      )}
    </>
  );
}
