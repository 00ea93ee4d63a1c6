import { education } from '@hub/education';
import { identity } from '@hub/identity';
import type { SubgraphDefinition } from '@hub/kit';
import type { ImportKind } from '@hub/kit/service';
import { publicSector } from '@hub/public-sector';
import { university } from '@hub/university';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect, test } from '@jest/globals';

/** The columns of every kind in files of other systems: the person, days, places, and words of a fixed set. */
const expected = new Set(['day', 'month', 'place', 'words']);

function needsNames([name, column]: [string, ImportKind['columns'][string]]): boolean {
  return name === 'citizen_number' || name === 'commune_code' || expected.has(column.form?.kind ?? '');
}

test.each<[string, SubgraphDefinition]>(
  [womensUnion, youthUnion, university, publicSector, education, identity].map((one) => [one.organisation, one]),
)('files of %s may have Vietnamese headers for persons, days, communes and kinds', (_organisation, { imports }) => {
  const columns = imports.flatMap(({ kind, columns: all }) =>
    Object.entries(all)
      .filter(needsNames)
      .map(([name, { names = [] }]) => ({ column: `${kind}.${name}`, names })),
  );
  expect(columns.length).toBeGreaterThan(0);
  const isVietnamese = (name: string) => /[^\u0000-\u007f]/.test(name.normalize('NFC'));
  expect(columns.filter(({ names }) => !names.some(isVietnamese)).map(({ column }) => column)).toEqual([]);
});
