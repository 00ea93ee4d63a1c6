import { useWords } from '../../../language/words.js';
import { reasonIn } from './reasons.js';
import type { DeskFault, Spot } from './desk-types.js';
import { words } from './words.js';

const known = {
  UNAUTHORIZED_FIELD_OR_TYPE: 'notAllowed',
  FORBIDDEN: 'notAllowed',
  NOT_LINKED: 'notLinked',
  PAYLOAD_TOO_LARGE: 'tooLarge',
  UNREACHABLE: 'away',
  SUBGRAPH_UNREACHABLE: 'away',
  SUBGRAPH_TIMEOUT: 'away',
} as const;

/** An error of the desk in words, with its place in the file. */
export function FaultShown({ of: { code, message, at } }: { of: DeskFault }) {
  const { say, language } = useWords(words);
  const word = Object.hasOwn(known, code) ? known[code as keyof typeof known] : undefined;
  return (
    <p class="notice" role="alert">
      {word ? say(word) : `${say('failed')} ${reasonIn(message, language)}`}
      {at && <> ({whereIn(at, say)})</>} <small>{code}</small>
    </p>
  );
}

/** A place in a file, in words. */
export function whereIn({ sheet, row, column }: Spot, say: (word: 'inSheet' | 'row' | 'column') => string): string {
  return [
    sheet !== undefined && `${say('inSheet')} ${sheet}`,
    row !== undefined && `${say('row').toLowerCase()} ${row}`,
    column !== undefined && `${say('column').toLowerCase()} ${column}`,
  ]
    .filter(Boolean)
    .join(', ');
}
