import { explorerAddress } from '../frame/explorer-address.js';
import { useWords } from '../language/words.js';
import { saysWhoWords } from './says-who-words.js';

/** The query of a number, to read and to open in the explorer. */
export function QueryOf({ query, variables }: { query: string; variables: object }) {
  const { say } = useWords(saysWhoWords);
  return (
    <>
      <p>
        <a href={explorerAddress(query, variables)}>{say('openExplorer')}</a>
      </p>
      <details>
        <summary>{say('query')}</summary>
        <pre tabIndex={0}>{`${query}\n\n${JSON.stringify(variables, null, 2)}`}</pre>
      </details>
    </>
  );
}
