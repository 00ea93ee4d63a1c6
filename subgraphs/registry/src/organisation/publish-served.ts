import { type OpenEndpoints } from '@hub/kit';
import { clientError, type Examined, formatReport, isForClient, type LinkState, type NamedKey } from '@hub/protocol';
import { lookWhileListening } from '@hub/runtime';
import type { GraphQLError } from 'graphql';
import type { CheckDeps } from '../check/check.endpoint.js';
import { checkInCage } from '../check/check-in-cage.js';
import type { OrganisationBook } from './organisation-book.js';
import { type DocumentKind, endWaiting, type WaitingSchema, waitingSchemas } from './organisation-documents.js';
import type { Published, ShownOrganisation } from './organisation-views.js';
import { judgeAccepted, refuseUnexamined } from './refuse-unexamined.js';
import type { Reachable } from './reachable.js';
import { lookAtServed, type ServedSchema } from './served-schema.js';
import type { SnapshotBook } from './snapshot-book.js';

/** Interval between two looks whether a waiting schema is served, and how long they go on, in milliseconds. */
const [everyMs, forMs] = [500, 10 * 60_000];

/** The tools of publishing. */
export interface PublishingMeans {
  readonly endpoints: Pick<OpenEndpoints, 'server' | 'em' | 'now'>;
  readonly book: OrganisationBook;
  readonly snapshots: SnapshotBook;
  /** The key that signs the registry's requests to endpoints. */
  readonly key: () => NamedKey | undefined;
  /** Decides which addresses are accepted as endpoints. */
  readonly reachable: Reachable;
  /** Whether an endpoint must have been examined against the protocol before its schema is published. */
  readonly demandsExamination: boolean;
}

/** Publishes schemas: a schema that passes the check is in force as soon as the organisation serves it. */
export class SchemaPublisher {
  #mayWait = true;

  constructor(private readonly means: PublishingMeans) {}

  /**
   * Checks a schema, and publishes it: at once if the organisation serves it, and otherwise it waits.
   * @throws GraphQLError `NOT_CONFORMANT` if its endpoint does not follow the protocol; `CHECK_REFUSED` with the
   * report, if it breaks users or does not compose with the other schemas.
   */
  async publish(
    inputs: CheckDeps,
    organisation: string,
    { content: candidate, examined }: { readonly content: string; readonly examined?: Examined | undefined },
    by: string,
  ): Promise<Published> {
    const { book, demandsExamination: isDemanded } = this.means;
    const shown = await book.show(organisation);
    if (!shown) throw clientError('NOT_LINKED', `Expected an organisation that has joined, but got ${organisation}.`);
    const told = refuseUnexamined({ said: shown.said, examined, isDemanded });
    // The schema in force breaks nothing.
    if (shown.schema !== candidate) await this.#refuseWhatBreaks(inputs, organisation, candidate, shown.said.endpoint);
    const served = await this.served(organisation, candidate);
    const waitsFor = served.serves === false ? served.reason : undefined;
    const published = await book.publish(
      organisation,
      'SCHEMA',
      candidate,
      by,
      waitsFor === undefined ? { examined } : { waitsFor, examined },
    );
    if (published.state === 'WAITING') this.#mayWait = true;
    const notServed = served.serves === undefined && published.state === 'IN_FORCE' ? served.reason : undefined;
    const reason = [published.reason, notServed, told].filter((one) => one !== undefined).join('; ');
    return reason === '' ? published : { ...published, reason };
  }

  /**
   * Changes an organisation's state; see `OrganisationBook.change`. To go live, it must serve its published schema.
   * An organisation that joined must have been examined against the protocol, if that is demanded, or is accepted for
   * a reason.
   * @returns a remark on the change.
   * @throws GraphQLError `NOT_CONFORMANT` if it is accepted for the first time, without a reason, and was not
   * examined, or did not pass.
   */
  async change(code: string, state: LinkState, by: string, reason?: string): Promise<string | undefined> {
    const { book, demandsExamination: isDemanded } = this.means;
    const shown = state === 'LIVE' ? await book.show(code) : undefined;
    const accepted = shown?.state === 'CHECKING' ? judgeAccepted({ shown, isDemanded, reason }) : undefined;
    if (shown) await this.#refuseUnserved(shown);
    await book.change(code, state, by, reason, accepted?.isOverridden ? 'live by override' : undefined);
    return accepted?.told;
  }

