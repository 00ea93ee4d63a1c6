import { type Form, GraphQLPeriod, readPlaceCode, wordsOf } from '@hub/kit';
import { ID, Int } from 'type-graphql';
import { identityMeasure, measureColumns } from '../measure.js';
import { identityCountImport } from './identity-count.import.js';

const fieldOf = (column: string) => column.replaceAll(/_([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase());

/**
 * Form for a commune's counts of a month. An import replaces whole months, so the form adds the month's other communes
 * unchanged.
 */
export const identityCountForm: Form = {
  name: 'IdentityCount',
  description:
    "A commune's counts to date at a month's end, of adults, each once (số liệu VNeID của một xã trong một tháng); the month's other communes do not change.",
  kind: identityCountImport.kind,
  fields: [
    {
      ...{ field: 'commune', column: 'commune_code', type: () => ID },
      description: "The commune or ward (xã, phường), by its code on the month's last day.",
    },
    { field: 'month', column: 'month', type: () => GraphQLPeriod, description: 'A month that has ended (tháng).' },
    ...wordsOf(identityMeasure).map((measure) => ({
      ...{ field: fieldOf(measureColumns[measure]), column: measureColumns[measure], type: () => Int },
      description: identityMeasure.values[measure],
    })),
  ],
  beside: async (em, { month = '', commune_code: commune = '' }) => {
    const columns = Object.values(measureColumns);
    const rows = await em.execute<Record<string, string | number>[]>(
      `select place, ${columns.join(', ')} from identity_count where month = ? order by place`,
      [month],
    );
    return rows.flatMap(({ place, ...counts }) => {
      const { code } = readPlaceCode(String(place));
      if (code === commune) return [];
      const texts = columns.map((column) => [column, String(counts[column])] as const);
      return [{ commune_code: code, month, ...Object.fromEntries(texts) }];
    });
  },
};
