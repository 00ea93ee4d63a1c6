import { type Check, type Group, LeftOut } from './check.js';
import { readObject } from './answer-checks.js';
import { type ExaminedSubgraph, unmet } from './examined.js';
import { type GuardedField, servedSchemaOf } from './served-schema.js';

/** Checks that the subgraph enforces its schema's requirements on the caller, and accepts any purpose. */
export function rightsChecks(subgraph: ExaminedSubgraph): Group {
  const guarded = async (): Promise<readonly GuardedField[]> => {
    const { guardedFields } = await servedSchemaOf(subgraph);
    if (guardedFields.length === 0) throw new LeftOut('no root field demands anything of whoever asks');
    return guardedFields;
  };
  /** Requests a field for a caller. */
  const asAs = async (field: GuardedField, caller: object, purpose = subgraph.options.purpose) => {
    const headers = {
      ...{ accept: 'application/json', 'hub-purpose': purpose },
      'hub-caller': Buffer.from(JSON.stringify(caller)).toString('base64url'),
    };
    const exchange = await subgraph.ask({ query: `{ it: ${field.asked} }` }, { headers });
    const { data, errors } = readObject(await subgraph.answer(exchange)) as {
      data?: { it?: unknown } | null;
      errors?: readonly { extensions?: { code?: string } }[];
    };
    return { exchange, it: data?.it ?? null, codes: (errors ?? []).map(({ extensions }) => extensions?.code) };
  };
  const refused = (name: string, callers: (field: GuardedField) => readonly object[]): Check => ({
    name,
    run: async () => {
      let asked = 0;
      for (const field of await guarded()) {
        for (const caller of callers(field)) {
          asked += 1;
          const { exchange, it, codes } = await asAs(field, caller);
          if (it !== null) throw unmet(exchange, `no ${field.name}: the caller lacks what the schema demands`);
          if (!codes.includes('UNAUTHORIZED_FIELD_OR_TYPE')) {
            throw unmet(exchange, 'an error with the code UNAUTHORIZED_FIELD_OR_TYPE');
          }
        }
      }
      if (asked === 0) throw new LeftOut('no root field demands that');
    },
  });
  const everything = () => JSON.parse(Buffer.from(subgraph.options.caller, 'base64url').toString()) as object;
  return {
    name: 'rights',
    page: 'docs/protocol/messages.md#who-asks-and-what-for',
    checks: [
      refused('a guarded field is not given to nobody', () => [{ roles: [], scopes: [] }]),
      refused('a guarded field is not given to who lacks one of its scopes', ({ scopeSets, all }) =>
        scopeSets.flatMap((set) =>
          set.map((missing) => ({ ...everything(), scopes: all.filter((one) => one !== missing) })),
        ),
      ),
      refused('a guarded field is not given to who has another role or organisation', ({ policies }) =>
        policies.length === 0 ? [] : [{ ...everything(), roles: ['conform'], organisation: 'conform' }],
      ),
      {
        name: 'a guarded field is answered to who has what it demands',
        run: async () => {
          let asked = 0;
          for (const field of await guarded()) {
            if (field.policies.length > 0) continue;
            asked += 1;
            const { exchange, codes } = await asAs(field, { ...everything(), scopes: field.all });
            if (codes.includes('UNAUTHORIZED_FIELD_OR_TYPE'))
              throw unmet(exchange, 'no refusal: the caller has each scope');
          }
          if (asked === 0) throw new LeftOut('no root field demands scopes alone');
        },
      },
      {
        name: 'a request of any purpose is taken: the gateway holds purposes against agreements',
        run: async () => {
          for (const purpose of ['statistics', 'audit', 'conform-purpose']) {
            const headers = {
              accept: 'application/json',
              'hub-caller': subgraph.options.caller,
              'hub-purpose': purpose,
            };
            const exchange = await subgraph.ask({ query: '{ __typename }' }, { headers });
            if (!(await subgraph.answer(exchange, 200)).includes('"__typename"')) throw unmet(exchange, 'data');
          }
        },
      },
      {
        name: 'a caller that cannot be read is refused, or has no right',
        run: async () => {
          const [field] = await guarded();
          if (!field) return;
          const exchange = await subgraph.ask(
            { query: `{ it: ${field.asked} }` },
            { headers: { 'hub-caller': '%%%' } },
          );
          const { data } = readObject(exchange.answered.body.toString()) as { data?: { it?: unknown } | null };
          if (data?.it !== undefined && data.it !== null) throw unmet(exchange, 'no data: nobody can tell who asks');
          if (exchange.answered.status >= 500) throw unmet(exchange, 'an HTTP status below 500');
        },
      },
    ],
  };
}
