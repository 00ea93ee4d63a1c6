import { z } from 'zod';

/** The changes of a published version to the schema that clients see. */
export interface ChangeLogEntry {
  readonly organisation: string;
  readonly version: number;
  /** When it was published, as an ISO date and time. */
  readonly publishedAt: string;
  /** The organisation that published it; the hub's operators, without a name, for versions that they publish. */
  readonly publishedBy: string;
  /** The reason for publishing it though a check refused it. */
  readonly override?: string | undefined;
  readonly changes: readonly ChangeOfEntry[];
}

/** A change in the log. */
export interface ChangeOfEntry {
  readonly kind: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  /** graphql-js's name for it; for a safe change TYPE_ADDED, FIELD_ADDED or DEPRECATED. */
  readonly rule: string;
  /** The place, such as `Goal.progress(commune:)`. */
  readonly coordinate: string;
  readonly description: string;
}

const change = z.strictObject({
  kind: z.enum(['BREAKING', 'DANGEROUS', 'SAFE']),
  rule: z.string(),
  coordinate: z.string(),
  description: z.string(),
});

/** The entries of a change log, as the registry sends them to gateways. */
export const changeLogEntries: z.ZodType<readonly ChangeLogEntry[]> = z.array(
  z.strictObject({
    organisation: z.string(),
    version: z.int(),
    publishedAt: z.iso.datetime(),
    publishedBy: z.string(),
    override: z.string().optional(),
    changes: z.array(change),
  }),
);

const headings = [
  ['BREAKING', 'Breaking'],
  ['DANGEROUS', 'Dangerous'],
  ['SAFE', 'Safe'],
] as const;

/** A change log in Markdown, in the order of its entries. */
export function changeLogMarkdown(entries: readonly ChangeLogEntry[]): string {
  const sections = entries.map((entry) => `## ${titleOf(entry)}\n\n${bodyOf(entry)}\n`);
  return `# Changes\n\n${sections.length === 0 ? 'None yet.\n' : sections.join('\n')}`;
}

/** An entry's title: the organisation, the version and the day. */
export function titleOf({ organisation, version, publishedAt }: ChangeLogEntry): string {
  return `${organisation}, version ${version} (${publishedAt.slice(0, 10)})`;
}

function bodyOf({ changes, override }: ChangeLogEntry): string {
  const lists = headings.flatMap(([kind, heading]) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) return [];
    return [`**${heading}**\n\n${own.map(({ description }) => `- ${inMarkdown(description)}`).join('\n')}`];
  });
  const why = override === undefined ? [] : [`Published though a check refused it: ${inMarkdown(override)}`];
  return [...why, ...(lists.length === 0 ? ['Clients see no change.'] : lists)].join('\n\n');
}

/** A text on one line, with its markup escaped. */
function inMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#|]/g, '\\$&');
}
