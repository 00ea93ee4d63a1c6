import { useWords } from '../../language/words.js';
import { CopyButton } from '../../parts/copy-button.js';
import { words } from './words.js';

/** A text with a button that copies it. */
export function Copied({ text, word }: { text: string; word: 'copyKey' | 'copyAddress' | 'copySecret' }) {
  const { say } = useWords(words);
  return (
    <p class="to-copy">
      <code>{text}</code>
      <CopyButton label={say(word)} make={() => text} />
    </p>
  );
}
