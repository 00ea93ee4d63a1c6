import { expect } from '@jest/globals';
import { takeIn } from '../../subgraphs/protocol/src/release/cells.js';
import type { Cell, ReleaseHeader } from '../../subgraphs/protocol/src/release/release-format.js';
import { verifyPage, verifyRelease } from '../../subgraphs/protocol/src/release/verify-release.js';
import { shareOf } from './released-share.js';
import { releaseKeys, type RunningSubgraph } from './subgraph.js';

/** A release as the Youth Union's table has it. */
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
  const nodes = (await subgraph.execute(
    `select r.number, r.hash, r.header, r.signature, r.kind, r.header::json ->> 'through' as through, r.made_by as "madeBy",
       w.withdrawn_reason as withdrawn
     from release r left join release w on w.withdraws = r.number order by r.number`,
  )) as unknown as readonly Node[];
  for (const node of nodes) {
    const previous = chain.at(-1)?.header ?? null;
    const known = { organisation: 'youth-union' };
    const verified = await verifyRelease(node.header, node.signature, releaseKeys, previous, known);
    expect(verified.hash).toBe(node.hash);
    const pages = await subgraph.execute('select content from release_page where number = ? order by position', [
      node.number,
    ]);
    const cells = verified.header.pages.map((entry, index) => verifyPage(pages[index]?.['content'] as string, entry));
    chain.push({ ...node, pages: cells, head: verified.header });
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

/** The Youth Union's share of ADULTS_BASIC in a place and a period, as known on a day. */
export function share(subgraph: RunningSubgraph, communeCode: string, period: string, asKnownOn?: string) {
  return shareOf(subgraph, { goalCode: 'ADULTS_BASIC', communeCode, period, asKnownOn });
}
