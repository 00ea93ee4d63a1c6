import { defineLoader, parsePeriod, provenanceOf } from '@hub/kit';
import { activationImport } from './activation.import.js';
import type { AccountActivations } from './activation.type.js';

/** A commune, and a period where not all time is asked for. */
interface ActivationKey {
  readonly communeCode: string;
  readonly period: string | undefined;
}

interface PositionedActivations extends Omit<AccountActivations, 'demonstration'> {
  readonly position: number;
}

/** Activations of each commune by level and method. */
export const activationsOfCommune = defineLoader<ActivationKey, AccountActivations[]>(
  async (keys, em, context) => {
    const asked = keys.map(({ communeCode, period }, position) => {
      const range = period === undefined ? undefined : parsePeriod(period);
      return { position, commune: communeCode, first: range?.firstMonth, last: range?.lastMonth };
    });
    const rows = await em.execute<PositionedActivations[]>(
      `select k.position, a.level, a.method, sum(a.occurrences)::int as occurrences
       from json_to_recordset(?::json) as k(position int, commune text, first text, last text)
       join account_activation a on a.commune_code = k.commune
         and (k.first is null or a.month between k.first and k.last)
       group by 1, 2, 3 order by 1, 2, 3`,
      [JSON.stringify(asked)],
    );
    const { demonstration } = await provenanceOf(activationImport.kind, context);
    const byPosition = Map.groupBy(rows, ({ position }) => position);
    return keys.map((_key, position) => (byPosition.get(position) ?? []).map((row) => ({ ...row, demonstration })));
  },
  ({ communeCode, period }) => `${communeCode} ${period ?? ''}`,
);
