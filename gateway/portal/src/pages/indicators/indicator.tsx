import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, moment, period as periodIn, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Count, countFields, type PeopleCount } from '../../parts/count.js';
import { Named, NumbersFrom, Told } from '../../parts/number.js';
import { Link } from '../../parts/link.js';
import { type Metadata, metadataFields, MetadataOf } from '../../parts/metadata.js';
import { Panel } from '../../parts/panel.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { ReadingValue } from './reading-value.js';
import { type Indicator, indicatorFields, type Reading } from './readings.js';
import { words } from './words.js';

const query = `query Indicator($code: ID!, $language: Language!) { indicator(code: $code) { ${indicatorFields} ${metadataFields} } }`;

/** An indicator: what was published of it, and, where the police count it on VNeID, each month. */
export default function IndicatorPage({ code }: PageProps) {
  const { say, mean, language } = useWords(words);
  const { person } = useSession();
  const variables = { code, language: graphLanguage(language) };
  const answer = useAnswer<{ indicator: (Indicator & { readonly metadata: Metadata | null }) | null }>(
    query,
    variables,
  );
  const indicator = answer.is === 'answered' ? answer.data.indicator : undefined;
  useTitle(indicator?.title ?? code);
  if (indicator === null) return <h1>{say('noSuchIndicator')}</h1>;
  return (
    <>
      <h1>{indicator?.title ?? code}</h1>
      <Waiting answer={answer} />
      {indicator && (
        <>
          <dl class="facts">
            <dt>{say('measure')}</dt>
            <dd>{mean(indicator.measure)}</dd>
            <dt>{say('organisation')}</dt>
            <dd>
              <Link to={`/organisations/${indicator.organisation.code}`}>{indicator.organisation.name}</Link>
            </dd>
            <dt>{say('target')}</dt>
            <dd>
              {indicator.target === null ? (
                say('none')
              ) : (
                <NumbersFrom value={{ query, variables }}>
                  <Told how={`${say('targetIs')} ${indicator.source}`} name={indicator.title}>
                    {share(indicator.target, language)}
                  </Told>
                </NumbersFrom>
              )}
              {indicator.deadline && ` ${say('by')} ${day(indicator.deadline, language)}`}
            </dd>
            <dt>{say('source')}</dt>
            <dd>{indicator.source}</dd>
          </dl>
          <NumbersFrom value={{ query, variables }}>
            <Named by={[indicator.title]}>
              <Readings of={indicator.readings ?? []} />
            </Named>
          </NumbersFrom>
          {person && <Months code={code} />}
          <MetadataOf of={indicator.metadata} />
        </>
      )}
    </>
  );
}

function Readings({ of }: { of: readonly Reading[] }) {
  const { say, language } = useWords(words);
  if (of.length === 0) return <p>{say('noReading')}</p>;
  const columns: readonly Column<Reading>[] = [
    { head: say('place'), isHead: true, cell: ({ place }) => place },
    { head: say('value'), isNumber: true, cell: (reading) => <ReadingValue of={reading} /> },
    {
      head: say('ratio'),
      isNumber: true,
      cell: (one) =>
        one.share === null ? '–' : <Told how={`${say('readingIs')} ${one.source}`}>{share(one.share, language)}</Told>,
    },
    { head: say('asOfDay'), cell: ({ asOf }) => (asOf ? day(asOf, language) : say('undated')) },
    { head: say('source'), cell: ({ source }) => source },
  ];
  return <Table caption={say('readings')} columns={columns} rows={of} keyOf={({ code }) => code} isRead />;
}

type Figures = Readonly<Record<string, PeopleCount>>;

interface Month {
  readonly month: string;
  readonly revision: number;
  readonly takenAt: string;
  readonly demonstration: boolean;
  readonly total: Figures | null;
}

interface Counted {
  readonly indicator: {
    readonly identity: {
      readonly measure: string;
      readonly months: { readonly nodes: readonly Month[] } | null;
    } | null;
  } | null;
}

/** The field of the police's figures that a measure is. */
const fieldOfMeasure: Readonly<Record<string, string>> = {
  ADULTS_CONFIRMED: 'adultsConfirmed',
  ACCOUNTS_LEVEL_1: 'accountsLevel1',
  ACCOUNTS_LEVEL_2: 'accountsLevel2',
  DIGITAL_SIGNATURES: 'digitalSignatures',
};

const figures = Object.values(fieldOfMeasure)
  .map((field) => `${field} ${countFields}`)
  .join(' ');
const monthsQuery = `query MonthsOfIndicator($code: ID!) {
  indicator(code: $code) {
    identity { measure months(first: 120) { nodes { month revision takenAt demonstration total { ${figures} } } } }
  }
}`;

/** Each month that was counted, the newest first; nothing where the indicator is not one of those that are counted. */
function Months({ code }: { code: string }) {
  const { say, mean, language } = useWords(words);
  return (
    <Panel<Counted> id="months" title={say('months')} organisation="identity" query={monthsQuery} variables={{ code }}>
      {({ indicator }) => {
        const { measure = '', months } = indicator?.identity ?? {};
        const rows = (months?.nodes ?? []).toReversed();
        if (rows.length === 0) return <p>{say('noneHere')}</p>;
        const columns: readonly Column<Month>[] = [
          { head: say('month'), isHead: true, cell: ({ month }) => periodIn(month, language) },
          {
            head: say('value'),
            isNumber: true,
            cell: ({ total }) => <Count of={total?.[fieldOfMeasure[measure] ?? '']} />,
          },
          { head: say('revision'), isNumber: true, cell: ({ revision }) => revision },
          { head: say('taken'), cell: ({ takenAt }) => moment(takenAt, language), class: 'whole' },
          { head: say('data'), cell: ({ demonstration }) => mean(demonstration ? 'DEMONSTRATION' : 'REAL') },
        ];
        return <Table caption={say('eachMonth')} columns={columns} rows={rows} keyOf={({ month }) => month} isRead />;
      }}
    </Panel>
  );
}
