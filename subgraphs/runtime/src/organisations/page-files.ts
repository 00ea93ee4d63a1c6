import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { laidOutPages, type PublishedPages } from '@hub/protocol';

/** The files of pages, by their names: `commune.yaml` has the layout for the query in `commune.graphql`. */
export function pageFiles(pages: PublishedPages): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(pages).flatMap(([page, { document, layout }]) => [
      [`${page}.graphql`, document],
      [`${page}.yaml`, layout],
    ]),
  );
}

/**
 * Reads an organisation's pages.
 * @param folder its folder `pages`.
 * @returns undefined where it has no layouts.
 * @throws Error where one of a page's two files is missing.
 */
export function readPageFiles(folder: string): PublishedPages | undefined {
  const found = laidOutPages.filter((page) => existsSync(join(folder, `${page}.yaml`)));
  if (found.length === 0) return undefined;
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  return Object.fromEntries(
    found.map((page) => [page, { document: text(`${page}.graphql`), layout: text(`${page}.yaml`) }]),
  );
}
