import { whole } from '../../../language/numbers.js';
import { useWords } from '../../../language/words.js';
import type { Progress } from './desk-types.js';
import { words } from './words.js';

/** A running upload, check or import: its start (on the clock of `performance.now()`) and its progress. */
export type OnItsWay =
  | { readonly what: 'send'; readonly began: number; readonly name: string; readonly sent: number }
  | { readonly what: 'check' | 'import'; readonly began: number; readonly progress?: Progress };

/** Fraction done from which the page estimates the remaining time. */
const tellableFrom = 0.02;

/** Progress and remaining time. */
export function Going({ way }: { way: OnItsWay }) {
  const { say, language } = useWords(words);
  const part = partOf(way);
  const left = part >= tellableFrom ? ((performance.now() - way.began) / part) * (1 - part) : undefined;
  const waits = way.what !== 'send' && way.progress?.stage === 'waiting';
  const word = waits ? 'waiting' : way.what === 'send' ? 'sending' : way.what === 'check' ? 'checking' : 'importing';
  const rows = way.what === 'send' ? undefined : way.progress?.rows;
  return (
    <div class="going">
      <p role="status">
        {say(word)}
        {rows !== undefined && rows > 0 && ` ${whole(rows, language)} ${say('rowsSoFar')}`}
        {left !== undefined && left > 2000 && `, ${timeLeft(left, say)}`}
      </p>
      <progress aria-label={say(word)} max={1} {...(part > 0 && { value: part })} />
    </div>
  );
}

function partOf(way: OnItsWay): number {
  if (way.what === 'send') return way.sent;
  const { bytes = 0, ofBytes = 0 } = way.progress ?? {};
  return ofBytes > 0 ? Math.min(1, bytes / ofBytes) : 0;
}

/** Remaining time in coarse steps, so that a screen reader does not announce each second. */
function timeLeft(ms: number, say: (word: 'timeLeft' | 'secondsLeft' | 'minutesLeft') => string): string {
  const seconds = ms / 1000;
  return seconds < 90
    ? `${say('timeLeft')} ${Math.max(5, Math.ceil(seconds / 5) * 5)} ${say('secondsLeft')}`
    : `${say('timeLeft')} ${Math.ceil(seconds / 60)} ${say('minutesLeft')}`;
}
