import { useAddress } from '../../frame/address.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Choose, Filters, Seek } from '../../parts/choose.js';
import { Downloads } from '../../parts/downloads.js';
import { SourcedNumber, NumbersFrom } from '../../parts/number.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { ReadingValue } from './reading-value.js';
import { type Indicator, indicatorFields, type Row, rowsOf } from './readings.js';
import { words } from './words.js';

interface Indicators {
  readonly indicators: readonly Indicator[] | null;
}

const query = `query Indicators($language: Language!) { indicators { ${indicatorFields} } }`;

/** Public list of indicators: measures that are not goals. */
export default function IndicatorsPage() {
  const { say, mean, language } = useWords(words);
  const { name = '', organisation = '', measure = '' } = useAddress().state;
  const variables = { language: graphLanguage(language) };
  const answer = useAnswer<Indicators>(query, variables);
  useTitle(say('indicatorsPage'));
  const all = (answer.is === 'answered' && answer.data.indicators) || [];
  const rows = rowsOf(all, { name, organisation, measure });
  const organisations = new Map(all.map((one) => [one.organisation.code, one.organisation.name]));
  const measures = [...new Set(all.map((one) => one.measure))];
  return (
    <>
      <h1>{say('indicatorsPage')}</h1>
      <p class="intro">{say('intro')}</p>
      <Waiting answer={answer} />
      {all.length > 0 && (
        <>
          <Filters>
            <Seek name="name" label={say('title')} value={name} hint={say('titleHint')} />
            <Choose name="organisation" label={say('organisation')} value={organisation} of={[...organisations]} />
            <Choose
              name="measure"
              label={say('measure')}
              value={measure}
              of={measures.map((one) => [one, mean(one)] as const)}
            />
          </Filters>
          <div class="count">
            <p role="status">
              {rows.length} / {rowsOf(all, { name: '', organisation: '', measure: '' }).length} {say('found')}
            </p>
            <Downloads table="indicators" formats={['xlsx', 'csv', 'jsonl']} parameters={{ organisation, measure }} />
          </div>
          <NumbersFrom value={{ query, variables }}>
            <IndicatorTable rows={rows} />
          </NumbersFrom>
        </>
      )}
    </>
  );
}

function IndicatorTable({ rows }: { rows: readonly Row[] }) {
  const { say, mean, language } = useWords(words);
  if (rows.length === 0) return <p class="notice">{say('noneLikeThis')}</p>;
  const columns: readonly Column<Row>[] = [
    {
      head: say('indicator'),
      isHead: true,
      cell: ({ indicator: { code, title } }) => <Link to={`/indicators/${code}`}>{title}</Link>,
    },
    { head: say('value'), isNumber: true, cell: ({ reading }) => <ReadingValue of={reading} /> },
    {
      head: say('ratio'),
      isNumber: true,
      cell: ({ reading }) =>
        reading && reading.share !== null ? (
          <SourcedNumber how={`${say('readingIs')} ${reading.source}`}>{share(reading.share, language)}</SourcedNumber>
        ) : (
          '–'
        ),
    },
    {
      head: say('target'),
      isNumber: true,
      cell: ({ indicator: { target, source } }) =>
        target !== null ? (
          <SourcedNumber how={`${say('targetIs')} ${source}`}>{share(target, language)}</SourcedNumber>
        ) : (
          say('none')
        ),
    },
    { head: say('measure'), cell: ({ indicator }) => mean(indicator.measure) },
    { head: say('place'), cell: ({ reading }) => reading?.place },
    {
      head: say('asOfDay'),
      cell: ({ reading }) => (reading?.asOf ? day(reading.asOf, language) : say('undated')),
      class: 'whole',
    },
    {
      head: say('organisation'),
      cell: ({ indicator: { organisation } }) => (
        <Link to={`/organisations/${organisation.code}`}>{organisation.name}</Link>
      ),
    },
    { head: say('source'), cell: ({ reading, indicator }) => (reading ?? indicator).source },
  ];
  return (
    <Table
      caption={say('indicatorsPage')}
      columns={columns}
      rows={rows}
      keyOf={({ indicator, reading }) => `${indicator.code} ${reading?.code ?? ''}`}
      isRead
    />
  );
}
