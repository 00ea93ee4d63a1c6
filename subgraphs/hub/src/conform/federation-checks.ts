import { type Check, type Group, LeftOut } from './check.js';
import { readObject } from './answer-checks.js';
import { type Entity, type ServedSchema, servedSchemaOf } from './served-schema.js';
import { type Exchange, type ExaminedSubgraph, unmet } from './examined.js';

/** Number of entities in the request of the batch check. */
const batchSize = 200;

/** A key that no entity has. */
const nobody = 'conform-nobody';

/** An entity type, with keys of existing entities. */
interface Known extends Entity {
  readonly keys: readonly string[];
}

/** Checks that the subgraph meets Apollo Federation 2's requirements on subgraphs. */
export function federationChecks(subgraph: ExaminedSubgraph): Group {
  const schema = () => servedSchemaOf(subgraph);
  let known: Promise<Known> | undefined;
  const entity = () => (known ??= findEntity(subgraph, schema));
  const check = (name: string, run: (of: Known) => Promise<void>): Check => ({
    name,
    run: async () => {
      await run(await entity());
    },
  });
  /** Requests entities by key; returns the result for each. */
  const resolve = async ({ type, key }: Entity, keys: readonly string[]) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { __typename ${key} } } }`;
    const variables = { r: keys.map((value) => ({ __typename: type, [key]: value })) };
    const exchange = await subgraph.ask({ query, variables });
    const { data, errors } = readObject(await subgraph.answer(exchange, 200)) as {
      data?: { _entities?: unknown };
      errors?: unknown;
    };
    const entities = data?._entities;
    if (!Array.isArray(entities)) throw unmet(exchange, 'a list at data._entities');
    const others = entities.filter((one: Record<string, unknown> | null) => one && one['__typename'] !== type);
    if (others.length > 0) throw unmet(exchange, `entities whose __typename is ${type}, as in their representations`);
    const got = entities.map((one: Record<string, unknown> | null) => (one === null ? null : String(one[key])));
    return { exchange, got, errors };
  };
  const same = (exchange: Exchange, got: readonly (string | null)[], expected: readonly (string | null)[]) => {
    if (JSON.stringify(got) !== JSON.stringify(expected)) {
      throw unmet(
        exchange,
        `entities in the order in which they were asked for: ${JSON.stringify(expected).slice(0, 300)}`,
      );
    }
  };
  return {
    name: 'federation',
    page: 'https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec',
    checks: [
      {
        name: '_service answers the schema, which links to Federation 2',
        run: async () => {
          const { isFederation2 } = await schema();
          if (isFederation2) return;
          const exchange = await subgraph.ask({ query: '{ _service { sdl } }' });
          throw unmet(exchange, 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.…")');
        },
      },
      check('_entities come in the order in which they are asked for', async (of) => {
        const forth = await resolve(of, of.keys);
        same(forth.exchange, forth.got, of.keys);
        const back = await resolve(of, [...of.keys].reverse());
        same(back.exchange, back.got, [...of.keys].reverse());
      }),
      check('an entity that is not there is null in its place, and no error', async (of) => {
        const [first = '', ...others] = of.keys;
        const { exchange, got, errors } = await resolve(of, [first, nobody, ...others]);
        same(exchange, got, [first, null, ...others]);
        if (errors !== undefined) throw unmet(exchange, 'no errors');
      }),
      check('an entity that is asked for twice is answered twice', async (of) => {
        const [first = ''] = of.keys;
        const { exchange, got } = await resolve(of, [first, first]);
        same(exchange, got, [first, first]);
      }),
      check('no entities are an empty list', async (of) => {
        const { exchange, got } = await resolve(of, []);
        same(exchange, got, []);
      }),
      check(`${batchSize} entities are answered in one request`, async (of) => {
        const asked = Array.from({ length: batchSize }, (_, index) => of.keys[index % of.keys.length] ?? '');
        const { exchange, got } = await resolve(of, asked);
        same(exchange, got, asked);
      }),
      {
        name: 'a field that the schema guards is not given to nobody',
        run: async () => {
          const { guarded } = await schema();
          if (guarded === undefined) throw new LeftOut('no root field demands anything of whoever asks');
          const headers = {
            accept: 'application/json',
            'hub-caller': Buffer.from('{"roles":[],"scopes":[]}').toString('base64url'),
          };
          const exchange = await subgraph.ask({ query: `{ it: ${guarded} }` }, { headers });
          const { data } = readObject(await subgraph.answer(exchange)) as { data?: { it?: unknown } | null };
          if (data?.it !== undefined && data.it !== null)
            throw unmet(exchange, 'null, or no data: the caller has no right');
        },
      },
    ],
  };
}

/** An entity type with existing keys. @throws LeftOut if no field lists any. */
async function findEntity(subgraph: ExaminedSubgraph, schema: () => Promise<ServedSchema>): Promise<Known> {
  const { entities } = await schema();
  for (const { listed, ...entity } of entities) {
    if (!listed) continue;
    const exchange = await subgraph.ask({ query: listed.query });
    const { data } = readObject(await subgraph.answer(exchange)) as { data?: unknown };
    const list = listed.path.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | null | undefined)?.[name],
      data,
    );
    if (!Array.isArray(list)) continue;
    const keys = new Set(list.flatMap((one: Record<string, unknown> | null) => (one ? [String(one[entity.key])] : [])));
    if (keys.size > 1) return { ...entity, keys: [...keys].slice(0, 5) };
  }
  throw new LeftOut('no root field lists two entities with a key of one field, so none can be asked for');
}
