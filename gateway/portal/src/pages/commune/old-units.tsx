import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { BoundaryMap } from './boundary-map.js';
import { words } from './words.js';

/** A former unit of a commune, wholly or in part. */
export interface OldUnit {
  readonly code: string;
  readonly name: string;
  readonly divided: boolean;
  readonly validUntil: string | null;
  readonly parent: { readonly name: string } | null;
  readonly successors: readonly { readonly code: string; readonly name: string }[];
}

/** A commune's map, and its former units: name, district, last day, and whether this commune has the whole unit. */
export function OldUnits({ of, code: here, name: nameHere }: { of: readonly OldUnit[]; code: string; name: string }) {
  const { say, language } = useWords(words);
  const columns: readonly Column<OldUnit>[] = [
    {
      head: say('name'),
      isHead: true,
      cell: ({ code, name }) => <Link to={`/communes/${code}`}>{name}</Link>,
    },
    { head: say('district'), cell: ({ parent }) => parent?.name },
    { head: say('until'), cell: ({ validUntil }) => validUntil && day(validUntil, language), class: 'whole' },
    {
      head: say('wholly'),
      cell: ({ divided, successors }) => {
        const others = successors.filter(({ code }) => code !== here).map(({ name }) => name);
        return divided ? `${say('partly')} ${others.join(', ')}` : say('whole');
      },
    },
  ];
  return (
    <section class="panel" id="old-units" aria-labelledby="old-units-title">
      <h2 id="old-units-title">{say('territory')}</h2>
      <BoundaryMap code={here} name={nameHere} />
      {of.length > 0 && (
        <>
          <Table caption={say('before')} columns={columns} rows={of} keyOf={({ code }) => code} isRead />
          <Downloads table="communes" formats={['xlsx', 'csv', 'geojson']} parameters={{ search: here }} />
        </>
      )}
    </section>
  );
}
