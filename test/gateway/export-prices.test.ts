import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { CostBudgets } from '../../gateway/src/limits/cost/cost-budgets.js';
import { ExportingGateway, type TableFiles } from './support/exporting-gateway.js';

const rows = 500;
const wide = 120;
const rounds = 7;

/** How many times as long cells may take for their price as the operation that asks for them. */
const most = 2;

const table: TableFiles = {
  graphql:
    'query Items($first: Int!, $after: String) { items(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { code name people share } } }',
  yaml: JSON.stringify({
    ...{ title: { vi: 'Hồ sơ', en: 'Records' }, description: { vi: 'Hồ sơ', en: 'Records' } },
    ...{ rows: 'items.nodes', pages: 'items', pageSize: rows },
    columns: Array.from({ length: wide }, (_, index) => ({
      key: `c${index}`,
      title: { vi: `Cột ${index}`, en: `Column ${index}` },
      value: ['code', 'name', 'people', 'share'][index % 4],
      format: ['text', 'text', 'integer', 'percent'][index % 4],
    })),
  }),
};

const nodes = Array.from({ length: rows }, (_, index) => ({
  ...{ code: `C-${index}`, name: `Xã Hàm Rồng ${index}`, people: index * 10, share: index / rows },
}));

let gateway: ExportingGateway;
const priced: number[] = [];

beforeAll(async () => {
  // Called with the budgets that it belongs to.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { begin } = CostBudgets.prototype;
  jest.spyOn(CostBudgets.prototype, 'begin').mockImplementation(function (this: CostBudgets, request) {
    const held = begin.call(this, request);
    priced.push(held.estimated);
    return held;
  });
  const items = { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
  gateway = await ExportingGateway.open({ items }, { items: table });
});
afterAll(() => gateway.stop());

interface Made {
  readonly milliseconds: number;
  readonly price: number;
}

/** Processor time and price of a file of one page. */
async function file(path: string): Promise<Made> {
  priced.length = 0;
  const before = process.cpuUsage();
  await (await gateway.get(path)).arrayBuffer();
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, price: priced.reduce((sum, one) => sum + one, 0) };
}

const median = (all: readonly number[]) => all.toSorted((one, other) => one - other)[(all.length - 1) / 2] ?? 0;

test.each(['csv', 'xlsx', 'jsonl'])(
  'the cells of a file as %s take no longer for their price than an operation',
  async (format) => {
    const measured: { readonly narrow: Made; readonly wide: Made }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      measured.push({ narrow: await file(`/items.${format}?columns=c0`), wide: await file(`/items.${format}`) });
    }
    const ofOperation = median(measured.map(({ narrow }) => narrow.milliseconds / narrow.price));
    const ofCells = median(
      measured.map(({ narrow, wide }) => (wide.milliseconds - narrow.milliseconds) / (wide.price - narrow.price)),
    );
    process.stdout.write(`${format}: operation ${ofOperation}, cells ${ofCells} ms a unit\n`);
    expect(ofCells).toBeLessThan(most * ofOperation);
  },
);
