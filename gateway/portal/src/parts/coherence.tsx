import { useAnswer } from '../hub/ask.js';
import { graphLanguage } from '../language/language.js';
import { whole } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';
import { Link } from './link.js';
import { NumbersFrom, SourcedNumber } from './number.js';
import { Table } from './table.js';
import { Waiting } from './waiting.js';

interface OfGoal {
  readonly goalCode: string;
  readonly goal: { readonly title: string };
}

interface Finding {
  readonly rule: 'MORE_THAN_IMPLIED' | 'GROUPS_BELOW_WHOLE' | 'GROUPS_ABOVE_WHOLE' | 'DENOMINATORS_DIFFER';
  readonly people: number;
  readonly by: string | null;
  readonly reason: string | null;
  readonly progress: OfGoal;
  readonly implied: OfGoal | null;
  readonly lookers: readonly { readonly code: string; readonly name: string }[];
}

interface Answer {
  readonly goals: readonly { readonly coherence: readonly Finding[] | null }[] | null;
}

const fields = `coherence(period: $period) {
      rule people by reason(language: $language)
      progress { goalCode goal { title(language: $language) } } implied { goalCode goal { title(language: $language) } }
      lookers { code name(language: $language) }
    }`;

const ofGoalQuery = `query Coherence($goal: ID!, $period: Period, $language: Language!) {
  goals: goal(code: $goal) { ${fields} }
}`;

const allQuery = `query CoherenceOfGoals($period: Period, $language: Language!) { goals { ${fields} } }`;

const words = {
  contradiction: { vi: 'Mâu thuẫn', en: 'Contradiction' },
  why: { vi: 'Lý do', en: 'Reason' },
  lookers: { vi: 'Tổ chức cần xem lại', en: 'Who should look at it' },
  noReason: { vi: 'chưa có giải thích', en: 'not explained yet' },
  coherent: { vi: 'Không có mâu thuẫn chắc chắn nào.', en: 'No figures certainly contradict each other.' },
  atLeastPeople: { vi: 'Ít nhất', en: 'At least' },
  MORE_THAN_IMPLIED: {
    vi: 'người được tính ở mục tiêu này mà không được tính ở mục tiêu sau, dù theo định nghĩa ai đạt mục tiêu trước cũng đạt mục tiêu sau',
    en: 'people count in the first goal and not in the second, though by the definitions all of the first are in the second',
  },
  GROUPS_BELOW_WHOLE: {
    vi: 'người có trong số toàn tỉnh mà không có trong nhóm nào, phân tổ theo',
    en: 'people of the whole are in no group, by',
  },
  GROUPS_ABOVE_WHOLE: {
    vi: 'người có trong các nhóm mà không có trong số toàn tỉnh, phân tổ theo',
    en: 'people of the groups are not in the whole, by',
  },
  DENOMINATORS_DIFFER: {
    vi: 'người là chênh lệch giữa mẫu số toàn tỉnh và tổng mẫu số các xã, phường',
    en: 'people lie between the denominator of the whole and the sum of those of the communes',
  },
} as const satisfies Words;

/** Contradictions between a period's figures of one goal, or of all goals. */
export function Coherence({ goal, period, caption }: { goal?: string; period: string; caption: string }) {
  const { language } = useWords(words);
  const asked = { period, language: graphLanguage(language) };
  const [query, variables] = goal === undefined ? [allQuery, asked] : [ofGoalQuery, { goal, ...asked }];
  const answer = useAnswer<Answer>(query, variables);
  const goals = answer.is === 'answered' ? [answer.data.goals ?? []].flat() : undefined;
  return (
    <NumbersFrom value={goal === undefined ? undefined : { query, variables, figure: { goal, period } }}>
      <Waiting answer={answer} />
      {goals && <Findings of={goals.flatMap(({ coherence }) => coherence ?? [])} caption={caption} />}
    </NumbersFrom>
  );
}

/** Key of a finding: both goals of a pair have the same finding. */
const keyOf = ({ rule, by, progress, implied }: Finding) =>
  [rule, by, progress.goalCode, implied?.goalCode].filter(Boolean).join(' ');

function Findings({ of, caption }: { of: readonly Finding[]; caption: string }) {
  const { say, mean, language } = useWords(words);
  const findings = [...new Map(of.map((one) => [keyOf(one), one])).values()];
  if (findings.length === 0) return <p>{say('coherent')}</p>;
  return (
    <Table
      caption={caption}
      rows={findings}
      keyOf={keyOf}
      isRead
      columns={[
        {
          ...{ head: say('contradiction'), isHead: true, class: 'text' },
          cell: ({ rule, people, by, progress, implied }) => (
            <>
              {say('atLeastPeople')}{' '}
              <SourcedNumber how={say(rule)}>
                <strong>{whole(people, language)}</strong>
              </SourcedNumber>{' '}
              {say(rule)}
              {by && ` ${mean(by).toLowerCase()}`}:{' '}
              <Link to={`/goals/${progress.goalCode}`}>{progress.goal.title}</Link>
              {implied && <>; </>}
              {implied && <Link to={`/goals/${implied.goalCode}`}>{implied.goal.title}</Link>}
            </>
          ),
        },
        { head: say('why'), class: 'text', cell: ({ reason }) => reason ?? say('noReason') },
        { head: say('lookers'), class: 'text', cell: ({ lookers }) => lookers.map(({ name }) => name).join('; ') },
      ]}
    />
  );
}
