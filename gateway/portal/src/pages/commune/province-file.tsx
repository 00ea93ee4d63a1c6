import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { words } from './words.js';

/** A file of the whole province, where the exports know no filter by commune: said beside it. */
export function ProvinceFile({ table }: { table: string }) {
  const { say } = useWords(words);
  return (
    <div class="count">
      <small>{say('wholeProvince')}</small>
      <Downloads table={table} parameters={{}} />
    </div>
  );
}
