import { useAnswer } from '../../hub/ask.js';
import { type Contribution } from '../../hub/source.js';
import { graphLanguage } from '../../language/language.js';
import { day, moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent } from '../../parts/figure.js';
import { LinkIfThere } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { statusWords } from './words.js';

interface Found {
  readonly organisations: readonly Organisation[] | null;
  readonly goals: readonly { readonly progress: { readonly contributions: readonly Reported[] } | null }[] | null;
}

type Reported = Pick<Contribution, 'organisation' | 'through' | 'release'>;

/** An organisation with its statement about its data. */
export interface Organisation {
  readonly code: string;
  readonly name: string;
  readonly linked: boolean;
  readonly dataStatement: { readonly kind: string; readonly asOf: string | null; readonly text: string };
}

const query = `query Freshness($language: Language!) {
  organisations { code name(language: $language) linked dataStatement { kind asOf text(language: $language) } }
  goals { progress { contributions { organisation { code name(language: $language) } through release { number madeAt } } } }
}`;

/** Requests the organisations with the age of their data; each call of `again` repeats it. */
export function useFreshness() {
  const { language } = useWords();
  return useAnswer<Found>(query, { language: graphLanguage(language) });
}

/** Age of each organisation's data. */
export function Freshness({ answer }: { answer: ReturnType<typeof useFreshness> }) {
  const { say, mean, language } = useWords(statusWords);
  const found = answer.is === 'answered' ? answer.data : undefined;
  const reported = (found?.goals ?? []).flatMap(({ progress }) => progress?.contributions ?? []);
  const newest = (code: string): Reported | undefined =>
    reported
      .filter(({ organisation, release }) => organisation.code === code && release)
      .toSorted((one, other) => (other.release?.number ?? 0) - (one.release?.number ?? 0))[0];
  const none = <small class="quiet">{say('nothingReleased')}</small>;
  const columns: readonly Column<Organisation>[] = [
    {
      head: say('organisation'),
      isHead: true,
      cell: ({ code, name }) => <LinkIfThere to={`/organisations/${code}`}>{name}</LinkIfThere>,
    },
    { head: say('linked'), class: 'whole', cell: ({ linked }) => say(linked ? 'yes' : 'no') },
    {
      head: say('through'),
      cell: ({ code }) => {
        const through = newest(code)?.through;
        return through ? day(through, language) : none;
      },
    },
    { head: say('lastRelease'), isNumber: true, cell: ({ code }) => newest(code)?.release?.number ?? '–' },
    {
      head: say('releasedAt'),
      cell: ({ code }) => {
        const at = newest(code)?.release?.madeAt;
        return at ? moment(at, language) : '–';
      },
    },
    { head: say('data'), class: 'whole', cell: ({ dataStatement }) => mean(dataStatement.kind) },
    {
      head: say('lastImport'),
      cell: ({ dataStatement: { asOf } }) => (asOf ? day(asOf, language) : <Absent why="unknown" />),
    },
    { head: say('statement'), class: 'text', cell: ({ dataStatement }) => dataStatement.text },
  ];
  return (
    <>
      <Waiting answer={answer} />
      {found?.organisations && (
        <Table
          caption={say('freshnessCaption')}
          columns={columns}
          rows={found.organisations}
          keyOf={({ code }) => code}
        />
      )}
    </>
  );
}
