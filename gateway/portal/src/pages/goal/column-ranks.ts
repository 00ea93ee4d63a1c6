import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../hub/ask.js';
import { type Rank, rankFields } from '../../hub/progress.js';
import type { RankOrder } from '../../parts/open-says-who.js';

/** The ranks of communes by code; null until they are there. */
export type RanksOf = ReadonlyMap<string, Rank | null> | null;

interface Answer {
  readonly goal: {
    readonly progressByCommune: {
      readonly edges: readonly { readonly rank: Rank | null; readonly node: { readonly communeCode: string } }[];
    } | null;
  } | null;
}

const query = `query RanksByColumn($goal: ID!, $period: Period, $publication: ID, $order: ProgressOrderField!) {
  goal(code: $goal) {
    progressByCommune(first: 200, period: $period, publication: $publication, orderBy: { field: $order, direction: DESC }) {
      edges { ${rankFields} node { communeCode } }
    }
  }
}`;

/** Requests the ranks by another value than the share, the largest first. */
export function useColumnRanks(goal: string, period: string, publication: string, order: RankOrder): RanksOf {
  const [ranks, setRanks] = useState<RanksOf>(null);
  useEffect(() => {
    setRanks(null);
    if (order === 'RATIO') return undefined;
    const leaving = new AbortController();
    ask<Answer>(query, { goal, period, publication: publication || null, order }, leaving.signal).then(
      (data) => {
        const edges = data.goal?.progressByCommune?.edges ?? [];
        if (!leaving.signal.aborted) setRanks(new Map(edges.map(({ rank, node }) => [node.communeCode, rank])));
      },
      () => {
        // Without an answer the column of ranks stays empty.
      },
    );
    return () => {
      leaving.abort();
    };
  }, [goal, period, publication, order]);
  return ranks;
}
