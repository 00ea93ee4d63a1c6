import { useState } from 'preact/hooks';
import { useAnswer } from '../../hub/ask.js';
import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { type ClientUse, usesQuery } from './registered-apps.js';
import { useUseColumns } from './use-columns.js';
import { words } from './words.js';

/** Use of fields by client, for operators: shows which clients a field's removal would affect. */
export function ClientUses() {
  const { say, language } = useWords(words);
  const [isDeprecated, setDeprecated] = useState(true);
  const variables = isDeprecated ? { deprecated: true } : {};
  const answer = useAnswer<{ readonly clientUses: readonly ClientUse[] | null }>(usesQuery, variables);
  const ofUse = useUseColumns();
  const uses = answer.is === 'answered' ? answer.data.clientUses : undefined;
  return (
    <section class="client-uses">
      <h2>{say('clientUses')}</h2>
      <p class="intro">{say('clientUsesIntro')}</p>
      <label>
        <input
          type="checkbox"
          checked={isDeprecated}
          onChange={({ currentTarget }) => {
            setDeprecated(currentTarget.checked);
          }}
        />{' '}
        {say('deprecatedOnly')}
      </label>
      {uses === undefined && <Waiting answer={answer} />}
      {uses === null && <p>{say('noLog')}</p>}
      {uses?.length === 0 && <p>{say(isDeprecated ? 'noDeprecated' : 'noUses')}</p>}
      {uses && uses.length > 0 && (
        <Table
          caption={say('uses')}
          columns={[
            ...ofUse,
            { head: say('client'), class: 'key', cell: ({ client }: ClientUse) => client },
            { head: say('lastAt'), cell: ({ lastAt }: ClientUse) => day(lastAt, language) },
          ]}
          rows={uses}
          keyOf={({ client, software, field }) => [client, software, field].join(' ')}
        />
      )}
    </section>
  );
}
