import { useState } from 'preact/hooks';
import { change, useAddress } from '../../frame/address.js';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { Waiting } from '../../parts/waiting.js';
import { Changes } from './changes.js';
import { type HubSchema, useSchema } from './hub-schema.js';
import { Needs } from './needed.js';
import { find, type Found } from './search.js';
import { Inline } from './text.js';
import { TypePage } from './type-page.js';
import { words } from './words.js';

/** Number of results at first, and of further ones at each step. */
const step = 50;

/** The kinds of types, in the order of the list. */
const kinds = ['OBJECT', 'INTERFACE', 'UNION', 'INPUT_OBJECT', 'ENUM', 'SCALAR'] as const;

/** Reference of the schema: all types, one type, or the changes. */
export default function SchemaPage({ code }: PageProps) {
  const { say } = useWords(words);
  const { search = '', view = '' } = useAddress().state;
  // No type is called "changes", because types begin with a capital letter.
  const showsChanges = code === 'changes' || (code === '' && view === 'changes');
  const type = showsChanges ? '' : code;
  useTitle(type || say('schema'));
  return (
    <div class="schema">
      <h1>{type ? <code>{type}</code> : say('schema')}</h1>
      {!type && !showsChanges && <p class="intro">{say('schemaIntro')}</p>}
      <p class="views">
        <Link to="/schema" current={type === '' && !showsChanges}>
          {say(type ? 'allTypes' : 'types')}
        </Link>
        <Link to="/schema/changes" current={showsChanges}>
          {say('changes')}
        </Link>
        <Link to="/apps">{say('registerApp')}</Link>
      </p>
      {showsChanges ? <Changes /> : <Reference code={code} search={search} />}
    </div>
  );
}

function Reference({ code, search }: { code: string; search: string }) {
  const { say } = useWords(words);
  const answer = useSchema();
  const schema = answer.is === 'answered' ? answer.data : undefined;
  const type = schema?.types.get(code);
  return (
    <>
      <div class="filters">
        <label>
          {say('seek')}
          <input
            type="search"
            value={search}
            placeholder={say('seekHint')}
            onInput={({ currentTarget }) => {
              change({ search: currentTarget.value });
            }}
          />
        </label>
      </div>
      <Waiting answer={answer} said={say('schemaSignIn')} />
      {schema && search.trim() !== '' && <Results key={search} of={find(schema, search)} />}
      {schema && search.trim() === '' && code === '' && <AllTypes of={schema} />}
      {schema && search.trim() === '' && type && <TypePage of={type} schema={schema} />}
      {schema && search.trim() === '' && code !== '' && !type && <p class="notice">{say('noSuchType')}</p>}
    </>
  );
}

function Results({ of }: { of: readonly Found[] }) {
  const { say, language } = useWords(words);
  const [shown, setShown] = useState(step);
  return (
    <>
      <p role="status">{of.length === 0 ? say('nothingFound') : `${whole(of.length, language)} ${say('found')}`}</p>
      <ul class="results">
        {of.slice(0, shown).map(({ type, field, argument, text, needs = [] }) => (
          <li key={`${type}.${field ?? ''}.${argument ?? ''}`}>
            <Link to={`/schema/${type}`} state={field === undefined ? {} : { field }}>
              {[type, field].filter(Boolean).join('.')}
              {argument !== undefined && ` (${argument})`}
            </Link>
            <span lang="en">
              <Inline text={text.split('\n')[0] ?? ''} />
            </span>
            <Needs of={needs} />
          </li>
        ))}
      </ul>
      {of.length > shown && (
        <button
          type="button"
          onClick={() => {
            setShown(shown + step);
          }}
        >
          {say('more')}
        </button>
      )}
    </>
  );
}

function AllTypes({ of }: { of: HubSchema }) {
  const { say } = useWords(words);
  const types = [...of.types.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const rest = types.filter(({ name }) => !of.roots.includes(name));
  return (
    <>
      <h2>{say('begin')}</h2>
      <Names of={of.roots} />
      {kinds.map((kind) => {
        const names = rest.filter((type) => type.kind === kind).map(({ name }) => name);
        return (
          names.length > 0 && (
            <section key={kind}>
              <h2>
                {say(kind)} <small>({names.length})</small>
              </h2>
              <Names of={names} />
            </section>
          )
        );
      })}
    </>
  );
}

function Names({ of }: { of: readonly string[] }) {
  return (
    <ul class="names">
      {of.map((name) => (
        <li key={name}>
          <Link to={`/schema/${name}`}>{name}</Link>
        </li>
      ))}
    </ul>
  );
}
