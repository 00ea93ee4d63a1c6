/**
 * The addresses of the portal's pages. The gateway serves one page for all of them, and the portal's script shows the
 * right content.
 */
export const pageAddresses = [
  '/',
  '/monday',
  '/goals/:code',
  '/communes',
  '/communes/:code',
  '/organisations',
  '/organisations/:code',
  '/indicators',
  '/indicators/:code',
  '/publications',
  '/publications/:code',
  '/publishing',
  '/publishing/:code',
  '/sheets',
  '/sheets/:code',
  '/table',
  '/metadata',
  '/metadata/:code',
  '/glossary',
  '/links',
  '/embed/:code',
  '/explorer',
  '/developers',
  '/developers/:code',
  '/schema',
  '/schema/:code',
  '/keys',
  '/apps',
  '/alerts',
  '/status',
  '/signed-in',
] as const;

export type PageAddress = (typeof pageAddresses)[number];

/** Pages that other sites may embed, if the operator names these sites. */
export const pagesToEmbed: readonly string[] = ['/embed/:code'] satisfies readonly PageAddress[];

/** Pages with a separate policy: the browser always loads a new document for each. */
export const pagesApart: readonly string[] = ['/explorer'] satisfies readonly PageAddress[];
