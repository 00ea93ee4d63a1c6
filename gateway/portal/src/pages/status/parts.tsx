import type { Look, Part } from '../../hub/look.js';
import { moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { statusWords } from './words.js';

/** The parts of the hub, silent ones first, each with the effect on readers. */
export function PartsOfHub({ of, nameOf }: { of: Look; nameOf: (code: string) => string }) {
  const { say, language } = useWords(statusWords);
  const gateway = {
    name: 'gateway',
    answers: of.readiness !== undefined,
    lastAnswer: of.readiness ? of.at : null,
    silentSince: of.readiness ? null : of.at,
  };
  const rows = [gateway, ...of.parts].toSorted((one, other) => Number(one.answers ?? 2) - Number(other.answers ?? 2));
  const columns: readonly Column<Part>[] = [
    { head: say('part'), isHead: true, cell: ({ name }) => <PartName of={name} nameOf={nameOf} /> },
    {
      head: say('now'),
      cell: ({ answers }) => (
        <span class={`part ${answers === null ? 'not-asked' : answers ? 'answers' : 'silent'}`}>
          {say(answers === null ? 'notAsked' : answers ? 'answers' : 'silent')}
        </span>
      ),
    },
    {
      head: say('since'),
      cell: ({ lastAnswer, silentSince }) => {
        if (silentSince) return `${say('silentSince')} ${moment(silentSince, language)}`;
        return lastAnswer ? `${say('lastAnswer')} ${moment(lastAnswer, language)}` : '–';
      },
    },
    { head: say('meaning'), class: 'text', cell: (part) => say(meaningOf(part)) },
  ];
  return <Table caption={say('parts')} columns={columns} rows={rows} keyOf={({ name }) => name} />;
}

function PartName({ of, nameOf }: { of: string; nameOf: (code: string) => string }) {
  const { say } = useWords(statusWords);
  if (of === 'gateway') return <>{say('gateway')}</>;
  if (of === 'registry') return <>{say('registry')}</>;
  if (of === 'audit') return <>{say('auditLog')}</>;
  return <>{nameOf(of)}</>;
}

function meaningOf({ name, answers }: Part): keyof typeof statusWords {
  if (answers !== false) return 'allWell';
  if (name === 'gateway') return 'gatewayDown';
  if (name === 'registry') return 'registryDown';
  if (name === 'audit') return 'auditDown';
  return name === 'movement' ? 'movementDown' : 'organisationDown';
}
