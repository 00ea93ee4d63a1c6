import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { MetadataOfOne } from './metadata-of-one.js';
import { metadataPageWords } from './words.js';

interface Listed {
  readonly code: string;
  readonly title: string;
  readonly metadata: { readonly definition: string; readonly licence: string | null } | null;
}

const query = `query MetadataOfAll($language: Language!) {
  goals { code title(language: $language) metadata { definition(language: $language) licence } }
}`;

/** The metadata of a goal, or without a code the list of goals. */
export default function MetadataPage({ code }: PageProps) {
  return code === '' ? <All /> : <MetadataOfOne code={code} />;
}

function All() {
  const { say, language } = useWords(metadataPageWords);
  const answer = useAnswer<{ goals: readonly Listed[] | null }>(query, { language: graphLanguage(language) });
  useTitle(say('metadataPage'));
  const goals = (answer.is === 'answered' && answer.data.goals) || [];
  return (
    <>
      <h1>{say('metadataPage')}</h1>
      <p class="intro">
        {say('metadataIntro')} <Link to="/glossary">{say('glossaryLink')}</Link> ·{' '}
        <a href="/catalogue.jsonld">{say('catalogueLink')}</a>
      </p>
      <Waiting answer={answer} />
      {goals.length > 0 && (
        <Table
          caption={say('metadataPage')}
          rows={goals}
          keyOf={({ code }) => code}
          isRead
          columns={[
            {
              ...{ head: say('goal'), isHead: true },
              cell: ({ code, title }) => <Link to={`/metadata/${code}`}>{title}</Link>,
            },
            { head: say('code'), cell: ({ code }) => code },
            { head: say('definition'), cell: ({ metadata }) => metadata?.definition ?? say('notLaidDown') },
            {
              head: say('licence'),
              cell: ({ metadata }) => <span class="whole">{metadata?.licence ?? say('notLaidDown')}</span>,
            },
          ]}
        />
      )}
    </>
  );
}
