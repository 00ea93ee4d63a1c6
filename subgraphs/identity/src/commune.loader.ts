import { codeOf, type CommuneStub, placeLoader, type SubgraphContext, writePlaceCode } from '@hub/kit';

/** The commune of a row for the graph, by its place; null if the place is unknown. */
export async function communeOf(
  { place }: { readonly place: string },
  context: SubgraphContext,
): Promise<CommuneStub | null> {
  const row = await placeLoader(context).load({ code: place });
  return row && { code: await codeOf(row, context) };
}

/** The place in tables for a commune's code; for an unknown code, a value that no row has. */
export async function placeOfCommune(code: string, context: SubgraphContext): Promise<string> {
  const row = await placeLoader(context).load({ code });
  return row ? writePlaceCode(row.code, row.validFrom) : '';
}
