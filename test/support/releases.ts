import { expect } from '@jest/globals';
import { takeIn } from '../../subgraphs/kit/src/release/cells.js';
import type { Cell, ReleaseHeader } from '../../subgraphs/kit/src/release/release-format.js';
import { verifyPage, verifyRelease } from '../../subgraphs/kit/src/release/verify-release.js';
import { shareOf } from './released-share.js';
import { releaseKeys, type RunningSubgraph } from './subgraph.js';

/** A release as the Youth Union's graph has it. */
interface Node {
  readonly number: number;
  readonly hash: string;
  readonly header: string;
  readonly signature: string;
  readonly kind: 'FULL' | 'CHANGES';
  readonly through: string;
  readonly madeBy: string;
  readonly withdrawn: string | null;
}

/** Every release, with its cells, verified one after the other as movement does. */
export async function readChain(subgraph: RunningSubgraph) {
  const chain: (Node & { readonly pages: Cell[][]; readonly head: ReleaseHeader })[] = [];
  const selection = 'number hash header signature kind through madeBy withdrawn';
  const { data, errors } = await subgraph.query(
    `{ youthUnionReleases(first: 100) { totalCount current nodes { ${selection} } } }`,
  );
  expect(errors).toBeUndefined();
  const { nodes, totalCount, current } = data['youthUnionReleases'];
  expect([totalCount, current]).toEqual([nodes.length, nodes.at(-1)?.number ?? null]);
  for (const node of nodes as Node[]) {
    const previous = chain.at(-1)?.header ?? null;
    const known = { organisation: 'youth-union' };
    const verified = await verifyRelease(node.header, node.signature, releaseKeys, previous, known);
    expect(verified.hash).toBe(node.hash);
    const pages: Cell[][] = [];
    for (const [index, entry] of verified.header.pages.entries()) {
      const answer = await subgraph.query(
        `{ youthUnionReleases(after: ${node.number - 1}, first: 1) { nodes { page(index: ${index}) } } }`,
      );
      pages.push(verifyPage(answer.data['youthUnionReleases'].nodes[0].page, entry));
    }
    chain.push({ ...node, pages, head: verified.header });
  }
  return chain;
}

/** The current cells as its releases say, and as its table has them. */
export async function currentCells(subgraph: RunningSubgraph) {
  const said = new Map<string, Cell>();
  for (const { kind, pages } of await readChain(subgraph)) takeIn(said, kind, pages);
  const rows = await subgraph.execute(
    `select json_build_array(goal_code, place_code, place_from::text, month, people, at_most, occurrences) as cell
     from release_cell where until_number is null`,
  );
  const kept = rows.map(({ cell }) => cell as Cell);
  expect([...said.values()].map(String).sort()).toEqual(kept.map(String).sort());
  return kept;
}

/** People and occurrences of a place by month. */
export async function monthsOf(subgraph: RunningSubgraph, code: string, from?: string) {
  const cells = (await currentCells(subgraph)).filter((cell) => cell[1] === code && (!from || cell[2] === from));
  return Object.fromEntries(cells.map((cell) => [cell[3], [cell[4], cell[6]]]).sort());
}

/** What the Youth Union says of ADULTS_BASIC in a place and a period, as was known on a day. */
export function share(subgraph: RunningSubgraph, communeCode: string, period: string, asKnownOn?: string) {
  return shareOf(subgraph, { goalCode: 'ADULTS_BASIC', communeCode, period, asKnownOn });
}
