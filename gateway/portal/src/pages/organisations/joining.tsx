import { useState } from 'preact/hooks';
import { change, useAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { Invite } from './invite.js';
import { words } from './joining-words.js';
import { type LinkChange, type LinkedOrganisation, listQuery } from './linked.js';
import { LinkOf } from './link-of.js';
import { What } from './what.js';

interface Answered {
  readonly linkedOrganisations: readonly LinkedOrganisation[] | null;
}

/** For operators: the organisations that join, with their steps. */
export function Joining() {
  const { say, mean, language } = useWords(words);
  const { state } = useAddress();
  const answer = useAnswer<Answered>(listQuery, { language: graphLanguage(language) });
  const [kept, setKept] = useState<readonly LinkedOrganisation[]>();
  const found = answer.is === 'answered' ? (answer.data.linkedOrganisations ?? undefined) : undefined;
  if (found && found !== kept) setKept(found);
  const rows = found ?? kept;
  const chosen = rows?.find(({ code }) => code === state['link']);
  const columns: readonly Column<LinkedOrganisation>[] = [
    { head: say('organisation'), isHead: true, cell: ({ code, name }) => (name === null ? code : `${name} (${code})`) },
    { head: say('state'), cell: (one) => mean(one.state) },
    { head: say('lastChange'), cell: ({ last }) => last && <Changed of={last} /> },
    {
      head: say('steps'),
      cell: ({ code, name }) => (
        <button
          type="button"
          aria-expanded={code === chosen?.code}
          onClick={() => {
            change({ link: code === chosen?.code ? '' : code });
          }}
        >
          {say(code === chosen?.code ? 'close' : 'look')}
          <span class="unseen"> {name ?? code}</span>
        </button>
      ),
    },
  ];
  return (
    <section class="panel" id="joining" aria-labelledby="joining-title">
      <h2 id="joining-title">{say('joining')}</h2>
      <p class="intro">{say('joiningIntro')}</p>
      {!rows && <Waiting answer={answer} />}
      {rows &&
        (rows.length === 0 ? (
          <p>{say('noneJoins')}</p>
        ) : (
          <Table caption={say('linkedList')} columns={columns} rows={rows} keyOf={({ code }) => code} isRead />
        ))}
      {chosen && <LinkOf key={chosen.code} code={chosen.code} whenChanged={answer.again} />}
      <Invite whenInvited={answer.again} />
    </section>
  );
}

/** A change with its time, person and reason. */
function Changed({ of: { what, at, by, reason } }: { of: LinkChange }) {
  const { language } = useWords(words);
  return (
    <>
      <What of={what} />, {moment(at, language)}, {by}
      {reason !== null && `: ${reason}`}
    </>
  );
}
