import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { PrintButton } from '../../parts/print-button.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Sheet } from './sheet.js';
import { communesIn, useSheets } from './sheet-data.js';
import { words } from './words.js';

/** Page with the sheet of a commune, or of all communes, for print or one PDF file. */
export default function SheetsPage({ code }: PageProps) {
  const { say } = useWords(words);
  const { person } = useSession();
  if (!person) {
    return (
      <>
        <h1>{say('allSheets')}</h1>
        <AskToSignIn said={say('signInToSee')} />
      </>
    );
  }
  return <Sheets code={code} />;
}

function Sheets({ code }: { code: string }) {
  const { say, language } = useWords(words);
  const answer = useSheets(graphLanguage(language));
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  const communes = communesIn(goals);
  const shown = code === '' ? communes : communes.filter((one) => one.code === code);
  const title = code === '' ? say('allSheets') : `${say('sheetOf')}: ${shown[0]?.name ?? code}`;
  useTitle(title);
  return (
    <>
      <div class="headed no-print">
        <h1>{title}</h1>
        {shown.length > 0 && <PrintButton label={say(code === '' ? 'printAll' : 'printSheet')} />}
      </div>
      <p class="intro no-print">
        {code === '' ? `${say('intro')} (${whole(shown.length, language)})` : <Link to="/sheets">{say('toAll')}</Link>}
      </p>
      <Waiting answer={answer} />
      {answer.is === 'answered' && shown.length === 0 && <p class="notice">{say('noSuchCommune')}</p>}
      {shown.map((one) => (
        <Sheet key={one.code} code={one.code} goals={goals} />
      ))}
    </>
  );
}
