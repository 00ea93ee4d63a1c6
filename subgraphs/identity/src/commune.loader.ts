import { codeOf, type CommuneStub, placeLoader, type SubgraphContext, writePlaceCode } from '@hub/kit';

/** The commune of a row, by its place, as the graph knows it; null where the place is not known any more. */
export async function communeOf(
  { place }: { readonly place: string },
  context: SubgraphContext,
): Promise<CommuneStub | null> {
  const row = await placeLoader(context).load({ code: place });
  return row && { code: await codeOf(row, context) };
}

/** The place by which tables name a commune of the graph; of an unknown one, what no row has. */
export async function placeOfCommune(code: string, context: SubgraphContext): Promise<string> {
  const row = await placeLoader(context).load({ code });
  return row ? writePlaceCode(row.code, row.validFrom) : '';
}
