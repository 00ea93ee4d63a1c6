import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { words } from './words.js';

/** A text with a button that copies it. */
export function Copied({ text, word }: { text: string; word: 'copyKey' | 'copyAddress' | 'copySecret' }) {
  const { say } = useWords(words);
  const [said, setSaid] = useState<'' | 'copied' | 'notCopied'>('');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        setSaid('copied');
      },
      () => {
        setSaid('notCopied');
      },
    );
  };
  return (
    <p class="to-copy">
      <code>{text}</code>
      <button type="button" onClick={copy}>
        {say(word)}
      </button>
      <span role="status">{said && say(said)}</span>
    </p>
  );
}