  /**
   * Puts a former version in force again: a schema at once if the organisation serves it, or if the registry does not
   * reach organisations.
   * @returns why it waits.
   */
  async rollBack(code: string, kind: DocumentKind, version: number, by: string): Promise<string | undefined> {
    const { book } = this.means;
    if (kind !== 'SCHEMA') {
      await book.rollBack(code, kind, version, by);
      return undefined;
    }
    const content = await book.contentOf(code, 'SCHEMA', version);
    const served = content === undefined ? undefined : await this.served(code, content);
    const waitsFor = served?.serves === false && served.isReached ? served.reason : undefined;
    await book.rollBack(code, 'SCHEMA', version, by, waitsFor);
    if (waitsFor !== undefined) this.#mayWait = true;
    return waitsFor;
  }

  /**
   * Checks an organisation before it goes live.
   * @throws GraphQLError `CONFLICT` if it has records and does not serve its published schema.
   */
  async #refuseUnserved({ schema, said }: ShownOrganisation): Promise<void> {
    if (!schema || said.endpoint === null) return;
    const served = await this.#lookAt(said.endpoint, schema);
    if (served.serves === false) throw clientError('CONFLICT', `It cannot go live: ${served.reason}.`);
  }

  /** Puts waiting schemas in force once they are served, while the server listens. */
  follow(): void {
    lookWhileListening(this.means.endpoints.server, {
      everyMs,
      look: async () => this.#mayWait && this.#lookAtAll(),
      fault: 'cannot look at the schemas that wait',
    });
  }

  /** Whether a live organisation serves a schema; other organisations need serve nothing. */
  async served(code: string, content: string): Promise<ServedSchema> {
    const shown = await this.means.book.show(code);
    const endpoint = shown?.state === 'LIVE' ? shown.said.endpoint : null;
    return endpoint === null ? { serves: true } : this.#lookAt(endpoint, content);
  }

  #lookAt(endpoint: string, published: string): Promise<ServedSchema> {
    return lookAtServed(endpoint, published, this.means.key(), this.means.reachable);
  }

  async #lookAtAll(): Promise<void> {
    const { book, endpoints } = this.means;
    const waiting = await this.#waiting();
    for (const one of waiting) {
      const { code, version, since, endpoint, content } = one;
      const { log } = endpoints.server;
      const served = await this.#lookAt(endpoint, content);
      const isLate = endpoints.now().getTime() - new Date(since).getTime() > forMs;
      try {
        if (served.serves !== false) {
          await book.putServed(one);
          log.info({ organisation: code, version }, 'a schema that waited is served, and in force');
        } else if (isLate) {
          await endWaiting(endpoints.em.fork(), one);
          log.warn(
            { organisation: code, version, reason: served.reason },
            'a schema was not served in time, and is not in force',
          );
        }
      } catch (error) {
        if (!isLate && mayPass(error)) {
          log.warn({ err: error, organisation: code, version }, 'a schema that waits cannot be put in force now');
          continue;
        }
        await endWaiting(endpoints.em.fork(), one);
        log.warn({ err: error, organisation: code, version }, 'a schema that waited cannot be in force any more');
      }
    }
  }

  async #waiting(): Promise<WaitingSchema[]> {
    this.#mayWait = false;
    try {
      const waiting = await waitingSchemas(this.means.endpoints.em.fork());
      if (waiting.length > 0) this.#mayWait = true;
      return waiting;
    } catch (error) {
      this.#mayWait = true;
      throw error;
    }
  }

  async #refuseWhatBreaks(inputs: CheckDeps, organisation: string, candidate: string, endpoint: string | null) {
    const [former, others, usage, consents] = await Promise.all([
      inputs.former(organisation),
      inputs.others(organisation),
      inputs.usage(),
      inputs.consents?.() ?? [],
    ]);
    const url = endpoint ?? '';
    const input = { organisation, candidate, former, others, usage, consents, url };
    const { report, supergraph } = await checkInCage(input);
    if (report.verdict === 'REFUSED') throw clientError('CHECK_REFUSED', formatReport(report));
    if (supergraph !== undefined) {
      this.means.snapshots.remember([...others, { name: organisation, url, sdl: candidate }], supergraph);
    }
  }
}

/** Whether a fault may pass, such as one of the database: it says nothing about the schema. */
function mayPass(error: unknown): boolean {
  return !isForClient(error) || (error as GraphQLError).extensions['tryAgain'] === true;
}
