import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
/** A text with values in braces, in one language or both. */
const template = z.union([z.string().min(1), bilingual]);
const path = z.string().regex(/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/, 'expected a path such as commune.name');

const column = z.strictObject({
  title: bilingual,
  cell: template,
  each: path.optional(),
  head: z.boolean().default(false),
  class: z.enum(['small', 'whole']).optional(),
  when: z.strictObject({ value: path, is: z.string() }).optional(),
});

const layout = z.strictObject({
  title: bilingual,
  /** Titles for values of enums, which replace the schema's. */
  words: z.record(z.string(), bilingual).default({}),
  facts: z
    .array(z.strictObject({ of: path.optional(), by: z.string().optional(), title: template, cell: template }))
    .default([]),
  lists: z
    .array(
      z.strictObject({
        caption: bilingual,
        rows: z.union([path, z.array(path).min(1)]),
        /** The operation that loads more of a connection. */
        more: z.string().optional(),
        last: z.int().min(1).optional(),
        reversed: z.boolean().default(false),
        table: z.string().optional(),
        columns: z.array(column).min(1).max(20),
      }),
    )
    .default([]),
  /** Columns that are added to the hub's own lists, by the type of their rows. */
  adds: z.array(column.omit({ head: true, when: true }).extend({ type: z.string(), field: z.string() })).default([]),
});

/** How an organisation's records appear in a page, from its file. */
export type Layout = z.infer<typeof layout>;
export type LayoutColumn = Layout['lists'][number]['columns'][number];

/** Reads a layout. @throws Error with the expected form, and the place. */
export function readLayout(yaml: string): Layout {
  const { data, error } = layout.safeParse(parseYaml(yaml));
  if (!data) throw new Error(z.prettifyError(error));
  return data;
}
