import type { RefObject } from 'preact';
import { useWords, type Words } from '../language/words.js';
import { copiedTable } from './copied-table.js';
import { CopyButton } from './copy-button.js';
import { useDataSaid } from './source-line.js';

const copyTableWords = {
  copyTable: { vi: 'Chép bảng', en: 'Copy the table' },
} as const satisfies Words;

/** Button that copies the table in an element, with its source in the last line, for Word and Excel. */
export function CopyTable({ caption, place }: { caption: string; place: RefObject<HTMLElement | null> }) {
  const { say } = useWords(copyTableWords);
  const { sourceLine } = useDataSaid();
  const make = () => {
    const table = place.current?.querySelector('table');
    return table ? copiedTable(table, caption, sourceLine()) : '';
  };
  return (
    <p class="downloads copy-table">
      <CopyButton label={say('copyTable')} name={`${say('copyTable')}: ${caption}`} make={make} />
    </p>
  );
}
