import type { Rank, RankTier } from '../hub/progress.js';
import { share, span, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';

/** Lists that a commune is ranked in. */
type List = 'overall' | 'withinType' | 'withinArea';

const tiers = { overall: 'tier', withinType: 'withinTypeTier', withinArea: 'withinAreaTier' } as const;

/** A smaller probability of being among the last ten is not shown. */
const leastShown = 0.01;

interface Props {
  readonly rank: Rank;
  /** All communes by default. */
  readonly within?: List;
  /** Whether the range is shown beside a tier, too. */
  readonly isWhole?: boolean;
}

/**
 * The most likely rank with its range: `12 (8–20)`. In place of a range that is too wide, the tier and the probability
 * of being among the ten furthest behind.
 */
export function RankShown({ rank, within = 'overall', isWhole = false }: Props) {
  const { mean, say, language } = useWords();
  const tier: RankTier | null = rank[tiers[within]];
  const likely = rank[`${within}Likely`];
  const range = span(rank[within], rank[`${within}Last`], language);
  const { amongLastTen } = rank;
  if (tier === null)
    return (
      <span class="ranked">
        {likely === null || range === whole(likely, language) ? range : `${whole(likely, language)} (${range})`}
      </span>
    );
  return (
    <span class="ranked">
      {mean(tier)}
      {isWhole && ` (${range})`}
      {within === 'overall' && amongLastTen !== null && amongLastTen >= leastShown && (
        <small class="quiet">
          {' '}
          {say('lastTen')}: {share(amongLastTen, language)}
        </small>
      )}
    </span>
  );
}
