import { defineService, type Endpoints, type SubgraphContext } from '@hub/kit';
import { badUserInput, clientError, type Clock, maxAppDocuments, readDocumentsManifest } from '@hub/protocol';
import { type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { openKeyBook } from '../key/key-book.js';
import type { KeyWatch } from '../key/key-watch.js';
import { NewestSchema } from '../organisation/newest-schema.js';

type EntityManager = SubgraphContext['em'];

/** A document that an app registered. */
export interface AppDocument {
  readonly hash: string;
  /** The name of its operation; null if it has none. */
  readonly operation: string | null;
  readonly text: string;
  readonly registered_at: string;
}

/** How many faults of a manifest are reported, and how many tokens a document may have: more than gateways execute. */
const [maxFaults, maxTokens] = [20, 10_000];

/** The documents that apps have registered, separately for each app. */
export class AppDocuments {
  readonly #schema: NewestSchema;

  constructor(
    private readonly em: EntityManager,
    private readonly now: Clock,
    private readonly watch: KeyWatch,
  ) {
    this.#schema = new NewestSchema(em);
  }

  /**
   * Registers the documents of a manifest in addition to the app's present ones, since older versions of the app
   * still use these. Each is checked against today's schema; if one is invalid, none is registered.
   * @throws GraphQLError `BAD_USER_INPUT` naming each invalid document, `WRONG_STATE` for an app that is not
   * accepted, `TOO_MANY_DOCUMENTS`
   */
  async register(app: string, manifest: string): Promise<void> {
    await refuseUnaccepted(this.em.fork(), app);
    const documents = read(manifest);
    const schema = await this.#schema.read();
    const checked = [...documents].map(([hash, text]) => ({ hash, text, ...operationIn(text, schema) }));
    const faults = checked.flatMap(({ hash, fault }) => (fault === undefined ? [] : [`${hash}: ${fault}`]));
    if (faults.length > 0) {
      const more = faults.length > maxFaults ? `\n(${faults.length - maxFaults} more)` : '';
      throw badUserInput(
        `manifest: expected documents that hold in the schema of today.\n${faults.slice(0, maxFaults).join('\n')}${more}`,
      );
    }
    await this.em.fork().transactional(async (em) => {
      await refuseUnaccepted(em, app, 'for update');
      for (const { hash, text, operation } of checked) {
        await em.execute(
          `insert into app_document (app, hash, operation, text, registered_at) values (?, ?, ?, ?, ?)
           on conflict do nothing`,
          [app, hash, operation ?? null, text, this.now()],
        );
      }
      // The sizes are in bytes of the sent text: each document is stored as its text.
      const [sum] = await em.execute<{ count: number; bytes: number }[]>(
        `select count(*)::int as count, coalesce(sum(octet_length(text)), 0)::int as bytes from app_document where app = ?`,
        [app],
      );
      const { count, bytes } = maxAppDocuments;
      if ((sum?.count ?? 0) <= count && (sum?.bytes ?? 0) <= bytes) return;
      throw clientError(
        'TOO_MANY_DOCUMENTS',
        `Expected at most ${count} documents of ${bytes} bytes together, got ${sum?.count} of ${sum?.bytes}: remove those that no version of the app uses.`,
      );
    });
    this.watch.changed();
  }

  /** Removes documents of an app; unknown hashes are ignored. */
  async remove(app: string, hashes: readonly string[]): Promise<void> {
    await this.em
      .fork()
      .execute(`delete from app_document where app = ? and hash in (select jsonb_array_elements_text(?::jsonb))`, [
        app,
        JSON.stringify(hashes),
      ]);
    this.watch.changed();
  }

  /** Today's schema. */
  schema(): Promise<GraphQLSchema> {
    return this.#schema.read();
  }

  /** The documents of an app, by the name of their operation. */
  of(app: string): Promise<AppDocument[]> {
    return this.em
      .fork()
      .execute<AppDocument[]>(
        `select hash, operation, text, registered_at from app_document where app = ? order by operation, hash`,
        [app],
      );
  }
}

/** Refuses an app that is not accepted: it has no documents. @throws GraphQLError `WRONG_STATE` */
async function refuseUnaccepted(em: EntityManager, app: string, lock = ''): Promise<void> {
  const [row] = await em.execute<{ state: string }[]>(`select state from app where id = ? ${lock}`, [app]);
  if (row?.state === 'ACCEPTED') return;
  throw clientError(
    'WRONG_STATE',
    `Expected an app that is accepted to register documents, got ${row?.state ?? 'none'}.`,
  );
}

function read(manifest: string): ReadonlyMap<string, string> {
  try {
    return readDocumentsManifest(manifest);
  } catch (error) {
    throw badUserInput(`manifest: ${(error as Error).message}.`);
  }
}

/** The name of a document's operation, or why the document is invalid. */
function operationIn(text: string, schema: GraphQLSchema): { operation?: string | undefined; fault?: string } {
  try {
    const document = parse(text, { maxTokens });
    const [fault] = validate(schema, document, undefined, { maxErrors: 1 });
    if (fault) return { fault: fault.message };
    const named = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    return { operation: named?.kind === Kind.OPERATION_DEFINITION ? named.name?.value : undefined };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

const serverDocuments = defineService<AppDocuments>('documents of apps');

/** The documents of a server, shared by its resolvers. */
export function openAppDocuments(endpoints: Pick<Endpoints, 'em' | 'now' | 'config' | 'services'>): AppDocuments {
  const { em, now, services } = endpoints;
  return services.open(serverDocuments, () => new AppDocuments(em.fork(), now, openKeyBook(endpoints).watch));
}

/** The documents of the server that answers a request. */
export function appDocumentsOf({ services }: Pick<SubgraphContext, 'services'>): AppDocuments {
  return services.of(serverDocuments);
}
