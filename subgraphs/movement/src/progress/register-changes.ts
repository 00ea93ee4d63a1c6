import type { SubgraphContext } from '@hub/kit';
import { audienceImport, goalImport } from '@hub/kit/service';
import { denominatorImport } from '../denominator/denominator.import.js';
import { goalExpectationImport } from '../goal/goal-expectation.import.js';
import { organisationImport } from '../organisation/organisation.import.js';
import { newestCounted } from '../register/taken-releases.js';
import type { EstimateRound } from '../sketches/estimate-versions.js';
import { estimatesOf } from '../sketches/merged-sketches.js';
import { verdictBoundImport } from '../verdict-bound/verdict-bound.import.js';
import type { ProgressChange, ProgressChanges } from './progress-watch.js';

/** The kinds of movement's imports that change progress. */
export const ownKinds = [
  ...[organisationImport, audienceImport, goalImport, goalExpectationImport, denominatorImport],
  verdictBoundImport,
].map(({ kind }) => kind);

type Rounds = ReadonlyMap<number, EstimateRound>;

/**
 * The changes of progress: releases that were taken in, rounds of estimates that start or stop counting, and imports
 * into movement.
 */
export class RegisterChanges implements ProgressChanges {
  #numbers: ReadonlyMap<string, number> | undefined;
  #rounds: Rounds = new Map();
  #ownRun: number | null | undefined;

  constructor(
    private readonly em: SubgraphContext['em'],
    private readonly services: SubgraphContext['services'],
  ) {}

  async next(): Promise<readonly ProgressChange[]> {
    const [numbers, ownRun, versions] = await Promise.all([
      newestCounted(this.em),
      this.#newestOwnRun(),
      estimatesOf({ services: this.services })?.versions(),
    ]);
    const rounds: Rounds = new Map(versions?.counted.map((round) => [round.number, round]));
    const changes: ProgressChange[] = [];
    if (this.#numbers) {
      for (const [organisation, number] of numbers) {
        const former = this.#numbers.get(organisation) ?? 0;
        // Other releases may replace ones that no longer count.
        if (number !== former) changes.push(...(await this.#changesOf(organisation, number > former ? former : 0)));
      }
      if (ownRun !== this.#ownRun) changes.push({});
      changes.push(...changesBetween(this.#rounds, rounds));
    }
    this.#rounds = rounds;
    this.#numbers = numbers;
    this.#ownRun = ownRun;
    return changes;
  }

  /**
   * The changes by an organisation's releases after a given one: cells, and for its goals the day through which they
   * are complete.
   */
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
    const [newest] = await this.em.fork().execute<[{ run: number | null }]>(
      `select max(coalesce(u.id, r.id)) as run from import_run r left join import_undo u on u.run = r.id
         where r.kind in (select json_array_elements_text(?::json))`,
      [JSON.stringify(ownKinds)],
    );
    return newest.run;
  }
}

/** The changes by rounds that start or stop counting: all places of a goal from a month on. */
function changesBetween(former: Rounds, now: Rounds): ProgressChange[] {
  const changed = [...former.values(), ...now.values()].filter(({ number }) => former.has(number) !== now.has(number));
  return changed.map(({ goal, month }) => ({ goalCode: goal, firstMonth: month }));
}
