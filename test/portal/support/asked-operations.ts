import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, stripIgnoredCharacters, validate } from 'graphql';
import type { Page } from 'playwright-core';
import { type PageAddress, pageAddresses } from '../../../gateway/src/portal-files/page-addresses.js';
import { coordinatesOf } from '../../../subgraphs/registry/src/check/document-coordinates.js';

const file = new URL('../../../gateway/portal/operations.json', import.meta.url);
const schema = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));

/** The operations of the portal's pages: heard in a browser, and written in the file for the registry's checks. */
export class AskedOperations {
  readonly #heard = new Map<PageAddress, Set<string>>();

  /** Hears what a page asks from now on. */
  hear(page: Page): void {
    page.on('request', (request) => {
      const address = addressOf(new URL(request.frame().url()).pathname);
      // Operations in the explorer are the user's.
      if (!address || address === '/explorer' || !request.url().endsWith('/graphql')) return;
      const { query } = JSON.parse(request.postData() ?? '{}') as { query?: string };
      if (query === undefined) return;
      const heard = this.#heard.get(address) ?? new Set<string>();
      this.#heard.set(address, heard.add(stripIgnoredCharacters(query)));
    });
  }

  /**
   * The fields that a page asked for and its written documents lack, and the written documents that are no longer
   * valid.
   */
  differences(): { readonly notWritten: readonly string[]; readonly outdated: readonly string[] } {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, readonly string[]>;
    const notWritten = [...this.#heard].flatMap(([address, documents]) => {
      const known = new Set((written[address] ?? []).flatMap(coordinates));
      return [...new Set([...documents].flatMap(coordinates))]
        .filter((one) => !known.has(one))
        .map((one) => `${address} asks ${one}`);
    });
    const outdated = Object.entries(written).flatMap(([address, documents]) =>
      documents.flatMap((one) => validate(schema, parse(one)).map(({ message }) => `${address}: ${message}`)),
    );
    return { notWritten, outdated };
  }

  /**
   * Writes down the documents heard in this file and in the other files of this run: for each page the fewest documents
   * that cover its questions.
   * @param by names this file among them.
   */
  write(by: string): void {
    const folder = join(process.env['HUB_TEST_FOLDERS'] ?? tmpdir(), 'asked-operations');
    mkdirSync(folder, { recursive: true });
    const heard = [...this.#heard].map(([address, documents]) => [address, [...documents]]);
    writeFileSync(join(folder, `${createHash('sha256').update(by).digest('hex')}.json`), JSON.stringify(heard));
    const all = readdirSync(folder).flatMap(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as [PageAddress, string[]][],
    );
    const written = pageAddresses.flatMap((address) => {
      const known = new Set<string>();
      const documentsOfAll = new Set(all.flatMap(([of, documents]) => (of === address ? documents : [])));
      const longestFirst = [...documentsOfAll].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
      const documents = longestFirst.filter((document) => {
        const added = coordinates(document).filter((one) => !known.has(one));
        for (const one of added) known.add(one);
        return added.length > 0;
      });
      return documents.length === 0 ? [] : [[address, documents] as const];
    });
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(written), null, 2)}\n`);
  }
}

function coordinates(document: string): readonly string[] {
  return [...coordinatesOf(parse(document), schema)];
}

function addressOf(path: string): PageAddress | undefined {
  return pageAddresses.find((address) => new RegExp(`^${address.replace(':code', '[^/]+')}$`).test(path));
}
