import { useAnswer } from '../../hub/ask.js';
import { type Progress, progressFields, type Rank, rankFields } from '../../hub/progress.js';
import type { End } from '../../parts/once-over.js';
import { contributionFields, type Contribution } from '../../hub/source.js';

/** A goal of the province with the sources of its figures. */
export interface GoalOfSheets {
  readonly code: string;
  readonly title: string;
  readonly deadline: string;
  readonly closing: End;
  readonly progress:
    | (Pick<Progress, 'period' | 'ratio' | 'target' | 'completeThrough' | 'demonstration'> & {
        readonly contributions: readonly Contribution[];
      })
    | null;
  readonly progressByCommune: {
    readonly edges: readonly {
      readonly rank: Rank | null;
      readonly node: Progress & {
        readonly communeCode: string;
        readonly commune: { readonly name: string; readonly type: string; readonly area: string | null };
      };
    }[];
  } | null;
}

const query = `query Sheets($language: Language!) {
  goals {
    code title(language: $language) deadline closing { state period }
    progress {
      period ratio target completeThrough demonstration
      ${contributionFields}
    }
    progressByCommune(first: 200) {
      edges {
        ${rankFields}
        node { communeCode commune { name(language: $language) type area } ${progressFields} }
      }
    }
  }
}`;

/** Requests all goals in all communes, for one sheet or all sheets. */
export function useSheets(language: string) {
  return useAnswer<{ readonly goals: readonly GoalOfSheets[] | null }>(query, { language });
}

/** The communes with sheets, in the order of their names. */
export function communesIn(
  goals: readonly GoalOfSheets[],
): readonly { readonly code: string; readonly name: string }[] {
  const named = new Map(
    goals.flatMap(({ progressByCommune }) =>
      (progressByCommune?.edges ?? []).map(({ node }) => [node.communeCode, node.commune.name] as const),
    ),
  );
  const order = new Intl.Collator('vi');
  return [...named]
    .map(([code, name]) => ({ code, name }))
    .toSorted((one, other) => order.compare(one.name, other.name));
}
