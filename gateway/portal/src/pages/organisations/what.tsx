import { useWords } from '../../language/words.js';
import { words } from './joining-words.js';

/** A change in words. */
export function What({ of }: { of: string }) {
  const { say } = useWords(words);
  const word = `${of}What`;
  return <>{word in words ? say(word as keyof typeof words) : of}</>;
}
