import { useAnswer } from '../hub/ask.js';
import { period as periodIn } from '../language/numbers.js';
import { Absent, Figure } from '../parts/figure.js';
import { DataOf } from '../parts/source-line.js';
import { Table } from '../parts/table.js';
import { Waiting } from '../parts/waiting.js';
import { absenceOf, breaksIn, hasNoReport, type Progress, ratioIn } from '../hub/progress.js';
import { useWords } from '../language/words.js';
import { Lines } from './lines.js';
import { monthsTo, type MonthsOfProvince, monthsOfProvince, pointsOf } from './months.js';
import { Picture } from './picture.js';

/** The last twelve months of the province: a line, and the same as a table. */
export function Series({ goal, to, title }: { goal: string; to: string; title: string }) {
  const { say } = useWords();
  const months = monthsTo(to, 12);
  const answer = useAnswer<MonthsOfProvince>(monthsOfProvince(months), { goal });
  const points = answer.is === 'answered' ? pointsOf(answer.data, months) : [];
  const now = points.at(-1);
  const unreported = months.filter((_, index) => points[index] && hasNoReport(points[index]));
  const line = {
    ...{ key: goal, label: title, values: points.map(ratioIn) },
    breaks: breaksIn(points),
    completeIn: now?.completeThrough?.slice(0, 7),
  };
  const data = {
    periods: [months[0] ?? to, to],
    completeThrough: now?.completeThrough,
    demonstration: now?.demonstration ?? false,
  };
  return (
    <div class="series">
      <p class="title">{say('series')}</p>
      <Waiting answer={answer} />
      {now && (
        <Picture name={`series-${goal}`} title={`${title}: ${say('ratio').toLowerCase()}`} {...data}>
          <Lines
            title={title}
            months={months}
            lines={[line]}
            targets={[]}
            height={130}
            toTarget={false}
            unreported={unreported}
          />
        </Picture>
      )}
      {now && (
        <DataOf value={data}>
          <SeriesTable goal={goal} title={title} points={points.filter((point) => point !== undefined)} />
        </DataOf>
      )}
    </div>
  );
}

function SeriesTable({ goal, title, points }: { goal: string; title: string; points: readonly Progress[] }) {
  const { language, say } = useWords();
  return (
    <details>
      <summary>{say('seriesTable')}</summary>
      <Table
        caption={say('series')}
        rows={points}
        keyOf={({ period }) => period}
        columns={[
          { head: say('month'), isHead: true, cell: ({ period }) => periodIn(period, language) },
          {
            ...{ head: say('ratio'), isNumber: true },
            cell: (of) => <Reported of={of} goal={goal} title={title} what="ratio" />,
          },
          {
            ...{ head: say('people'), isNumber: true },
            cell: (of) => <Reported of={of} goal={goal} title={title} what="people" />,
          },
        ]}
      />
    </details>
  );
}

function Reported({ of, goal, title, what }: { of: Progress; goal: string; title: string; what: 'people' | 'ratio' }) {
  return hasNoReport(of) ? <Absent why={absenceOf(of)} /> : <Figure of={of} goal={goal} label={title} what={what} />;
}
