import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day, daysLater, share } from '../../language/numbers.js';
import { useWords, type Words } from '../../language/words.js';
import { Link } from '../../parts/link.js';

interface Version {
  readonly target: number;
  readonly deadline: string;
  readonly validFrom: string;
}

interface Related {
  readonly code: string;
  readonly title: string;
}

interface Found {
  readonly goal: { readonly versions: readonly Version[]; readonly follows: Related | null } | null;
  readonly goals: readonly (Related & { readonly follows: { readonly code: string } | null })[] | null;
}

const query = `query GoalInTime($goal: ID!, $after: Date!, $language: Language!) {
  goal(code: $goal) { versions { target deadline validFrom } follows { code title(language: $language) } }
  goals(on: $after) { code title(language: $language) follows { code } }
}`;

const words = {
  targets: { vi: 'Chỉ tiêu qua các thời kỳ:', en: 'Targets over time:' },
  from: { vi: 'từ', en: 'from' },
  by: { vi: 'đến hết ngày', en: 'by' },
  follows: { vi: 'Tiếp nối mục tiêu', en: 'It takes further' },
  followedBy: { vi: 'Mục tiêu tiếp theo:', en: 'What comes next:' },
} as const satisfies Words;

/** History of a goal: its former targets, the preceding goal and the following one. */
export function GoalInTime({ goal, deadline }: { goal: string; deadline: string }) {
  const { say, language } = useWords(words);
  const after = daysLater(deadline, 1);
  const answer = useAnswer<Found>(query, { goal, after, language: graphLanguage(language) });
  const found = answer.is === 'answered' ? answer.data : undefined;
  const versions = found?.goal?.versions ?? [];
  const next = (found?.goals ?? []).filter(({ follows }) => follows?.code === goal);
  const before = found?.goal?.follows;
  return (
    <>
      {versions.length > 1 && (
        <p data-targets>
          {say('targets')}{' '}
          {versions
            .map(
              (one) =>
                `${share(one.target, language)} ${say('by')} ${day(one.deadline, language)} (${say('from')} ${day(one.validFrom, language)})`,
            )
            .join('; ')}
          .
        </p>
      )}
      {before && (
        <p>
          {say('follows')} <Link to={`/goals/${before.code}`}>{before.title}</Link>
        </p>
      )}
      {next.map(({ code, title }) => (
        <p key={code} data-next={code}>
          {say('followedBy')} <Link to={`/goals/${code}`}>{title}</Link>
        </p>
      ))}
    </>
  );
}
