import { z } from 'zod';
import { type Asked, failed, type HubTool, told, usualBytes, type ToolAnswer } from './hub-tool.js';
import type { JsonSchema } from './input-schema.js';

const text = z.object({ en: z.string() });

/** The list of tables from `GET /export`. */
const listed = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      title: text,
      description: text,
      formats: z.array(z.string()),
      parameters: z.array(
        z.object({
          name: z.string(),
          required: z.boolean(),
          several: z.boolean(),
          values: z.array(z.string()).optional(),
          title: text.optional(),
          default: z.unknown().optional(),
        }),
      ),
      columns: z.array(z.object({ key: z.string(), title: text })),
    }),
  ),
});

type Table = z.infer<typeof listed>['tables'][number];

/** Default and largest number of rows in a tool's answer. */
const [usualRows, mostRows] = [50, 500];

/** Room for the note and the source. */
const bytesOfNote = 512;

/** Tools by table name; undefined for a table without the format of JSON lines. */
export type TableTools = ReadonlyMap<string, HubTool | undefined>;

/**
 * Makes a tool of each table in the hub's list.
 * @param list the answer of `GET /export`.
 */
export function tableTools(list: unknown): TableTools {
  return new Map(
    listed.parse(list).tables.map((table) => [table.name, table.formats.includes('jsonl') ? toolOf(table) : undefined]),
  );
}

/**
 * Selects tools of tables.
 * @param names the tables to select; `all` for every table.
 * @throws Error naming the tables that the hub does not list.
 */
export function chooseTables(tools: TableTools, names: readonly string[]): HubTool[] {
  if (names.includes('all')) return [...tools.values()].filter((tool) => tool !== undefined);
  const strange = names.filter((name) => !tools.has(name));
  if (strange.length > 0) throw new Error(`The hub lists no table ${strange.join(', ')}: see /export.`);
  return names.map((name) => tools.get(name)).filter((tool) => tool !== undefined);
}

function toolOf(table: Table): HubTool {
  const columns = table.columns.map(({ key, title }) => `${key} (${title.en})`).join(', ');
  return {
    name: `table_${table.name.replaceAll('-', '_')}`,
    description: `${table.title.en}. ${table.description.en} Columns: ${columns}.`,
    input: inputOf(table),
    output: {
      type: 'object',
      properties: {
        rows: { type: 'array', items: { type: 'object' } },
        note: { type: 'string', description: 'Whether these are all rows.' },
        source: { type: 'string', description: 'The address of the file with all rows.' },
      },
      required: ['rows', 'note', 'source'],
    },
    call: (asked, input, signal) => rowsOf(asked, table, input, signal).catch(failed),
  };
}

function inputOf({ parameters, columns }: Table): JsonSchema {
  const properties = parameters.map(({ name, several, values, title, default: usual }) => {
    const one: JsonSchema = { type: 'string', ...(values && { enum: values }) };
    const description = [title?.en ?? name, ...(usual === undefined ? [] : [`${JSON.stringify(usual)} unless told`])];
    return [name, { ...(several ? { type: 'array', items: one } : one), description: description.join('; ') }] as const;
  });
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(properties),
      columns: {
        type: 'array',
        items: { type: 'string', enum: columns.map(({ key }) => key) },
        description: 'These columns alone',
      },
      rows: {
        type: 'integer',
        description: `The most rows that are given: ${usualRows} or ${usualBytes} bytes unless told, ${mostRows} at most`,
      },
    },
    required: parameters
      .filter(({ required, default: usual }) => required && usual === undefined)
      .map(({ name }) => name),
    additionalProperties: false,
  };
}

/** The first rows of a table; the download stops after them. */
async function rowsOf(
  { hub, url }: Asked,
  { name }: Table,
  { rows, columns, ...parameters }: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const search = new URLSearchParams({ lang: 'en' });
  if (Array.isArray(columns)) search.set('columns', columns.join(','));
  for (const [key, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  const enough = new AbortController();
  const path = `/export/${name}.jsonl?${search.toString()}`;
  const response = await hub.get(path, {
    signal: AbortSignal.any([signal, enough.signal]),
  });
  const isTold = typeof rows === 'number' && rows > 0;
  const wanted = Math.min(isTold ? rows : usualRows, mostRows);
  const lines: string[] = [];
  let [isAll, bytes] = [true, 0];
  for await (const line of linesOf(response)) {
    bytes += Buffer.byteLength(line) + 1;
    isAll = lines.length < wanted && (isTold || bytes < usualBytes - bytesOfNote);
    if (!isAll) break;
    lines.push(line);
  }
  enough.abort();
  const note = isAll ? 'These are all rows.' : `There are more rows: these are the first ${lines.length}.`;
  return told({ rows: lines.map((line) => JSON.parse(line) as unknown), note, source: new URL(path, url).href });
}

async function* linesOf({ body }: Response): AsyncGenerator<string, void> {
  let rest = '';
  if (!body) return;
  const decoder = new TextDecoder();
  for await (const part of body as ReadableStream<Uint8Array>) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
