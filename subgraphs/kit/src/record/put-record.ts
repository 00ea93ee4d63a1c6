import { importsScope } from '@hub/protocol';
import { Arg, ID } from 'type-graphql';
import { Format } from '../graphql/format.js';
import { OfOrganisation, RequiresScopes } from '../graphql/rights.js';
import type { Form } from './form.js';
import { inputType, mutationsOf } from './graphql-class.js';
import { TypedRecordReceipt } from './record-receipt.js';
import { typedRecords } from './typed-records.js';

/** The cost of one of these mutations in the caller's budget: it writes rows and the ledger. */
const cost = 1000;

const keyDescription =
  'A key of the request’s own, such as a UUID (khóa chống trùng): asked again with it, the same is answered and nothing done twice; with another input it is refused. Kept for seven days.';

/** The resolver of the mutations with which an organisation's staff and services type in rows, one at a time. */
export function putRecords(organisation: string, forms: readonly Form[]): new () => object {
  return mutationsOf(
    `${organisation} puts records`,
    forms.map((form) => {
      const input = inputType(`${form.name}Input`, form.description, form.fields);
      return {
        field: `put${form.name}`,
        type: () => TypedRecordReceipt,
        nullable: true,
        description: `Takes in one row as a file of it would be taken in, by the same checks, and gives a receipt (nhập tay một bản ghi). ${form.description}`,
        cost,
        rights: [RequiresScopes([importsScope]), OfOrganisation(organisation)],
        arguments: [
          [Arg('input', () => input, { description: 'What is typed in (nội dung).' })],
          [Format('code'), Arg('idempotencyKey', () => ID, { description: keyDescription })],
        ],
        resolve: ({ services, caller }, _parent, given: Record<string, unknown>, key: string) =>
          services.of(typedRecords).put({ form, input: given, key, caller }),
      };
    }),
  );
}
