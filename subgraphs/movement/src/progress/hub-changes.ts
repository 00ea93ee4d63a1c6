import { audienceImport, goalImport, type HubClient, participants, type SubgraphContext } from '@hub/kit';
import { goalExpectationImport } from '../goal/goal-expectation.import.js';
import { denominatorImport } from '../denominator/denominator.import.js';
import { organisationImport } from '../organisation/organisation.import.js';
import type { ProgressChange, ProgressChanges } from './progress-watch.js';

/** Asks every organisation at once what changed in its ledger since its cursor. */
const query = `query ProgressChanges(${participants.map(({ field }) => `$${field}: ID`).join(', ')}) {
${participants
  .map(
    ({ field }) =>
      `  ${field}: ${field}Changes(since: $${field}) { cursor changes { goalCode communeCode firstMonth } }`,
  )
  .join('\n')}
}`;

interface Ledger {
  readonly cursor: string;
  readonly changes: readonly Required<ProgressChange>[];
}

/** What progress is computed from in movement's own tables. */
const ownKinds = [organisationImport, audienceImport, goalImport, goalExpectationImport, denominatorImport].map(
  ({ kind }) => kind,
);

/**
 * What changed in the progress towards the goals: the organisations' shares, heard of through the hub; which of them
 * answer; and what movement itself knows of goals and denominators.
 */
export class HubChanges implements ProgressChanges {
  readonly #cursors = new Map<string, string>();
  #silent: ReadonlySet<string> | undefined;
  #ownRun: number | null | undefined;

  constructor(
    private readonly hub: HubClient,
    private readonly em: SubgraphContext['em'],
    private readonly log: SubgraphContext['log'],
  ) {}

  async next(signal: AbortSignal): Promise<readonly ProgressChange[]> {
    const { data, errors } = await this.hub.ask(query, Object.fromEntries(this.#cursors), signal);
    if (!data) throw new Error(`The hub does not tell what changed: ${errors.map(({ message }) => message).join(' ')}`);
    const ledgers = participants.map(({ code, field }) => ({ code, field, ledger: data[field] as Ledger | null }));
    const silent = new Set(ledgers.filter(({ ledger }) => !ledger).map(({ code }) => code));
    const before = this.#silent ?? silent;
    const turned = participants.filter(({ code }) => silent.has(code) !== before.has(code)).map(({ code }) => code);
    if (silent.size > 0 && (turned.length > 0 || !this.#silent)) {
      this.log.warn({ organisations: [...silent], errors }, 'organisations do not tell what changed');
    }
    const changes: ProgressChange[] = await this.#goalsOf(turned);
    const ownRun = await this.#newestOwnRun();
    if (this.#ownRun !== undefined && ownRun !== this.#ownRun) changes.push({});
    // Only now that nothing can fail any more: what a failed look has seen is looked at again.
    this.#ownRun = ownRun;
    this.#silent = silent;
    for (const { field, ledger } of ledgers) {
      if (!ledger) continue;
      this.#cursors.set(field, ledger.cursor);
      changes.push(...ledger.changes);
    }
    return changes;
  }

  /** The goals that count on any of these organisations. */
  async #goalsOf(organisations: readonly string[]): Promise<ProgressChange[]> {
    if (organisations.length === 0) return [];
    return this.em.fork().execute(
      `select distinct goal_code as "goalCode" from goal_expectation
       where organisation_code in (select json_array_elements_text(?::json))`,
      [JSON.stringify(organisations)],
    );
  }

  async #newestOwnRun(): Promise<number | null> {
    const [newest] = await this.em
      .fork()
      .execute<[{ run: number | null }]>(
        `select max(id) as run from import_run where kind in (select json_array_elements_text(?::json))`,
        [JSON.stringify(ownKinds)],
      );
    return newest.run;
  }
}
