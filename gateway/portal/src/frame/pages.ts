import type { ComponentType } from 'preact';
import { type PageAddress, pageAddresses } from '../../../src/portal-files/page-addresses.js';
import type { Word } from '../language/words.js';
import { Overview } from '../pages/overview/overview.js';

/** Properties of each page: the part of the address after its path, such as a goal's code. */
export interface PageProps {
  readonly code: string;
}

/** A page of the portal. */
export interface Page {
  /** Its word in the menu; absent for a page outside the menu. */
  readonly word?: Word;
  /** Loads the page; only the first page is part of the portal's main script. */
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
}

/** The page at each address. */
const pages: Readonly<Record<PageAddress, Page>> = {
  '/': { word: 'overview', load: () => Promise.resolve({ default: Overview }) },
  '/monday': { load: () => import('../pages/monday/monday.js') },
  '/goals/:code': { load: () => import('../pages/goal/goal.js') },
  '/communes': { word: 'communesPage', load: () => import('../pages/communes/communes.js') },
  '/communes/:code': { load: () => import('../pages/commune/commune.js') },
  '/organisations': { word: 'organisationsPage', load: () => import('../pages/organisations/organisations.js') },
  '/organisations/:code': { load: () => import('../pages/organisation/organisation.js') },
  '/indicators': { word: 'indicatorsPage', load: () => import('../pages/indicators/indicators.js') },
  '/indicators/:code': { load: () => import('../pages/indicators/indicator.js') },
  '/publications': { word: 'publications', load: () => import('../pages/publications/publications.js') },
  '/publications/:code': { load: () => import('../pages/report/report.js') },
  '/publishing': { load: () => import('../pages/publishing/publishing.js') },
  '/publishing/:code': { load: () => import('../pages/publishing/draft.js') },
  '/sheets': { load: () => import('../pages/sheets/sheets.js') },
  '/sheets/:code': { load: () => import('../pages/sheets/sheets.js') },
  '/table': { load: () => import('../pages/table/table-page.js') },
  '/metadata': { load: () => import('../pages/metadata/metadata.js') },
  '/metadata/:code': { load: () => import('../pages/metadata/metadata.js') },
  '/glossary': { load: () => import('../pages/glossary/glossary.js') },
  '/links': { load: () => import('../pages/links/links.js') },
  '/embed/:code': { load: () => import('../pages/embed/embed.js') },
  '/explorer': { word: 'explorer', load: () => import('../pages/explorer/explorer.js') },
  '/developers': { word: 'developers', load: () => import('../pages/developers/developers.js') },
  '/developers/:code': { load: () => import('../pages/developers/document.js') },
  '/schema': { load: () => import('../pages/schema/schema.js') },
  '/schema/:code': { load: () => import('../pages/schema/schema.js') },
  '/keys': { load: () => import('../pages/keys/keys.js') },
  '/apps': { load: () => import('../pages/apps/apps.js') },
  '/alerts': { load: () => import('../pages/alerts/alerts.js') },
  '/status': { word: 'status', load: () => import('../pages/status/status.js') },
  '/signed-in': { load: () => import('./signed-in.js') },
};

/** The menu's entries, in the order of the addresses. */
export const menu: readonly { readonly path: string; readonly word: Word }[] = pageAddresses.flatMap((path) => {
  const { word } = pages[path];
  return word === undefined ? [] : [{ path, word }];
});

/** The page at a path, and the code at the end of the path; undefined for an unknown path. */
export function pageAt(path: string): { readonly page: Page; readonly code: string } | undefined {
  const [, first = '', code = ''] = /^(\/[\w-]*)(?:\/([^/]+))?$/.exec(path) ?? [];
  const address = pageAddresses.find((one) => one === (code === '' ? first : `${first}/:code`));
  const decoded = decodedPart(code);
  return address && decoded !== undefined ? { page: pages[address], code: decoded } : undefined;
}

function decodedPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
