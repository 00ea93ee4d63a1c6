import type { Source } from '../hub/source.js';
import { useWords } from '../language/words.js';
import { CopyButton } from './copy-button.js';
import { explained } from './explained.js';
import { explainedWords } from './explained-words.js';
import { PrintButton } from './print-button.js';
import { useDataSaid } from './source-line.js';

/**
 * Three plain sentences about a figure, to copy with their source and to print.
 * @param props.heading the figure's place, goal and period.
 */
export function Explained({ heading, of }: { heading: string; of: Source }) {
  const { say, language } = useWords(explainedWords);
  const { sourceLine } = useDataSaid();
  const text = explained(of, language).join(' ');
  if (!text) return null;
  const make = (): string => [heading, text, sourceLine({ demonstration: of.demonstration })].join('\n');
  return (
    <section class="explained" aria-label={say('explained')}>
      <p class="title">{say('explained')}</p>
      <p>{text}</p>
      <p class="downloads">
        <CopyButton label={say('copyExplained')} make={make} />
        <PrintButton label={say('printExplained')} look="" />
      </p>
    </section>
  );
}
