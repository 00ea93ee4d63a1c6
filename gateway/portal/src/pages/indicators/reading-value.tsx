import { share, whole } from '../../language/numbers.js';
import { SourcedNumber } from '../../parts/number.js';
import { useWords } from '../../language/words.js';
import type { Reading } from './readings.js';
import { words } from './words.js';

/** A published figure with its relation to the exact one: "about 1,600,000". */
export function ReadingValue({ of }: { of: Reading | undefined }) {
  const { say, mean, language } = useWords(words);
  if (!of) return <em>{say('noReading')}</em>;
  const { numerator, denominator, comparison } = of;
  const figure = numerator === null ? (of.share === null ? '' : share(of.share, language)) : whole(numerator, language);
  const written = comparison === 'EXACT' ? figure : `${mean(comparison)} ${figure}`;
  const told = denominator === null ? written : `${written} ${say('of')} ${whole(denominator, language)}`;
  return <SourcedNumber how={`${say('readingIs')} ${of.source}`}>{told}</SourcedNumber>;
}
