import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { readPanel } from './read-panel.js';

/** The pages that an organisation can lay out. */
export const laidOutPages = ['commune', 'indicator'] as const;

/** The size limit of a document or a layout, in bytes of UTF-8. */
export const maxPageBytes = 64 * 1024;

const text = z
  .string()
  .min(1)
  .refine((one) => Buffer.byteLength(one) <= maxPageBytes, `expected at most ${maxPageBytes} bytes`);

const publishedPages = z.strictObject({
  format: z.literal(1),
  /** By page, the queries and the layout of its panel there. */
  pages: z.partialRecord(z.enum(laidOutPages), z.strictObject({ document: text, layout: text })),
});

/** An organisation's layouts of its panels, by page. */
export type PublishedPages = z.infer<typeof publishedPages>['pages'];

/** Writes pages in their published form. */
export function writePages(pages: PublishedPages): string {
  return JSON.stringify({ format: 1, pages }, undefined, 1);
}

/** Reads published pages. @throws Error with the expected form, and the place. */
export function readPages(content: string): PublishedPages {
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch (error) {
    throw new Error(`expected pages in JSON: ${(error as Error).message}`);
  }
  const { data, error } = publishedPages.safeParse(given);
  if (data) return data.pages;
  throw new Error(z.prettifyError(error));
}

/**
 * The faults of an organisation's pages, by themselves or against the schema that callers see; each begins with its
 * page.
 */
export function problemsOfPages(organisation: string, pages: PublishedPages, schema: GraphQLSchema): string[] {
  return Object.entries(pages).flatMap(([page, one]) => {
    try {
      readPanel({ organisation, page, ...one }, schema);
      return [];
    } catch (error) {
      return [`${page}: ${(error as Error).message}`];
    }
  });
}
