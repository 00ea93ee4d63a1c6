import { day, moment } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Absent } from './figure.js';
import { LinkIfThere } from './link.js';
import { isNotDue } from '../hub/progress.js';
import type { Contribution } from '../hub/source.js';
import { type Column, Table } from './table.js';

/** The releases behind figures: organisation, number, day and signing key. */
export function Releases(props: {
  of: readonly Contribution[];
  /** Whether to show the state of each report; only for releases of one goal. */
  hasStates?: boolean;
  /** The period of the reports, if it may not be due. */
  period?: string | undefined;
  more?: readonly Column<Contribution>[];
}) {
  const { of, hasStates = true, period, more = [] } = props;
  const { say, mean, language } = useWords();
  const columns: readonly Column<Contribution>[] = [
    {
      head: say('organisation'),
      isHead: true,
      cell: ({ organisation: { code, name } }) => <LinkIfThere to={`/organisations/${code}`}>{name}</LinkIfThere>,
    },
    ...(hasStates
      ? [
          {
            head: say('state'),
            cell: (one: Contribution) =>
              period !== undefined && isNotDue(one, period) ? say('notDue') : mean(one.state),
          },
        ]
      : []),
    {
      head: say('through'),
      cell: ({ through }) => (through ? day(through, language) : <Absent why="notReported" />),
    },
    { head: say('release'), isNumber: true, cell: ({ release }) => release?.number },
    { head: say('madeAt'), cell: ({ release }) => release && moment(release.madeAt, language) },
    { head: say('key'), class: 'key', cell: ({ release }) => release?.keyId },
    ...more,
  ];
  return (
    <Table caption={say('releases')} columns={columns} rows={of} keyOf={({ organisation }) => organisation.code} />
  );
}
