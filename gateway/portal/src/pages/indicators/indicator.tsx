import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { usePanelsOf } from '../../hub/panels.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { LaidOutPanel } from '../../parts/laid-out-panel.js';
import { Named, NumbersFrom, SourcedNumber } from '../../parts/number.js';
import { Link } from '../../parts/link.js';
import { type Metadata, metadataFields, MetadataOf } from '../../parts/metadata.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { ReadingValue } from './reading-value.js';
import { type Indicator, indicatorFields, type Reading } from './readings.js';
import { words } from './words.js';

const query = `query Indicator($code: ID!, $language: Language!) { indicator(code: $code) { ${indicatorFields} ${metadataFields} } }`;

/** Page of an indicator: its published readings, and the counts in organisations' records. */
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
                  <SourcedNumber how={`${say('targetIs')} ${indicator.source}`} name={indicator.title}>
                    {share(indicator.target, language)}
                  </SourcedNumber>
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
          {person && <OfRecords code={code} />}
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
        one.share === null ? (
          '–'
        ) : (
          <SourcedNumber how={`${say('readingIs')} ${one.source}`}>{share(one.share, language)}</SourcedNumber>
        ),
    },
    { head: say('asOfDay'), cell: ({ asOf }) => (asOf ? day(asOf, language) : say('undated')) },
    { head: say('source'), cell: ({ source }) => source },
  ];
  return <Table caption={say('readings')} columns={columns} rows={of} keyOf={({ code }) => code} isRead />;
}

/** Counts in organisations' records, by month. */
function OfRecords({ code }: { code: string }) {
  const { language } = useWords(words);
  const variables = { code, language: graphLanguage(language) };
  return (
    <>
      {usePanelsOf('indicator').map((layout) => (
        <LaidOutPanel key={layout.organisation} layout={layout} variables={variables} linked={false} />
      ))}
    </>
  );
}
