import { type HubClient, participants, type SubgraphContext } from '@hub/kit';

/** A publication's digest that an organisation does not hold yet. */
interface Outstanding {
  readonly id: string;
  readonly digest: string;
  readonly signature: string;
  readonly organisation: string;
}

const keep = (field: string) => `mutation KeepPublication($id: ID!, $digest: String!, $signature: String!) {
  kept: ${field}KeepPublication(id: $id, digest: $digest, signature: $signature) { digest }
}`;

/** How many digests are handed over at once: of the newest publications; what is older follows. */
const atOnce = 100;

/** What handing over needs. */
export interface HandOverOptions {
  readonly hub: HubClient;
  readonly em: SubgraphContext['em'];
  readonly log: SubgraphContext['log'];
  readonly now: SubgraphContext['now'];
}

/**
 * Hands each organisation the digests of publications, so that movement alone cannot change what it gave out. One that
 * does not answer is asked again at the next call.
 */
export class PublicationHandOver {
  /** What was last logged of an organisation, so that it is said once. */
  readonly #said = new Map<string, string>();

  constructor(private readonly options: HandOverOptions) {}

  /** Hands over what is outstanding. @throws Error where the hub cannot be reached. */
  async run(signal: AbortSignal): Promise<void> {
    const { em } = this.options;
    const rows = await em.execute<Outstanding[]>(
      `select p.id, p.digest, p.signature, o.organisation
       from publication p cross join json_array_elements_text(?::json) as o(organisation)
       where not exists (
         select from publication_handed_over h where h.id = p.id and h.organisation = o.organisation)
       order by p.published_at desc, p.id desc limit ?`,
      [JSON.stringify(participants.map(({ code }) => code)), atOnce],
    );
    const silent = new Set<string>();
    for (const row of rows) {
      if (silent.has(row.organisation)) continue;
      if (!(await this.#handOver(row, signal))) silent.add(row.organisation);
    }
  }

  async #handOver({ organisation, ...publication }: Outstanding, signal: AbortSignal): Promise<boolean> {
    const { hub, em, log, now } = this.options;
    const field = participants.find(({ code }) => code === organisation)?.field ?? '';
    const { data, errors } = await hub.ask(keep(field), publication, signal);
    if (data?.['kept'] == null) {
      const why = errors.map(({ message }) => message).join(' ');
      if (this.#said.get(organisation) !== why) {
        log.warn({ participant: organisation, publication: publication.id, why }, 'cannot hand a publication over');
      }
      this.#said.set(organisation, why);
      return false;
    }
    this.#said.delete(organisation);
    await em.execute(
      'insert into publication_handed_over (id, organisation, at) values (?, ?, ?) on conflict do nothing',
      [publication.id, organisation, now()],
    );
    return true;
  }
}

/** The organisations that hold a publication's digest, by code. */
export async function holdersOf(id: string, { em }: SubgraphContext): Promise<string[]> {
  const rows = await em.execute<{ organisation: string }[]>(
    'select organisation from publication_handed_over where id = ? order by organisation',
    [id],
  );
  return rows.map(({ organisation }) => organisation);
}
