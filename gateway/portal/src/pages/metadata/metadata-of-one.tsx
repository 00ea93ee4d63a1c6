import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day, period as periodIn, range, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Link } from '../../parts/link.js';
import { type Metadata, metadataFields, MetadataOf } from '../../parts/metadata.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { Quality } from './quality.js';
import { metadataPageWords } from './words.js';

interface Named {
  readonly code: string;
  readonly name: string;
}

interface Titled {
  readonly code: string;
  readonly title: string;
}

interface Version {
  readonly target: number;
  readonly deadline: string;
  readonly source: string;
  readonly asOf: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

interface Denominator {
  readonly value: number | null;
  readonly atMost: number | null;
  readonly source: string;
  readonly asOf: string;
  readonly version: number;
  readonly remark: string | null;
  readonly demonstration: boolean;
}

interface Described extends Titled {
  readonly source: string;
  readonly asOf: string;
  readonly startsOn: string;
  readonly deadline: string;
  readonly reportDueDays: number | null;
  readonly audience: { readonly title: string } | null;
  readonly expects: readonly Named[];
  readonly follows: Titled | null;
  readonly indicators: readonly Titled[];
  readonly versions: readonly Version[];
  readonly metadata: Metadata | null;
  readonly progress: { readonly period: string; readonly denominator: Denominator | null } | null;
}

const query = `query MetadataPage($goal: ID!, $language: Language!) {
  goal(code: $goal) {
    code title(language: $language) source asOf startsOn deadline reportDueDays
    audience { title(language: $language) }
    expects { code name(language: $language) }
    follows { code title(language: $language) }
    indicators { code title(language: $language) }
    versions { target deadline source asOf validFrom validUntil }
    ${metadataFields}
    progress { period denominator { value atMost source asOf version remark demonstration } }
  }
}`;

/** Metadata of one goal: legal basis, denominator, method and revision policy. */
export function MetadataOfOne({ code }: { code: string }) {
  const { say, language } = useWords(metadataPageWords);
  const answer = useAnswer<{ goal: Described | null }>(query, { goal: code, language: graphLanguage(language) });
  const goal = answer.is === 'answered' ? answer.data.goal : undefined;
  useTitle(goal ? `${say('metadataPage')}: ${goal.title}` : say('metadataPage'));
  if (goal === null) return <h1>{say('noSuchGoal')}</h1>;
  return (
    <>
      <h1>{goal ? `${say('metadataPage')}: ${goal.title}` : say('metadataPage')}</h1>
      <p class="no-print">
        <Link to={`/goals/${code}`}>{say('figures')}</Link> · <Link to="/metadata">{say('goals')}</Link> ·{' '}
        <Link to="/glossary">{say('glossaryLink')}</Link>
      </p>
      <Waiting answer={answer} />
      {goal && (
        <>
          <MetadataOf of={goal.metadata} />
          <LaidDown goal={goal} />
          <DenominatorOf goal={goal} />
          {goal.progress && <Quality goal={code} startsOn={goal.startsOn} headline={goal.progress.period} />}
          <section class="panel">
            <h2>{say('revisionsOf')}</h2>
            <p>
              <Link to={`/goals/${code}`}>{say('tableOfRevisions')}</Link> ·{' '}
              <Link to="/publications">{say('allPublications')}</Link>
            </p>
            {goal.progress && (
              <>
                <p>{say('asFile')}:</p>
                <Downloads
                  table="series"
                  parameters={{ goal: code, from: goal.startsOn.slice(0, 7), to: goal.progress.period }}
                />
              </>
            )}
          </section>
        </>
      )}
    </>
  );
}

function LaidDown({ goal }: { goal: Described }) {
  const { say, language } = useWords(metadataPageWords);
  const { follows, indicators, audience, reportDueDays } = goal;
  return (
    <section class="panel metadata" aria-labelledby="laid-down">
      <h2 id="laid-down">{say('laidDown')}</h2>
      <dl class="facts">
        <dt>{say('laidDownIn')}</dt>
        <dd>{`${goal.source}. ${say('asLaidDown')} ${day(goal.asOf, language)}`}</dd>
        <dt>{say('time')}</dt>
        <dd>{`${say('from')} ${day(goal.startsOn, language)} ${say('by')} ${day(goal.deadline, language)}`}</dd>
        <dt>{say('audience')}</dt>
        <dd>{audience?.title ?? say('unknown')}</dd>
        <dt>{say('reportsDue')}</dt>
        <dd>{reportDueDays === null ? say('notLaidDown') : `${reportDueDays} ${say('daysAfter')}`}</dd>
        <dt>{say('expects')}</dt>
        <dd>
          <ul class="inline">
            {goal.expects.map(({ code, name }) => (
              <li key={code}>
                <Link to={`/organisations/${code}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </dd>
        {follows && <dt>{say('goesFurther')}</dt>}
        {follows && (
          <dd>
            <Link to={`/metadata/${follows.code}`}>{follows.title}</Link>
          </dd>
        )}
        {indicators.length > 0 && <dt>{say('indicators')}</dt>}
        {indicators.length > 0 && (
          <dd>
            <ul class="inline">
              {indicators.map(({ code, title }) => (
                <li key={code}>
                  <Link to={`/indicators/${code}`}>{title}</Link>
                </li>
              ))}
            </ul>
          </dd>
        )}
      </dl>
      <Table
        caption={say('versionsOf')}
        rows={goal.versions}
        keyOf={({ validFrom }) => validFrom}
        isRead
        columns={[
          { head: say('since'), isHead: true, cell: ({ validFrom }) => day(validFrom, language) },
          { head: say('until'), cell: ({ validUntil }) => validUntil && day(validUntil, language) },
          { head: say('target'), isNumber: true, cell: ({ target }) => share(target, language) },
          { head: say('deadline'), cell: ({ deadline }) => day(deadline, language) },
          {
            head: say('laidDownIn'),
            cell: ({ source, asOf }) => `${source}. ${say('asLaidDown')} ${day(asOf, language)}`,
          },
        ]}
      />
    </section>
  );
}

function DenominatorOf({ goal: { progress } }: { goal: Described }) {
  const { say, mean, language } = useWords(metadataPageWords);
  const of = progress?.denominator;
  if (!progress || !of) return null;
  const { value, atMost } = of;
  return (
    <section class="panel metadata" aria-labelledby="denominator">
      <h2 id="denominator">{`${say('denominatorOf')} ${periodIn(progress.period, language)}`}</h2>
      <dl class="facts">
        <dt>{say('value')}</dt>
        <dd>
          {value === null
            ? say('unknown')
            : atMost === null || atMost === value
              ? whole(value, language)
              : range(value, atMost, language)}{' '}
          {of.demonstration && <span class="made-up">{mean('DEMONSTRATION')}</span>}
        </dd>
        <dt>{say('source')}</dt>
        <dd>{`${of.source}, ${say('asOf')} ${day(of.asOf, language)}, ${say('version')} ${of.version}`}</dd>
        {of.remark !== null && <dt>{say('remark')}</dt>}
        {of.remark !== null && <dd>{of.remark}</dd>}
      </dl>
    </section>
  );
}
