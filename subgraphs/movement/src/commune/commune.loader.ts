import {
  badUserInput,
  defineLoader,
  entityLoader,
  pageLoader,
  provinceCode,
  searchText,
  type SubgraphContext,
} from '@hub/kit';
import { type Commune, CommuneEntity } from './commune.entity.js';
import type { CommuneType } from './commune.type.js';

export const communeLoader = entityLoader<Commune>(CommuneEntity, 'code');

/**
 * The code of a commune or of the province, if it is one.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function placeOf(code: string, context: SubgraphContext): Promise<string> {
  if (code === provinceCode || (await communeLoader(context).load(code))) return code;
  throw badUserInput(
    `Expected the code of one of the 166 communes and wards, or ${provinceCode} for the province, but got ${JSON.stringify(code)}.`,
  );
}

export const communePages = pageLoader<Commune>({
  entity: CommuneEntity,
  orderColumns: ['sort_key', 'code'],
  where: `(?::text is null or strpos(t.search_key, ?) > 0 or starts_with(t.code, ?)) and (?::text is null or t.type = ?)`,
});

/**
 * The values of the condition above.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function communeFilter(search?: string | null, type?: CommuneType | null): (string | null)[] {
  const key = search ? searchText(search) : null;
  return [key, key, key, type ?? null, type ?? null];
}

/** The codes of all communes, or those of one type, in Vietnamese alphabetical order. */
export const communeCodes = defineLoader<CommuneType | 'ALL', string[]>((types, em) =>
  Promise.all(
    types.map(async (type) => {
      const found = await em.find(CommuneEntity, type === 'ALL' ? {} : { type }, {
        orderBy: { sortKey: 'asc', code: 'asc' },
      });
      return found.map(({ code }) => code);
    }),
  ),
);
