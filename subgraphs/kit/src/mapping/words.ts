import { searchKey } from '../base/vietnamese.js';
import { toneKey } from './folded.js';

/** The words for yes and no in lists. */
const yes = ['true', 'x', '✓', '✔', 'có', 'đúng', 'rồi', 'đã', 'yes', 'y', '1'];
const no = ['false', 'không', 'chưa', 'sai', 'no', 'n', '0'];

/** `true` or `false`; undefined where a text is neither. */
export function readFlag(text: string): string | undefined {
  const key = toneKey(text);
  if (yes.some((one) => toneKey(one) === key)) return 'true';
  return no.some((one) => toneKey(one) === key) ? 'false' : undefined;
}

/** Finds a word by its meaning: the word itself, its English description, or the Vietnamese terms in that. */
export class WordFinder {
  readonly #exact = new Map<string, string | null>();
  readonly #loose = new Map<string, string | null>();

  constructor(words: Readonly<Record<string, string>>) {
    for (const [word, description] of Object.entries(words)) {
      const terms = [...description.matchAll(/\(([^()]+)\)/g)].flatMap(([, term = '']) => [
        term,
        ...term.split(/[,;]/),
      ]);
      const english = description.replaceAll(/\([^()]*\)/g, '').replace(/\.\s*$/, '');
      for (const label of [word, word.replaceAll('_', ' '), english, ...terms]) {
        add(this.#exact, toneKey(label), word);
        add(this.#loose, searchKey(label), word);
      }
    }
  }

  /** The word that a text means; undefined where it means none, or more than one. */
  find(text: string): string | undefined {
    return this.#exact.get(toneKey(text)) ?? this.#loose.get(searchKey(text)) ?? undefined;
  }
}

/** A label of two words matches neither. */
function add(words: Map<string, string | null>, label: string, word: string): void {
  if (label === '') return;
  const known = words.get(label);
  words.set(label, known === undefined || known === word ? word : null);
}
