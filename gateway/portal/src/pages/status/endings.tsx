import { useAnswer } from '../../hub/ask.js';
import { moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { statusWords } from './words.js';

interface Ending {
  readonly kind:
    'AGREEMENT' | 'PROGRAM_KEY' | 'APP_SECRET' | 'SIGNING_KEY' | 'PERIOD_KEYS' | 'CERTIFICATE' | 'INVITATION';
  readonly name: string;
  readonly endsAt: string;
  readonly daysLeft: number;
  readonly renewedBy: string;
}

const endingsQuery = `query Endings { endings { kind name endsAt daysLeft renewedBy } }`;

/** For operators: certificates, keys and other things that end within ninety days. */
export function Endings() {
  const { say, language } = useWords(statusWords);
  const answer = useAnswer<{ readonly endings: readonly Ending[] | null }>(endingsQuery, {});
  const columns: readonly Column<Ending>[] = [
    { head: say('ending'), isHead: true, cell: ({ kind, name }) => `${say(kind)}: ${name}` },
    { head: say('endsAt'), class: 'whole', cell: ({ endsAt }) => moment(endsAt, language) },
    {
      head: say('daysLeft'),
      class: 'number',
      cell: ({ daysLeft }) => (daysLeft < 0 ? say('hasEnded') : String(daysLeft)),
    },
    { head: say('renewedBy'), cell: ({ renewedBy }) => renewedBy },
  ];
  if (answer.is !== 'answered') return <Waiting answer={answer} />;
  const endings = answer.data.endings ?? [];
  if (endings.length === 0) return <p>{say('nothingEnds')}</p>;
  return (
    <Table caption={say('endings')} columns={columns} rows={endings} keyOf={({ kind, name }) => kind + name} isRead />
  );
}
