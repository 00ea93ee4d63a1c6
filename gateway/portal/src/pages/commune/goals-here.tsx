import { useAnswer } from '../../hub/ask.js';
import { type Progress, progressFields, type Rank, rankFields } from '../../hub/progress.js';
import { day, lastDayOf, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Verdict } from '../../parts/closing.js';
import { type End, isBeforeEnd } from '../../parts/once-over.js';
import { Doubts } from '../../parts/doubts.js';
import { Figure, Interval, Sourced } from '../../parts/figure.js';
import { Flags } from '../../parts/flags.js';
import { Bar } from '../../parts/goal-facts.js';
import { Link } from '../../parts/link.js';
import { Panel } from '../../parts/panel.js';
import { RankShown } from '../../parts/rank.js';
import { panelQuery, usePanelVariables } from './commune-list.js';
import { words } from './words.js';

type ProgressHere = Progress & {
  readonly goal: {
    readonly code: string;
    readonly title: string;
    readonly closing: End;
  };
  readonly missing: readonly { readonly name: string }[];
};

interface Here {
  readonly commune: {
    readonly name: string;
    readonly type: string;
    readonly area: string;
    readonly goalProgress: readonly ProgressHere[] | null;
  } | null;
}

interface Ranks {
  readonly goals:
    | readonly {
        readonly code: string;
        readonly progressByCommune: {
          readonly edges: readonly {
            readonly rank: Rank | null;
            readonly node: { readonly communeCode: string };
          }[];
        } | null;
      }[]
    | null;
}

const query = panelQuery(
  'GoalsHere',
  `name(language: $language) type area
  goalProgress {
    goal { code title(language: $language) closing { state period } }
    missing { name(language: $language) }
    ${progressFields}
  }`,
);

const ranksQuery = `query RanksOfCommunes {
  goals {
    code
    progressByCommune(first: 200) { edges { ${rankFields} node { communeCode } } }
  }
}`;

/** A commune's progress by goal. Ranks have a separate request, because they need all communes and take longer. */
export function GoalsHere({ commune }: { commune: string }) {
  const { say } = useWords(words);
  const ranks = useAnswer<Ranks>(ranksQuery, {});
  const rankOf = (goal: string) => {
    const table = ranks.is === 'answered' ? ranks.data.goals?.find(({ code }) => code === goal) : undefined;
    const edges = table?.progressByCommune?.edges;
    return edges?.find(({ node }) => node.communeCode === commune)?.rank;
  };
  return (
    <Panel<Here> id="goals-here" title={say('goalsHere')} query={query} variables={usePanelVariables(commune)}>
      {({ commune: here }) =>
        here?.goalProgress && (
          <>
            <p class="intro">{say('goalsIntro')}</p>
            <div class="goals-here">
              {here.goalProgress.map((progress) => (
                <GoalHere
                  key={progress.goal.code}
                  commune={commune}
                  here={here}
                  progress={progress}
                  rank={rankOf(progress.goal.code)}
                />
              ))}
            </div>
          </>
        )
      }
    </Panel>
  );
}

function GoalHere(props: {
  commune: string;
  here: NonNullable<Here['commune']>;
  progress: ProgressHere;
  rank: Rank | null | undefined;
}) {
  const { commune, here, progress, rank } = props;
  const { say, mean, language } = useWords(words);
  const { goal, target, ratio, gapPeople, gapPoints, missing } = progress;
  const asked = { goal: goal.code, commune, label: here.name, period: progress.period };
  const figure = { ...asked, of: progress };
  return (
    <article data-goal={goal.code}>
      <h3>
        <Link to={`/goals/${goal.code}`}>{goal.title}</Link>
      </h3>
      <p class="large">
        <Figure {...figure} what="ratio" />
        <Verdict of={progress} closing={goal.closing} />
        <Flags of={progress.flags} />
        {progress.demonstration && <span class="made-up">{mean('DEMONSTRATION')}</span>}
      </p>
      {!isBeforeEnd(progress.period, goal.closing) && <Doubts of={progress.doubts} />}
      <Bar ratio={ratio} target={target} />
      <dl class="facts">
        <dt>{say('target')}</dt>
        <dd>
          <Sourced {...asked} what="target">
            {share(target, language)}
          </Sourced>
        </dd>
        <dt>{say('people')}</dt>
        <dd>
          <Figure {...figure} what="people" />{' '}
          {progress.people && (
            <small class="whole">
              (<Interval {...figure} />)
            </small>
          )}
        </dd>
        <dt>{say('gap')}</dt>
        <dd>
          <Figure {...figure} what="gap" /> {gapPeople !== null && say('peopleUnit')}
          {gapPoints !== null && (
            <>
              {' · '}
              <Figure {...figure} what="gapPoints" /> {say('pointsUnit')}
            </>
          )}
        </dd>
        {rank && (
          <>
            <dt>{say('ranks')}</dt>
            <dd class="rank">
              <Sourced {...asked} what="rank" rank={rank}>
                <RankShown rank={rank} isWhole />/{whole(rank.of, language)}{' '}
                <small>
                  ({mean(here.type).toLowerCase()}: <RankShown rank={rank} within="withinType" /> ·{' '}
                  {mean(here.area).toLowerCase()}: <RankShown rank={rank} within="withinArea" />)
                </small>
              </Sourced>
            </dd>
          </>
        )}
        <dt>{say(missing.length === 0 ? 'completeThrough' : 'missing')}</dt>
        <dd>
          {missing.length === 0
            ? day(progress.completeThrough ?? lastDayOf(progress.period), language)
            : missing.map(({ name }) => name).join(', ')}
        </dd>
      </dl>
    </article>
  );
}
