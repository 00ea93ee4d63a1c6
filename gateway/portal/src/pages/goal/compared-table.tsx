import { absenceOf, hasNoReport } from '../../hub/progress.js';
import { period as periodIn, share } from '../../language/numbers.js';
import { Absent, Figure, Sourced } from '../../parts/figure.js';
import { SourcedNumber } from '../../parts/number.js';
import { Table } from '../../parts/table.js';
import { useWords } from '../../language/words.js';
import type { ComparedPlace } from './compared.js';
import { words } from './words.js';

interface ComparedTableProps {
  readonly goal: string;
  readonly places: readonly ComparedPlace[];
  readonly names: readonly string[];
  readonly months: readonly string[];
  readonly targets: readonly (number | null)[];
  readonly root: string;
}

/** The chart's values as a table: a row for each month, a column for each place. */
export function ComparedTable({ goal, places, names, months, targets, root }: ComparedTableProps) {
  const { say, language } = useWords(words);
  const rows = months.map((month, index) => ({ month, index }));
  return (
    <details>
      <summary>{say('seriesTable')}</summary>
      <Table
        caption={say('compare')}
        rows={rows}
        keyOf={({ month }) => month}
        columns={[
          { head: say('month'), isHead: true, cell: ({ month }) => periodIn(month, language) },
          ...places.map(({ code, points }, place) => ({
            head: names[place] ?? code,
            isNumber: true,
            cell: ({ index }: { index: number }) => {
              const point = points[index];
              if (point?.progress && hasNoReport(point.progress)) return <Absent why={absenceOf(point.progress)} />;
              if (point?.progress) {
                const commune = code === root ? {} : { commune: code };
                return (
                  <Figure of={point.progress} goal={goal} {...commune} label={names[place] ?? code} what="ratio" />
                );
              }
              if (!point || point.ratio === null) {
                return point?.noEstimate ? say(`none_${point.noEstimate}`) : <Absent why="unknown" />;
              }
              return <SourcedNumber how={say('groupSeriesIs')}>{share(point.ratio, language)}</SourcedNumber>;
            },
          })),
          {
            head: say('target'),
            isNumber: true,
            cell: ({ index }) => {
              const target = targets[index] ?? null;
              if (target === null) return <Absent why="unknown" />;
              return (
                <Sourced goal={goal} label={say('target')} period={months[index] ?? ''} what="target">
                  {share(target, language)}
                </Sourced>
              );
            },
          },
        ]}
      />
    </details>
  );
}
