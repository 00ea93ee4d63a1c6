/** The addresses of the portal's pages: the gateway serves each, and the portal's own script shows it. */
export const pageAddresses = [
  '/',
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
  '/schema',
  '/schema/:code',
  '/keys',
  '/apps',
  '/alerts',
  '/status',
  '/signed-in',
] as const;

export type PageAddress = (typeof pageAddresses)[number];

/** Pages that other sites may show in theirs, where the operator names these sites. */
export const pagesToEmbed: readonly string[] = ['/embed/:code'] satisfies readonly PageAddress[];

/** Pages under a policy of their own: the browser loads a document for each, from wherever it comes. */
export const pagesApart: readonly string[] = ['/explorer'] satisfies readonly PageAddress[];
