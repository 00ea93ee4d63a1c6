import { useState } from 'preact/hooks';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useKept } from '../../hub/kept.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Copied } from './copy.js';
import { KeyList } from './key-list.js';
import { type MadeKey, MakeKey } from './make-key.js';
import { type Around, aroundQuery, dayOf, type KeysAnswer, keysQuery } from './program-keys.js';
import { useTables } from './tables.js';
import { UseKey } from './use-key.js';
import { words } from './words.js';

/** Number of keys in the list at first, and the largest number. */
const [few, most] = [100, 500];

/** Page of program keys: makes, lists and revokes keys. */
export default function KeysPage() {
  const { say } = useWords(words);
  const { person } = useSession();
  useTitle(say('keys'));
  return (
    <>
      <h1>{say('keys')}</h1>
      <p class="intro">{say('keysIntro')}</p>
      {person ? <KeysOfPerson /> : <AskToSignIn said={say('keysSignIn')} />}
    </>
  );
}

function KeysOfPerson() {
  const { say, language } = useWords(words);
  const [first, setFirst] = useState(few);
  const [made, setMade] = useState<MadeKey>();
  const keys = useAnswer<KeysAnswer>(keysQuery, { first });
  const around = useAnswer<Around>(aroundQuery, { language: graphLanguage(language) });
  const tables = useTables();
  const known = useKept(keys.is === 'answered' ? keys.data.programKeys : undefined);
  const about = useKept(around.is === 'answered' ? around.data : undefined);
  if (keys.is === 'failed' && keys.code.startsWith('UNAUTHORIZED')) {
    return <p class="notice">{say('keysNotAllowed')}</p>;
  }
  const opened = made?.tables ?? [];
  return (
    <>
      {!about && <Waiting answer={around} />}
      {about && (
        <div class="panel beside">
          {made ? (
            <Made
              of={made}
              whenCopied={() => {
                setMade(undefined);
              }}
            />
          ) : (
            about.me &&
            about.of && (
              <MakeKey
                of={about.me}
                purposesOf={about.of}
                tables={tables}
                whenMade={(key) => {
                  setMade(key);
                  keys.again();
                }}
              />
            )
          )}
          <UseKey of={about} tables={tables.filter(({ name }) => opened.length === 0 || opened.includes(name))} />
        </div>
      )}
      {(!known || keys.is === 'failed') && <Waiting answer={keys} />}
      {known && (
        <section class="keys">
          <h2>{say(about?.me?.roles.includes('operator') ? 'everyones' : 'yours')}</h2>
          <KeyList
            of={known.nodes}
            caption={`${say('listed')}: ${known.nodes.length} / ${known.totalCount}`}
            whenChanged={keys.again}
          />
          {known.totalCount > known.nodes.length && first < most && (
            <button
              type="button"
              onClick={() => {
                setFirst(most);
              }}
            >
              {say('more')}
            </button>
          )}
        </section>
      )}
    </>
  );
}

/** Shows the text of a new key, only once. */
function Made({ of, whenCopied }: { of: MadeKey; whenCopied: () => void }) {
  const { say, language } = useWords(words);
  return (
    <section class="made-key" role="status">
      <h2>{say('made')}</h2>
      <p>
        <strong>{say('shownOnce')}</strong>
      </p>
      <Copied text={of.secret} word="copyKey" />
      <dl class="facts">
        <dt>{say('keyCode')}</dt>
        <dd>{of.key.id}</dd>
        <dt>{say('until')}</dt>
        <dd>{dayOf(of.key.until, language)}</dd>
      </dl>
      <button type="button" onClick={whenCopied}>
        {say('another')}
      </button>
    </section>
  );
}
