import { useTitle } from '../../frame/title.js';
import type { PageProps } from '../../frame/pages.js';
import { useAnswer } from '../../hub/ask.js';
import {
  keyIdOf,
  noteOf,
  type Publication,
  publicationFields,
  publishedFields,
  readable,
} from '../../hub/publication.js';
import type { PublishedGoal } from '../../hub/publication.js';
import { graphLanguage } from '../../language/language.js';
import { day, dayInProvince, lastDayOf, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { PrintButton } from '../../parts/print-button.js';
import { DataOf } from '../../parts/source-line.js';
import { Waiting } from '../../parts/waiting.js';
import { Withdraw } from '../publishing/withdraw.js';
import { Standing } from '../publications/publications.js';
import { AsDocx } from './as-docx.js';
import { CompletenessOf } from './completeness.js';
import { Differences } from './differences.js';
import { GoalsOfReport } from './goals.js';
import { Sources } from './sources.js';
import { Summary } from './summary.js';
import { reportWords } from './words.js';

interface Found {
  readonly publication: Publication | null;
  readonly publications: readonly (Publication | null)[] | null;
  readonly organisations: readonly Named[] | null;
}

interface Named {
  readonly code: string;
  readonly name: string;
}

const query = `query PublicationOfReport($id: ID!, $language: Language!) {
  publication(id: $id) { ${publicationFields} }
  publications(first: 100) { ${publicationFields} }
  organisations { code name(language: $language) }
}`;

const goalsQuery = `query GoalsAsPublished($publication: ID!, $period: Period!, $on: Date!, $language: Language!) {
  goals(on: $on) {
    code title(language: $language) deadline source
    progress(period: $period, publication: $publication) {
      ${publishedFields}
    }
  }
}`;

/** A publication as a report for print. */
export default function ReportPage({ code: id }: PageProps) {
  const { say, mean, language } = useWords(reportWords);
  const answer = useAnswer<Found>(query, { id, language: graphLanguage(language) });
  const found = answer.is === 'answered' ? answer.data : undefined;
  const publication = found?.publication;
  const name = publication
    ? `${say('report')} ${periodIn(publication.period, language)}, ${say('revisionNumber')} ${publication.revision}`
    : `${say('report')} ${id}`;
  useTitle(publication?.demonstration ? `${name} (${mean('DEMONSTRATION')})` : name);
  if (found && !publication) return <h1>{say('noSuchPublication')}</h1>;
  return (
    <article class="report">
      <p class="committee">{say('committee')}</p>
      <h1>{name}</h1>
      <Waiting answer={answer} />
      {publication && (
        <>
          <Head
            of={publication}
            all={readable(found.publications)}
            organisations={found.organisations ?? []}
            whenChanged={answer.again}
          />
          <DataOf value={{ periods: [publication.period], demonstration: publication.demonstration }}>
            <Body of={publication} all={readable(found.publications)} />
          </DataOf>
        </>
      )}
    </article>
  );
}

function Head(props: {
  of: Publication;
  all: readonly Publication[];
  organisations: readonly Named[];
  whenChanged: () => void;
}) {
  const { of, all, organisations, whenChanged } = props;
  const { say, language } = useWords(reportWords);
  const nameOf = (code: string): string => organisations.find((one) => one.code === code)?.name ?? code;
  const note = noteOf(of, language);
  return (
    <>
      {of.finalGoals.length > 0 && (
        <p>
          <strong>{say('final')}</strong>
        </p>
      )}
      {of.demonstration && (
        <p>
          <span class="made-up">{say('demonstration')}</span>
        </p>
      )}
      <dl class="facts">
        <dt>{say('publishedOn')}</dt>
        <dd>{day(dayInProvince(of.publishedAt), language)}</dd>
        {of.people && (
          <>
            <dt>{say('draftedBy')}</dt>
            <dd>{of.people.drafted}</dd>
            <dt>{say('approvedBy')}</dt>
            <dd>{of.people.approved}</dd>
          </>
        )}
        <dt>{say('publishedBy')}</dt>
        <dd>{of.people?.published ?? of.publishedBy}</dd>
        {note && <dt>{say('note')}</dt>}
        {note && <dd>{note}</dd>}
        <dt>{say('standing')}</dt>
        <dd>
          <Standing of={of} all={all} />
        </dd>
        <dt>{say('heldBy')}</dt>
        <dd>{of.heldBy.length === 0 ? say('nobodyYet') : of.heldBy.map(nameOf).join(', ')}</dd>
        <dt>{say('digest')}</dt>
        <dd class="key">{of.digest}</dd>
        <dt>{say('signedWith')}</dt>
        <dd class="key">{keyIdOf(of.signature)}</dd>
        <dt>{say('addressOf')}</dt>
        <dd class="key">{`${location.origin}/publications/${of.id}`}</dd>
      </dl>
      <p class="no-print">
        <PrintButton label={say('print')} /> <AsDocx of={of} />
      </p>
      <Withdraw of={of} whenDone={whenChanged} />
    </>
  );
}

/** Published figures; never current ones. */
function Body({ of, all }: { of: Publication; all: readonly Publication[] }) {
  const { language } = useWords();
  const { id, period } = of;
  const on = lastDayOf(period);
  const variables = { publication: id, period, on, language: graphLanguage(language) };
  const answer = useAnswer<{ goals: readonly PublishedGoal[] | null }>(goalsQuery, variables);
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  return (
    <>
      <Waiting answer={answer} />
      {goals.length > 0 && (
        <>
          <Summary of={goals} publication={id} />
          <Differences of={of} all={all} goals={goals} />
          <CompletenessOf goals={goals} />
          <GoalsOfReport of={goals} publication={of} />
          <Sources of={of} goals={goals} />
        </>
      )}
    </>
  );
}
