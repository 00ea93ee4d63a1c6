import { type Answer, useAnswer } from '../../hub/ask.js';
import { formerPeriodOf, idOf, type Publication, type PublishedGoal, publishedFields } from '../../hub/publication.js';
import type { Break } from '../../hub/source.js';
import { graphLanguage } from '../../language/language.js';
import { lastDayOf, moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ComparedInWords, ComparedTable, type Pair } from '../../parts/compared.js';
import { Waiting } from '../../parts/waiting.js';
import { PlacesThatDiffer } from './places-that-differ.js';
import { reportWords } from './words.js';

const formerQuery = `query GoalsOfFormer($publication: ID!, $period: Period!, $of: ID!, $ofPeriod: Period!, $on: Date!, $language: Language!) {
  goals(on: $on) {
    code title(language: $language) deadline source
    progress(period: $period, publication: $publication) {
      ${publishedFields}
    }
    later: progress(period: $ofPeriod, publication: $of) { breaksSince(publication: $publication, period: $period) }
  }
}`;

/** The goals of the former publication, and the breaks between its figures and the later ones. */
interface Former {
  readonly goals:
    readonly (PublishedGoal & { readonly later: { readonly breaksSince: readonly Break[] | null } | null })[] | null;
}

interface Props {
  readonly of: Publication;
  readonly all: readonly Publication[];
  readonly goals: readonly PublishedGoal[];
}

/** Differences from the former revision and from the former period, in words and numbers. */
export function Differences({ of, all, goals }: Props) {
  const { say } = useWords(reportWords);
  const revision = all.find(({ id }) => id === idOf(of.period, of.revision - 1));
  const period = formerPeriodOf(of, all);
  return (
    <section aria-labelledby="differs">
      <h2 id="differs">{say('differs')}</h2>
      {!revision && !period && <p>{say('firstOfAll')}</p>}
      {revision && <Against former={revision} goals={goals} of={of} intro={say('againstRevision')} isRevision />}
      {period && <Against former={period} goals={goals} of={of} intro={say('againstPeriod')} />}
    </section>
  );
}

function Against(props: {
  former: Publication;
  of: Publication;
  goals: readonly PublishedGoal[];
  intro: string;
  isRevision?: boolean;
}) {
  const { former, of, goals, intro, isRevision = false } = props;
  const { say, language } = useWords(reportWords);
  const { id: publication, period } = former;
  const variables = {
    ...{ publication, period, of: of.id, ofPeriod: of.period },
    ...{ on: lastDayOf(period), language: graphLanguage(language) },
  };
  const answer = useAnswer<Former>(formerQuery, variables);
  const from = { query: formerQuery, variables, then: former.id, now: of.id };
  const pairs = pairsOf(answer, goals);
  const named = (one: Publication): string =>
    isRevision ? `${say('revisionNumber')} ${one.revision}` : periodIn(one.period, language);
  return (
    <section data-against={former.id}>
      <p class="title">
        {intro} {periodIn(former.period, language)}, {say('revisionNumber')} {former.revision} (
        {moment(former.publishedAt, language)})
      </p>
      <Waiting answer={answer} />
      {pairs.length > 0 && <ComparedInWords of={pairs} from={from} />}
      {pairs.length > 0 && <ComparedTable of={pairs} before={named(former)} now={named(of)} from={from} />}
      {isRevision && <PlacesThatDiffer of={of} former={former} goals={goals} />}
    </section>
  );
}

/** The goals in both publications. */
function pairsOf(answer: Answer<Former>, goals: readonly PublishedGoal[]): Pair[] {
  const former = (answer.is === 'answered' && answer.data.goals) || [];
  return goals.flatMap(({ code, title, progress: now }) => {
    const found = former.find((one) => one.code === code);
    const breaks = found?.later?.breaksSince ?? [];
    return now && found?.progress ? [{ code, title, then: found.progress, now, breaks }] : [];
  });
}
