import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Feeds } from '../../parts/feeds.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Agreements } from './agreements.js';
import { AuditOf } from './audit.js';
import { Bring } from './bring/bring.js';
import { Files } from './files.js';
import { Health } from './health.js';
import { Imports } from './imports.js';
import { Punctuality } from './punctuality.js';
import { Releases } from './releases.js';
import { words } from './words.js';

interface Head {
  readonly organisation: {
    readonly name: string;
    readonly linked: boolean;
    readonly dataStatement: { readonly kind: string; readonly asOf: string | null; readonly text: string };
  } | null;
  readonly goals:
    | readonly {
        readonly code: string;
        readonly title: string;
        readonly expects: readonly { readonly code: string }[];
      }[]
    | null;
}

const query = `query Organisation($code: ID!, $language: Language!) {
  organisation(code: $code) {
    name(language: $language) linked dataStatement { kind asOf text(language: $language) }
  }
  goals { code title(language: $language) expects { code } }
}`;

/** Page of an organisation: its data statement, releases and agreements. The organisation's people see more panels. */
export default function OrganisationPage({ code }: PageProps) {
  const { say, mean, language } = useWords(words);
  const answer = useAnswer<Head>(query, { code, language: graphLanguage(language) });
  const { organisation, goals } = answer.is === 'answered' ? answer.data : {};
  useTitle(organisation?.name ?? code);
  if (organisation === null) return <h1>{say('noSuchOrganisation')}</h1>;
  const expecting = (goals ?? []).filter(({ expects }) => expects.some((one) => one.code === code));
  return (
    <>
      <h1>{organisation?.name ?? code}</h1>
      <Waiting answer={answer} />
      {organisation && (
        <>
          <section class="panel" id="statement" aria-labelledby="statement-title">
            <h2 id="statement-title">{say('statement')}</h2>
            <p>
              <span class={organisation.dataStatement.kind === 'DEMONSTRATION' ? 'made-up' : ''}>
                {mean(organisation.dataStatement.kind)}
              </span>
              {organisation.dataStatement.asOf && `, ${say('asOf')} ${day(organisation.dataStatement.asOf, language)}`}
            </p>
            <p>{organisation.dataStatement.text}</p>
          </section>
          <Health code={code} linked={organisation.linked} />
          <Releases code={code} goal={expecting[0]?.code} />
          {expecting.length > 0 && <Punctuality code={code} />}
          <Shared code={code} />
          {expecting.length > 0 && <Files goals={expecting} />}
          <ForItsOwn code={code} />
          <Feeds about={{ organisation: code }} of={['everything', 'figures', 'late']} />
        </>
      )}
    </>
  );
}

/** Agreements need a sign-in, because they show which data exists. */
function Shared({ code }: { code: string }) {
  const { say } = useWords(words);
  const { person } = useSession();
  if (person) return <Agreements code={code} />;
  return (
    <section class="panel" id="agreements" aria-labelledby="agreements-title">
      <h2 id="agreements-title">{say('agreements')}</h2>
      <AskToSignIn />
    </section>
  );
}

/** Panels for the organisation's people; auditors see the audit log too. */
function ForItsOwn({ code }: { code: string }) {
  const { person } = useSession();
  const isOwn = person?.organisation === code;
  return (
    <>
      {isOwn && <Bring code={code} />}
      {isOwn && <Imports code={code} />}
      {(isOwn || person?.roles.includes('auditor')) && <AuditOf code={code} />}
    </>
  );
}
