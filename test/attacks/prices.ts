import { buildSchema, getNamedType, type GraphQLField, isCompositeType, isRequiredArgument } from 'graphql';
import type { AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';

/** How often each field is asked for; its quickest answer counts. */
const rounds = 3;

/**
 * By how much the dearest field may take longer for its price than the median of all: a machine is busy with other things,
 * a field of another organisation is asked for over the network, and yet no field may be had for next to nothing.
 */
const most = 60;

/** How long an answer may take that says nothing against its price, in milliseconds. */
const free = 150;

interface Priced {
  readonly field: string;
  readonly price: number;
  readonly milliseconds: number;
}

/** The value of a root field's required argument: an existing one, or else one that does not exist. */
const codes: Readonly<Record<string, string>> = {
  ...{ goal: 'ADULTS_BASIC', commune: '14845', place: '14845', denominators: 'ADULTS' },
  ...{ organisation: 'womens-union', learningGroup: 'G', node: 'Commune:14845', nodes: 'Commune:14845' },
};

/** An operation of one field at the root; undefined where it must be given what is not known here. */
function operationOf({ name, args, type }: GraphQLField<unknown, unknown>): string | undefined {
  const required = args.filter(isRequiredArgument);
  // One for a list is a list of one.
  if (required.some((one) => !['ID!', '[ID!]!'].includes(String(one.type)))) return undefined;
  const given = required.map((one) => `${one.name}: "${codes[name] ?? 'A1'}"`).join(', ');
  return `{ ${name}${given && `(${given})`}${isCompositeType(getNamedType(type)) ? ' { __typename }' : ''} }`;
}

async function measure(hub: AttackedHub): Promise<{ readonly priced: Priced[]; readonly unasked: string[] }> {
  // Fetched directly: the leak scan of answers must not read the schema.
  const headers = { authorization: await hub.bearer('analyst') };
  const text = await (await fetch(`${hub.url}/schema.graphql`, { headers })).text();
  const fields = Object.values(buildSchema(text, { assumeValidSDL: true }).getQueryType()?.getFields() ?? {});
  const priced: Priced[] = [];
  const unasked: string[] = [];
  for (const field of fields) {
    const query = operationOf(field);
    if (query === undefined) {
      unasked.push(field.name);
      continue;
    }
    let milliseconds = Infinity;
    let price: unknown;
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      const answer = await hub.ask({ query }, { role: 'analyst' });
      milliseconds = Math.min(milliseconds, performance.now() - began);
      price = /"cost":\{"estimated":(\d+)/.exec(answer.text)?.[1] ?? price;
    }
    if (price !== undefined) priced.push({ field: field.name, price: Number(price), milliseconds });
  }
  return { priced, unasked };
}

/** Every field at the root: what it costs, against how long it takes. */
export const prices: AttackClass = {
  name: 'what is cheap and takes long',
  attacks: [
    {
      name: 'each field at the root',
      attack: async ({ hub }) => {
        const { priced: all, unasked } = await measure(hub);
        const each = all.map(({ milliseconds, price }) => milliseconds / price).sort((one, other) => one - other);
        const median = each[Math.floor(each.length / 2)] ?? NaN;
        const rows = all
          .sort((one, other) => other.milliseconds / other.price - one.milliseconds / one.price)
          .map(
            ({ field, price, milliseconds }) =>
              `${field.padEnd(32)}${String(price).padStart(8)}${milliseconds.toFixed(1).padStart(10)}`,
          );
        process.stdout.write(
          `\n${['field'.padEnd(32) + 'price'.padStart(8) + 'ms'.padStart(10), ...rows].join('\n')}\n`,
        );
        const cheap = all.filter(
          ({ milliseconds, price }) => milliseconds > free && milliseconds / price > most * median,
        );
        return { measured: all.length > 10, unasked, cheap };
      },
      expected: { measured: true, unasked: [], cheap: [] },
    },
  ],
};
