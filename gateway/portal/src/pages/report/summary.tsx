import type { PublishedGoal } from '../../hub/publication.js';
import { day, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent, Figure, Interval, Sourced, Status } from '../../parts/figure.js';
import { type Column, Table } from '../../parts/table.js';
import { saysWhoWords } from '../../parts/says-who-words.js';
import { reportWords } from './words.js';

/** One line for each goal of the province: the part that the committee reads first. */
export function Summary({ of, publication }: { of: readonly PublishedGoal[]; publication: string }) {
  const { say, language } = useWords({ ...saysWhoWords, ...reportWords });
  const figure = ({ code, title }: PublishedGoal) => ({ goal: code, label: title, publication });
  const cell = (draw: (goal: PublishedGoal, progress: NonNullable<PublishedGoal['progress']>) => unknown) =>
    function Cell(goal: PublishedGoal) {
      return goal.progress ? (draw(goal, goal.progress) as string) : <Absent why="unknown" />;
    };
  const columns: readonly Column<PublishedGoal>[] = [
    { head: say('goal'), isHead: true, cell: ({ code, title }) => <a href={`#goal-${code}`}>{title}</a> },
    {
      head: say('ratio'),
      isNumber: true,
      cell: cell((goal, of) => <Figure {...figure(goal)} of={of} what="ratio" />),
    },
    {
      head: say('peopleAndInterval'),
      isNumber: true,
      cell: cell((goal, of) => (
        <>
          <Figure {...figure(goal)} of={of} what="people" />
          <br />
          <small>
            <Interval {...figure(goal)} of={of} />
          </small>
        </>
      )),
    },
    {
      head: say('target'),
      isNumber: true,
      cell: cell((goal, { target, period }) => (
        <>
          <Sourced {...figure(goal)} what="target" period={period}>
            {share(target, language)}
          </Sourced>
          <br />
          <small>
            {say('by')} {day(goal.deadline, language)}
          </small>
        </>
      )),
    },
    {
      head: say('gapPeople'),
      isNumber: true,
      cell: cell((goal, of) => <Figure {...figure(goal)} of={of} what="gap" />),
    },
    { head: say('state'), cell: cell((_, { status }) => <Status value={status} />) },
    {
      head: say('forecast'),
      isNumber: true,
      cell: cell((goal, of) =>
        of.forecast.people === null ? (
          <small>{of.forecast.notAvailable && say(`noForecast${of.forecast.notAvailable}`)}</small>
        ) : (
          <Figure {...figure(goal)} of={of} what="forecast" />
        ),
      ),
    },
  ];
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">{say('summary')}</h2>
      <Table caption={say('summaryCaption')} columns={columns} rows={of} keyOf={({ code }) => code} />
      <p>
        <small>{say('rounded')}</small>
      </p>
    </section>
  );
}
