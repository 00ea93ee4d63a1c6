import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Coherence } from '../../parts/coherence.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { DraftSteps } from './draft-steps.js';
import { type Deed, type Draft, draftFields } from './drafts.js';
import { Preview } from './preview.js';
import { words } from './words.js';

/** Names for the codes on the page. */
export interface Names {
  readonly goals: readonly { readonly code: string; readonly title: string }[] | null;
  readonly organisations: readonly { readonly code: string; readonly name: string }[] | null;
}

interface Found extends Names {
  readonly publicationDraft: Draft | null;
}

const query = `query PublicationDraft($id: ID!, $language: Language!) {
  publicationDraft(id: $id) { ${draftFields} }
  goals { code title(language: $language) }
  organisations { code name(language: $language) }
}`;

/** Page of a draft: its steps, its figures beside the former publication's, and the changes with their causes. */
export default function DraftPage({ code }: PageProps) {
  const { say } = useWords(words);
  const { person } = useSession();
  useTitle(`${say('draftOf')} ${code}`);
  return (
    <>
      <p>
        <Link to="/publishing">{say('backToDrafts')}</Link>
      </p>
      {person ? <One id={code} /> : <AskToSignIn said={say('signInToPublish')} />}
    </>
  );
}

function One({ id }: { id: string }) {
  const { say, language } = useWords(words);
  const variables = { id, language: graphLanguage(language) };
  const answer = useAnswer<Found>(query, variables);
  const draft = answer.is === 'answered' ? answer.data.publicationDraft : undefined;
  if (answer.is !== 'answered') return <Waiting answer={answer} />;
  if (!draft) return <h1>{say('noSuchDraft')}</h1>;
  const nameOf = (code: string): string => answer.data.organisations?.find((one) => one.code === code)?.name ?? code;
  return (
    <>
      <h1>
        {say('draftOf')}: {periodIn(draft.period, language)}, {draft.period}_{draft.revision}
      </h1>
      <dl class="facts">
        <dt>{say('state')}</dt>
        <dd>
          <strong data-state={draft.state}>{say(draft.state)}</strong>
        </dd>
        <dt>{say('asKnownAt')}</dt>
        <dd>{moment(draft.asKnownAt, language)}</dd>
        {draft.state !== 'PUBLISHED' && draft.newerReleases.length > 0 && (
          <>
            <dt>{say('newer')}</dt>
            <dd>{draft.newerReleases.map(nameOf).join(', ')}</dd>
          </>
        )}
        <dt>{say('noteVi')}</dt>
        <dd lang="vi">{draft.noteVi}</dd>
        <dt>{say('noteEn')}</dt>
        <dd lang="en">{draft.noteEn}</dd>
        {draft.publication && (
          <>
            <dt>{say('published')}</dt>
            <dd>
              <Link to={`/publications/${draft.publication.id}`}>{draft.publication.id}</Link>
            </dd>
          </>
        )}
      </dl>
      {draft.unchanged && <p class="notice">{say('isUnchanged')}</p>}
      <DraftSteps of={draft} whenDone={answer.again} />
      <Preview of={draft} names={answer.data} />
      <section class="drafted">
        <h2>{say('coherence')}</h2>
        <Coherence period={draft.period} caption={say('coherence')} />
      </section>
      <Steps of={draft.steps} />
    </>
  );
}

function Steps({ of }: { of: readonly Deed[] }) {
  const { say, language } = useWords(words);
  const columns: readonly Column<Deed>[] = [
    { head: say('what'), isHead: true, cell: ({ step }) => say(step === 'DRAFT' ? 'didDRAFT' : step) },
    { head: say('who'), cell: ({ name }) => name },
    { head: say('when'), cell: ({ at }) => moment(at, language) },
    { head: say('why'), class: 'text', cell: ({ reason }) => reason ?? '–' },
  ];
  return (
    <section class="drafted" aria-labelledby="steps">
      <h2 id="steps">{say('steps')}</h2>
      <Table caption={say('stepsCaption')} columns={columns} rows={of} keyOf={(_, index) => index} isRead />
    </section>
  );
}
