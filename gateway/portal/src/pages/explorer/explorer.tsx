import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Explorer, ExplorerSetting, WorkerScripts } from '../../explorer/explorer-setting.js';
import { explorerAddress, queryInAddress } from '../../frame/explorer-address.js';
import { useTitle } from '../../frame/title.js';
import { useSession } from '../../hub/session.js';
import { useWords } from '../../language/words.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Link } from '../../parts/link.js';
import { askOperation } from './ask-operation.js';
import { examples } from './examples.js';
import { explorerStorage } from './storage.js';
import { words } from './words.js';

/** The explorer's script, which is built apart from the portal. */
interface ExplorerScript {
  readonly showExplorer: (place: HTMLElement, workers: WorkerScripts, setting: ExplorerSetting) => Explorer;
}

const firstQuery = '{ goals { code title progress { ratio target status people { lower upper estimate } } } }';

/** The explorer page: sends any operation to the graph with the person's rights. */
export default function ExplorerPage() {
  const { say, language } = useWords(words);
  const { person } = useSession();
  const place = useRef<HTMLDivElement>(null);
  const { explorer, state } = useExplorer(place);
  useTitle(say('explorer'));
  return (
    <div class="explorer">
      <h1>{say('explorer')}</h1>
      <p class="intro">
        {say('explorerIntro')} {say('explorerLanguage')} <Link to="/schema">{say('toSchema')}</Link>
      </p>
      {!person && <p class="notice">{say('explorerAnonymous')}</p>}
      <div class="filters">
        <label>
          {say('example')}
          <select
            value=""
            disabled={!explorer}
            onChange={({ currentTarget }) => {
              const example = examples[Number(currentTarget.value)];
              currentTarget.value = '';
              if (example) explorer?.open({ query: example.query, variables: '' });
            }}
          >
            <option value="">{say('chooseExample')}</option>
            {examples.map(({ title }, index) => (
              <option key={title.en} value={index}>
                {title[language]}
              </option>
            ))}
          </select>
        </label>
        {explorer && <CopyLink of={explorer} />}
      </div>
      {state !== 'shown' && (
        <p class={state === 'asking' ? 'waiting' : 'notice'} role={state === 'asking' ? 'status' : 'alert'}>
          {say(state)}
        </p>
      )}
      <div ref={place} class="graph" lang="en" />
    </div>
  );
}

/** Copies an address that opens the current query. */
function CopyLink({ of }: { of: Explorer }) {
  const { say } = useWords(words);
  const make = (): string => {
    const { query, variables } = of.read();
    try {
      return location.origin + explorerAddress(query, JSON.parse(variables.trim() || '{}') as object);
    } catch {
      throw new Error(say('badVariables'));
    }
  };
  return (
    <p class="copy">
      <CopyButton label={say('copyLink')} make={make} />
    </p>
  );
}

/** Loads the explorer into an element, and applies the setting again when the person or the purpose changes. */
function useExplorer(place: { readonly current: HTMLDivElement | null }) {
  const { person, purpose } = useSession();
  const [state, setState] = useState<'asking' | 'notLoaded' | 'shown'>('asking');
  const [explorer, setExplorer] = useState<Explorer>();
  const who = person?.name ?? '';
  // The store stays the same when the session ends, so that after the next sign-in the person continues with the same
  // tabs.
  const storage = useMemo(() => explorerStorage(who), []);
  const setting = (): ExplorerSetting => ({
    // The function changes with the person and the purpose, and the explorer then loads the schema again.
    ask: (asked) => askOperation(asked),
    storage,
    opened: queryInAddress(location),
    firstQuery,
  });
  useEffect(() => {
    let isLeft = false;
    let shown: Explorer | undefined;
    loadExplorer().then(
      ({ showExplorer }) => {
        if (isLeft || !place.current) return;
        shown = showExplorer(place.current, EXPLORER_FILES.workers, setting());
        setExplorer(shown);
        setState('shown');
      },
      () => {
        setState('notLoaded');
      },
    );
    return () => {
      isLeft = true;
      shown?.leave();
    };
  }, []);
  useEffect(() => {
    explorer?.show(setting());
  }, [who, purpose]);
  return { explorer, state };
}

/** Loads the explorer's script and its styles. */
async function loadExplorer(): Promise<ExplorerScript> {
  const styles = document.createElement('link');
  styles.rel = 'stylesheet';
  styles.href = EXPLORER_FILES.style;
  const styled = new Promise((done, failed) => {
    styles.onload = done;
    styles.onerror = failed;
  });
  document.head.append(styles);
  const [script] = await Promise.all([import(EXPLORER_FILES.script) as Promise<ExplorerScript>, styled]);
  return script;
}
