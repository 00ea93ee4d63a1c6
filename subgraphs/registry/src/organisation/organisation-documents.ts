import { type SubgraphContext } from '@hub/kit';
import type { Examined } from '@hub/protocol';

type Em = SubgraphContext['em'];

/** The kinds of documents that an organisation publishes in versions. */
export const documentKinds = ['AGREEMENTS', 'SCHEMA', 'PAGES'] as const;

/** A kind of document that an organisation publishes in versions. */
export type DocumentKind = (typeof documentKinds)[number];

/** A new document of an organisation, published by it or by an operator for it. */
export interface NewDocument {
  readonly code: string;
  readonly kind: DocumentKind;
  readonly content: string;
  readonly by: string;
  readonly at: Date;
  /** Why it is put in force in spite of a check's refusal. */
  readonly override?: string | undefined;
  /** The result of examining its endpoint against the protocol; undefined if it was not examined. */
  readonly examined?: Examined | undefined;
}

/** A schema that waits until the organisation serves it. */
export interface WaitingSchema {
  readonly code: string;
  readonly version: number;
  readonly since: string | Date;
  readonly endpoint: string;
  readonly content: string;
}

const columnOf: Readonly<Record<DocumentKind, string>> = {
  AGREEMENTS: 'agreements_version',
  SCHEMA: 'schema_version',
  PAGES: 'pages_version',
};

/** Adds a document as the next version of its kind. @returns the version. */
export async function addDocument(tx: Em, document: NewDocument): Promise<number> {
  const { code, kind, content, by, at, override, examined } = document;
  const [row]: { version: number }[] = await tx.execute(
    `insert into organisation_document (code, kind, version, content, published_at, published_by, override, examined)
     select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?::jsonb from organisation_document where (code, kind) = (?, ?)
     returning version`,
    [code, kind, content, at, by, override ?? null, examined ? JSON.stringify(examined) : null, code, kind],
  );
  return row?.version ?? 1;
}

/** The newest version of a kind, if it has exactly this text. */
export async function newestOf(tx: Em, code: string, kind: DocumentKind, content: string): Promise<number | undefined> {
  const [row]: { version: number; isSame: boolean }[] = await tx.execute(
    `select version, content = ? as "isSame" from organisation_document where (code, kind) = (?, ?)
     order by version desc limit 1`,
    [content, code, kind],
  );
  return row?.isSame ? row.version : undefined;
}

/** Adds later facts to a version: the examination of its endpoint, or why it is overridden. */
export async function tellMore(
  tx: Em,
  {
    code,
    kind,
    version,
    override,
    examined,
  }: Pick<NewDocument, 'code' | 'kind' | 'override' | 'examined'> & { readonly version: number },
): Promise<void> {
  if (override === undefined && !examined) return;
  await tx.execute(
    `update organisation_document set override = coalesce(?, override), examined = coalesce(?::jsonb, examined)
     where (code, kind, version) = (?, ?, ?)`,
    [override ?? null, examined ? JSON.stringify(examined) : null, code, kind, version],
  );
}

/** Puts a version in force; no schema waits any more then. */
export async function putInForce(tx: Em, code: string, kind: DocumentKind, version: number): Promise<void> {
  const waits = kind === 'SCHEMA' ? ', waiting_schema = null, waiting_since = null, waiting_reason = null' : '';
  await tx.execute(`update linked_organisation set ${columnOf[kind]} = ?${waits} where code = ?`, [version, code]);
}

/** Makes a version of a schema wait until the organisation serves it. */
export async function keepWaiting(tx: Em, code: string, version: number, reason: string, since: Date): Promise<void> {
  await tx.execute(
    `update linked_organisation set waiting_schema = ?, waiting_since = ?, waiting_reason = ? where code = ?`,
    [version, since, reason, code],
  );
}

/** Ends an organisation's wait, unless another version waits by now. */
export async function endWaiting(em: Em, { code, version }: WaitingSchema): Promise<void> {
  await em.execute(
    `update linked_organisation set waiting_schema = null, waiting_since = null where code = ? and waiting_schema = ?`,
    [code, version],
  );
}

/** The waiting schemas of live organisations. */
export function waitingSchemas(em: Em): Promise<WaitingSchema[]> {
  return em.execute(
    `select o.code, o.waiting_schema as version, o.waiting_since as since, o.said ->> 'endpoint' as endpoint, d.content
     from linked_organisation o
     join organisation_document d on (d.code, d.kind, d.version) = (o.code, 'SCHEMA', o.waiting_schema)
     where o.state = 'LIVE' and o.said ->> 'endpoint' is not null order by o.code`,
  );
}
