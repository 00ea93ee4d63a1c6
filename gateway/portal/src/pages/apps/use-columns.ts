import { day as shownDay, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import type { Column } from '../../parts/table.js';
import type { AppDay, AppUse } from './registered-apps.js';
import { words } from './words.js';

/** Columns of a table of used fields. */
export function useUseColumns(): readonly Column<AppUse>[] {
  const { say, language } = useWords(words);
  return [
    { head: say('field'), isHead: true, class: 'key', cell: ({ field }) => field },
    { head: say('software'), cell: ({ software }) => software ?? '' },
    { head: say('times'), isNumber: true, cell: ({ operations }) => whole(operations, language) },
    { head: say('goes'), cell: ({ deprecated }) => deprecated ?? '' },
  ];
}

/** Columns of a table of an app's operations by day. */
export function useDayColumns(): readonly Column<AppDay>[] {
  const { say, language } = useWords(words);
  return [
    { head: say('day'), isHead: true, class: 'key', cell: ({ day }) => shownDay(day, language) },
    { head: say('times'), isNumber: true, cell: ({ operations }) => whole(operations, language) },
    { head: say('failed'), isNumber: true, cell: ({ failed }) => whole(failed, language) },
    { head: say('codes'), cell: ({ codes }) => codes.join(', ') },
    { head: say('objects'), isNumber: true, cell: ({ objects }) => whole(objects, language) },
  ];
}
