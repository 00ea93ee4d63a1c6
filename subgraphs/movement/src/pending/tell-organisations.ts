import { type HubClient, participants, type SubgraphContext } from '@hub/kit';

interface Untold {
  readonly organisation: string;
  readonly number: number;
  readonly state: 'PENDING' | 'ACCEPTED';
  readonly reason: string;
}

const tell = (field: string) => `mutation NoteRelease($number: Int!, $state: ReleaseStanding!, $reason: String!) {
  noted: ${field}NoteRelease(number: $number, state: $state, reason: $reason) { number }
}`;

/** What telling needs. */
export interface TellOptions {
  readonly hub: HubClient;
  readonly em: SubgraphContext['em'];
  readonly log: SubgraphContext['log'];
}

/** Tells each organisation which of its releases wait, and which were accepted; one that does not answer is told later. */
export class PendingTeller {
  /** What was last logged of an organisation, so that it is said once. */
  readonly #said = new Map<string, string>();

  constructor(private readonly options: TellOptions) {}

  /** Tells what is outstanding. @throws Error where the hub cannot be reached. */
  async run(signal: AbortSignal): Promise<void> {
    const { em } = this.options;
    const rows: Untold[] = await em.fork().execute(
      `select organisation, number, state, reason from (
         select organisation, number, told, case when accepted_at is null then 'PENDING' else 'ACCEPTED' end as state,
           coalesce(note, (findings -> 0 ->> 'rule') || ': ' || (findings -> 0 ->> 'goalCode') || ' '
             || (findings -> 0 ->> 'placeCode') || ' ' || (findings -> 0 ->> 'month') || ', '
             || (findings -> 0 ->> 'people') || ' > ' || (findings -> 0 ->> 'most')) as reason
         from pending_release) p
       where told is distinct from state order by number limit 20`,
    );
    for (const row of rows) await this.#tell(row, signal);
  }

  async #tell({ organisation, number, state, reason }: Untold, signal: AbortSignal): Promise<void> {
    const { hub, em, log } = this.options;
    const field = participants.find(({ code }) => code === organisation)?.field ?? '';
    const { data, errors } = await hub.ask(tell(field), { number, state, reason }, signal);
    if (data?.['noted'] == null) {
      const why = errors.map(({ message }) => message).join(' ');
      if (this.#said.get(organisation) !== why) {
        log.warn({ participant: organisation, release: number, why }, 'cannot tell an organisation of its release');
      }
      this.#said.set(organisation, why);
      return;
    }
    this.#said.delete(organisation);
    await em
      .fork()
      .execute('update pending_release set told = ? where (organisation, number) = (?, ?)', [
        state,
        organisation,
        number,
      ]);
  }
}
