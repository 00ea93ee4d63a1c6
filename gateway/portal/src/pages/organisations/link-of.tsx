import { useState } from 'preact/hooks';
import { ask, Unanswered, useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day, moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { words } from './joining-words.js';
import {
  detailsQuery,
  type LinkChange,
  type LinkDetails,
  type OfferedAgreement,
  type PublishedVersion,
  rollBackMutation,
  stepMutation,
  stepsOf,
} from './linked.js';
import { Sure } from './sure.js';
import { What } from './what.js';

/** Details of an organisation that joins, with its possible steps. */
export function LinkOf({ code, whenChanged }: { code: string; whenChanged: () => void }) {
  const { say, mean, language } = useWords(words);
  const answer = useAnswer<{ readonly linkedOrganisation: LinkDetails | null }>(detailsQuery, {
    code,
    language: graphLanguage(language),
  });
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const details = answer.is === 'answered' ? answer.data.linkedOrganisation : undefined;
  if (!details) return <Waiting answer={answer} />;
  const { state, declaration, keyIds } = details;
  const act = async (mutation: string, variables: object): Promise<void> => {
    setFault('');
    try {
      await ask(mutation, { code, ...variables });
      whenChanged();
      answer.again();
    } catch (error) {
      setFault(error instanceof Unanswered ? mean(error.code) : '');
    }
  };
  return (
    <div class="link-of" data-organisation={code}>
      <h3>
        {details.name ?? code}: {mean(state)}
      </h3>
      {declaration && (
        <dl class="facts">
          <dt>{say('linkedBy')}</dt>
          <dd>
            {say(declaration.linkedBy)}, {mean(declaration.dataKind)}
          </dd>
          <dt>{say('contact')}</dt>
          <dd>{declaration.contact}</dd>
          <dt>{say('endpoint')}</dt>
          <dd class="key">{declaration.endpoint ?? '–'}</dd>
          <dt>{say('keyIds')}</dt>
          <dd class="key">{keyIds.join(', ')}</dd>
          {declaration.linkedBy === 'records' && <Examined of={details.versions} />}
        </dl>
      )}
      {declaration && <Shares of={details.agreements} />}
      {details.schema !== null && (
        <details>
          <summary>{say('itsSchema')}</summary>
          <pre tabIndex={0} lang="en">
            {details.schema}
          </pre>
        </details>
      )}
      {stepsOf[state].length > 0 && (
        <div class="filters steps">
          <label class="whole-line">
            {say('reason')}
            <input
              value={reason}
              maxLength={200}
              autocomplete="off"
              onInput={({ currentTarget }) => {
                setReason(currentTarget.value);
              }}
            />
          </label>
          {stepsOf[state].map((step) => (
            <Sure key={step} said={mean(step)} act={() => act(stepMutation, { step, reason })} />
          ))}
        </div>
      )}
      <p role="status">{fault && `${say('notDone')} ${fault}`}</p>
      <Versions of={details.versions} rollBack={(kind, version) => act(rollBackMutation, { kind, version })} />
      <History of={details.changes} />
    </div>
  );
}

/**
 * Result of the conformance examination that the organisation's endpoint reported; the operator reads it before
 * accepting.
 */
function Examined({ of }: { of: readonly PublishedVersion[] }) {
  const { say, language } = useWords(words);
  const { examination } = of.find(({ kind, inForce }) => kind === 'SCHEMA' && inForce) ?? {};
  const { at, passed = 0, leftOut = 0, failed = [] } = examination ?? {};
  const counts = `${say('checksPassed')}: ${passed}; ${say('checksLeftOut')}: ${leftOut}; ${at ? moment(at, language) : ''}`;
  return (
    <>
      <dt>{say('protocol')}</dt>
      <dd>
        {!examination && <strong>{say('notExamined')}</strong>}
        {examination &&
          (failed.length > 0 ? <strong>{`${say('checksFailed')}: ${failed.join('; ')}`}</strong> : counts)}
      </dd>
    </>
  );
}

function Shares({ of }: { of: readonly OfferedAgreement[] }) {
  const { say, mean, language } = useWords(words);
  if (of.length === 0) return <p class="notice">{say('sharesNothing')}</p>;
  const all = (list: readonly string[]): string =>
    list.map((one) => (one === '*' ? say('everything') : one)).join(', ') || '–';
  const partner = (text: string): string => {
    const [kind = '', code = ''] = text.split(':');
    if (kind === 'anyone') return say('anyone');
    if (kind === 'group') return say('linkedOrganisations');
    return kind === 'role' ? mean(code) : code;
  };
  const columns: readonly Column<OfferedAgreement>[] = [
    { head: say('agreement'), isHead: true, cell: ({ id, title }) => `${title} (${id})` },
    { head: say('sharedRecords'), cell: ({ shares }) => all(shares) },
    { head: say('sharedFigures'), cell: ({ goals }) => all(goals) },
    { head: say('withWhom'), cell: (one) => one.with.map(partner).join(', ') },
    { head: say('purpose'), cell: ({ purposes }) => purposes?.map(mean).join(', ') ?? say('anyPurpose') },
    {
      head: say('validity'),
      class: 'whole',
      cell: ({ from, until }) =>
        `${say('fromDay')} ${day(from, language)}${until === null ? '' : ` ${say('toDay')} ${day(until, language)}`}`,
    },
  ];
  return <Table caption={say('wouldShare')} columns={columns} rows={of} keyOf={({ id }) => id} isRead />;
}

function Versions(props: {
  of: readonly PublishedVersion[];
  rollBack: (kind: PublishedVersion['kind'], version: number) => Promise<void>;
}) {
  const { say, mean, language } = useWords(words);
  if (props.of.length === 0) return null;
  const columns: readonly Column<PublishedVersion>[] = [
    { head: say('kind'), isHead: true, cell: ({ kind, version }) => `${mean(kind)} ${version}` },
    { head: say('publishedAt'), class: 'whole', cell: ({ publishedAt }) => moment(publishedAt, language) },
    {
      head: say('who'),
      cell: ({ publishedBy, override }) =>
        `${publishedBy}${override === null ? '' : ` (${say('override')}: ${override})`}`,
    },
    {
      head: say('state'),
      cell: ({ kind, version, inForce }) =>
        inForce ? (
          say('inForce')
        ) : (
          <Sure said={say('rollBack')} of={`${mean(kind)} ${version}`} act={() => props.rollBack(kind, version)} />
        ),
    },
  ];
  const keyOf = ({ kind, version }: PublishedVersion): string => `${kind}-${version}`;
  return <Table caption={say('published')} columns={columns} rows={props.of} keyOf={keyOf} isRead />;
}

function History({ of }: { of: readonly LinkChange[] }) {
  const { say, language } = useWords(words);
  const columns: readonly Column<LinkChange>[] = [
    { head: say('when'), isHead: true, class: 'whole', cell: ({ at }) => moment(at, language) },
    { head: say('what'), cell: ({ what }) => <What of={what} /> },
    { head: say('who'), cell: ({ by }) => by },
    { head: say('why'), cell: ({ reason }) => reason ?? '–' },
  ];
  return <Table caption={say('history')} columns={columns} rows={of} keyOf={(_, index) => index} isRead />;
}
