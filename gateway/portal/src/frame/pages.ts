import type { ComponentType } from 'preact';
import type { Word } from '../language/words.js';
import { Overview } from '../pages/overview/overview.js';

/** What a page is given: the part of the address after its path, such as the code of a goal. */
export interface PageProps {
  readonly code: string;
}

/** A page of the portal. */
export interface Page {
  /** Where it is. */
  readonly path: string;
  /** Whether its address goes on with the code of what it shows. */
  readonly hasCode?: boolean;
  /** What the menu calls it; nothing where the menu does not lead there. */
  readonly word?: Word;
  /** Loads it: only the first page comes with the portal itself. */
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
}

/** All pages, in the menu's order. The gateway serves each (`portal-routes.ts`). */
export const pages: readonly Page[] = [
  { path: '/', word: 'overview', load: () => Promise.resolve({ default: Overview }) },
  { path: '/goals', hasCode: true, load: () => import('../pages/goal/goal.js') },
  { path: '/communes', word: 'communesPage', load: () => import('../pages/communes/communes.js') },
  { path: '/communes', hasCode: true, load: () => import('../pages/commune/commune.js') },
  { path: '/organisations', word: 'organisationsPage', load: () => import('../pages/organisations/organisations.js') },
  { path: '/organisations', hasCode: true, load: () => import('../pages/organisation/organisation.js') },
  { path: '/indicators', word: 'indicatorsPage', load: () => import('../pages/indicators/indicators.js') },
  { path: '/indicators', hasCode: true, load: () => import('../pages/indicators/indicator.js') },
  { path: '/publications', word: 'publications', load: () => import('../pages/publications/publications.js') },
  { path: '/publications', hasCode: true, load: () => import('../pages/report/report.js') },
  { path: '/explorer', word: 'explorer', load: () => import('../pages/explorer/explorer.js') },
  { path: '/schema', word: 'schema', load: () => import('../pages/schema/schema.js') },
  { path: '/schema', hasCode: true, load: () => import('../pages/schema/schema.js') },
  { path: '/keys', load: () => import('../pages/keys/keys.js') },
  { path: '/status', word: 'status', load: () => import('../pages/status/status.js') },
  { path: '/signed-in', load: () => import('./signed-in.js') },
];

/** The page at a path, and the code that the path ends with. */
export function pageAt(path: string): { readonly page: Page; readonly code: string } | undefined {
  const [, first = '', code = ''] = /^(\/[\w-]*)(?:\/([^/]+))?$/.exec(path) ?? [];
  const page = pages.find((one) => one.path === first && (one.hasCode ?? false) === (code !== ''));
  return page && { page, code: decodeURIComponent(code) };
}
