import { z } from 'zod';
import { agreementsFile } from './agreement.js';

/** The JSON Schema of a file of agreements, for programs in other languages. */
export function agreementsSchema(): object {
  return {
    title: 'Agreements of an organisation',
    description:
      'Rules that a JSON Schema cannot express: ids are unique; until is not before from; an agreement has at least one of shares, combined and figures.',
    ...z.toJSONSchema(agreementsFile, { io: 'input' }),
  };
}
