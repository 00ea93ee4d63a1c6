import { audienceImport, goalImport, type SubgraphContext } from '@hub/kit';
import { denominatorImport } from '../denominator/denominator.import.js';
import { goalExpectationImport } from '../goal/goal-expectation.import.js';
import { organisationImport } from '../organisation/organisation.import.js';
import { newestCounted } from '../register/taken-releases.js';
import { verdictBoundImport } from '../verdict-bound/verdict-bound.import.js';
import type { ProgressChange, ProgressChanges } from './progress-watch.js';

/** What progress is computed from in movement's own tables. */
const ownKinds = [
  ...[organisationImport, audienceImport, goalImport, goalExpectationImport, denominatorImport],
  verdictBoundImport,
].map(({ kind }) => kind);

/** What changed in the progress towards the goals: releases that were taken in, and what movement itself knows. */
export class RegisterChanges implements ProgressChanges {
  #numbers: ReadonlyMap<string, number> | undefined;
  #ownRun: number | null | undefined;

  constructor(private readonly em: SubgraphContext['em']) {}

  async next(): Promise<readonly ProgressChange[]> {
    const [numbers, ownRun] = await Promise.all([newestCounted(this.em), this.#newestOwnRun()]);
    const changes: ProgressChange[] = [];
    if (this.#numbers) {
      for (const [organisation, number] of numbers) {
        const former = this.#numbers.get(organisation) ?? 0;
        if (number > former) changes.push(...(await this.#changesOf(organisation, former)));
      }
      if (ownRun !== this.#ownRun) changes.push({});
    }
    this.#numbers = numbers;
    this.#ownRun = ownRun;
    return changes;
  }

  /** What an organisation's releases changed since one: cells, and for its goals the day through which they are complete. */
  #changesOf(organisation: string, former: number): Promise<ProgressChange[]> {
    return this.em.fork().execute(
      `select goal_code as "goalCode", place_code as "communeCode", min(month) as "firstMonth" from register_cell
       where organisation = ? and (from_number > ? or until_number > ?) group by 1, 2
       union all
       select distinct goal_code, null, null from goal_expectation where organisation_code = ?`,
      [organisation, former, former, organisation],
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
