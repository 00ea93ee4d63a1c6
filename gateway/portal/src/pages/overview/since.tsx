import { useAnswer } from '../../hub/ask.js';
import { type Publication, publicationFields, type PublishedProgress, publishedFields } from '../../hub/publication.js';
import type { Break } from '../../hub/source.js';
import { graphLanguage } from '../../language/language.js';
import { lastDayOf, moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ComparedInWords, ComparedTable } from '../../parts/compared.js';
import { differenceOf } from '../../parts/comparison.js';
import { Link } from '../../parts/link.js';
import { Waiting } from '../../parts/waiting.js';
import { overviewWords } from './words.js';

const lastQuery = `query LastPublication { publications(first: 20) { ${publicationFields} } }`;

const sinceQuery = `query Since($publication: ID!, $period: Period!, $on: Date!, $language: Language!) {
  goals(on: $on) {
    code title(language: $language)
    then: progress(period: $period, publication: $publication) {
      ${publishedFields}
    }
    now: progress(period: $period) {
      breaksSince(publication: $publication, period: $period)
      ${publishedFields}
    }
  }
}`;

interface Goals {
  readonly goals:
    | readonly {
        readonly code: string;
        readonly title: string;
        readonly then: PublishedProgress | null;
        readonly now: (PublishedProgress & { readonly breaksSince: readonly Break[] | null }) | null;
      }[]
    | null;
}

/** Changes since the last publication: its figures as published and now. */
export function SinceLastPublication() {
  const { say, language } = useWords(overviewWords);
  const answer = useAnswer<{ publications: readonly (Publication | null)[] | null }>(lastQuery, {});
  const publications = answer.is === 'answered' ? answer.data.publications : undefined;
  const [newest] = publications ?? [];
  // A withdrawn publication is no reference, even if it is the newest.
  const last = publications?.find((one) => one?.standing !== 'WITHDRAWN');
  return (
    <section class="panel since" aria-labelledby="since">
      <h2 id="since">{say('since')}</h2>
      <Waiting answer={answer} />
      {publications?.length === 0 && <p>{say('noPublication')}</p>}
      {newest?.withdrawal && (
        <p data-withdrawn>
          {say('wasWithdrawn')} <Link to={`/publications/${newest.id}`}>{newest.id}</Link>,{' '}
          {moment(newest.withdrawal.at, language)},{' '}
          {language === 'vi' ? newest.withdrawal.reasonVi : newest.withdrawal.reasonEn}
        </p>
      )}
      {last && <Since of={last} />}
    </section>
  );
}

function Since({ of }: { of: Publication }) {
  const { say, language } = useWords(overviewWords);
  const { id, period } = of;
  const variables = { publication: id, period, on: lastDayOf(period), language: graphLanguage(language) };
  const answer = useAnswer<Goals>(sinceQuery, variables);
  const from = { query: sinceQuery, variables, then: id };
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  const pairs = goals.flatMap(({ code, title, then, now }) =>
    then && now ? [{ code, title, then, now, breaks: now.breaksSince ?? [] }] : [],
  );
  const changed = pairs.filter(({ now, then, breaks }) => isOther(differenceOf(now, then, breaks)));
  return (
    <>
      <p>
        {say('sinceIntro')} {periodIn(period, language)}, {say('revisionNumber')} {of.revision}, {say('publishedOn')}{' '}
        {moment(of.publishedAt, language)}. <Link to={`/publications/${id}`}>{say('openReport')}</Link>
      </p>
      <Waiting answer={answer} />
      {pairs.length > 0 && changed.length === 0 && <p data-unchanged>{say('nothingSince')}</p>}
      {changed.length > 0 && (
        <>
          <p>{say('inPeriod')}</p>
          <ComparedInWords of={pairs} from={from} />
          <details>
            <summary>{say('asTable')}</summary>
            <ComparedTable of={pairs} before={id} now={say('nowShort')} from={from} />
          </details>
        </>
      )}
    </>
  );
}

function isOther({ points, people, releases, noPoints }: ReturnType<typeof differenceOf>): boolean {
  return releases.length > 0 || noPoints !== null || (people ?? 0) !== 0 || Math.abs(points ?? 0) > 1e-9;
}
