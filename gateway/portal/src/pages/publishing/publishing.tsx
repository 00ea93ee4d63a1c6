import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { mayDraft, mayPublish } from '../../hub/may.js';
import { useSession } from '../../hub/session.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { ClosingSteps } from './closing-steps.js';
import { type DraftInList, listFields } from './drafts.js';
import { DueDays } from './due-days.js';
import { NewDraft } from './new-draft.js';
import { NotesToJudge } from './notes-to-judge.js';
import { words } from './words.js';

const query = `query PublicationDrafts { publicationDrafts(first: 50) { ${listFields} } }`;

/** Page of publishing: drafts with their states, a new draft, and the goals' due days. */
export default function PublishingPage() {
  const { say } = useWords(words);
  const { person } = useSession();
  useTitle(say('publishing'));
  return (
    <>
      <h1>{say('publishing')}</h1>
      <p class="intro">{say('publishingIntro')}</p>
      {!person && <AskToSignIn said={say('signInToPublish')} />}
      {person && !mayPublish(person) && <p class="notice">{say('notForYou')}</p>}
      {mayPublish(person) && (
        <>
          <Drafts />
          <ClosingSteps maySet={mayDraft(person)} />
          {mayDraft(person) && <NewDraft />}
          {mayDraft(person) && <NotesToJudge />}
          <DueDays maySet={mayDraft(person)} />
        </>
      )}
    </>
  );
}

function Drafts() {
  const { say, language } = useWords(words);
  const answer = useAnswer<{ publicationDrafts: readonly DraftInList[] | null }>(query, {});
  const drafts = answer.is === 'answered' ? answer.data.publicationDrafts : undefined;
  const columns: readonly Column<DraftInList>[] = [
    {
      head: say('period'),
      isHead: true,
      cell: ({ id, period }) => <Link to={`/publishing/${id}`}>{periodIn(period, language)}</Link>,
    },
    { head: say('becomes'), cell: ({ period, revision }) => `${period}_${revision}` },
    { head: say('state'), cell: ({ state }) => say(state) },
    {
      head: say('lastStep'),
      cell: ({ steps }) => {
        const last = steps.at(-1);
        return last && `${last.name}, ${moment(last.at, language)}`;
      },
    },
    { head: say('note'), class: 'text', cell: ({ noteVi, noteEn }) => (language === 'en' ? noteEn : noteVi) },
  ];
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts">{say('drafts')}</h2>
      <Waiting answer={answer} />
      {drafts?.length === 0 && <p>{say('noDrafts')}</p>}
      {drafts && drafts.length > 0 && (
        <Table caption={say('draftsCaption')} columns={columns} rows={drafts} keyOf={({ id }) => id} isRead />
      )}
    </section>
  );
}
