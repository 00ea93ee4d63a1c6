import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { share, whole } from '../../language/numbers.js';
import { useWords, type Words } from '../../language/words.js';
import { Absent } from '../../parts/figure.js';
import { NumbersFrom, SourcedNumber } from '../../parts/number.js';
import { Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';

interface Subtotal {
  readonly type: string | null;
  readonly area: string | null;
  readonly communes: number;
  readonly withFigure: number;
  readonly people: number | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
}

interface Found {
  readonly goal: { readonly progressByCommune: { readonly subtotals: readonly Subtotal[] } | null } | null;
}

const query = `query SumsOfCommunes($goal: ID!, $period: Period) {
  goal(code: $goal) {
    progressByCommune(first: 0, period: $period) {
      subtotals { type area communes withFigure people denominator ratio }
    }
  }
}`;

const words = {
  sums: { vi: 'Cộng từ các xã, phường', en: 'Added up from the communes' },
  sumsIntro: {
    vi: 'Tổ chức đếm theo xã, phường. Số của nhóm là tổng các số đã làm tròn xuống, nên là số ít nhất.',
    en: 'The organisation counts by commune. A group’s number adds up numbers that were rounded down: it is the fewest.',
  },
  sumsSignIn: {
    vi: 'Đăng nhập để xem tổng của các xã, phường theo nhóm.',
    en: 'Sign in to see the sums of the communes by group.',
  },
  group: { vi: 'Nhóm', en: 'Group' },
  ofCommunes: { vi: 'Xã có số / số xã', en: 'Communes with a figure / all' },
  sumIs: {
    vi: 'Tổng số người ít nhất của các xã, phường trong nhóm.',
    en: 'The fewest people of the communes of the group, added up.',
  },
  ratioIs: {
    vi: 'Tổng số người ít nhất chia cho tổng mẫu số của các xã có số.',
    en: 'That sum over the denominators of those communes.',
  },
} as const satisfies Words;

/** Sums of communes by area or type, for a goal whose organisation counts by commune. */
export function SumsOfCommunes({ goal, month, by }: { goal: string; month: string; by: 'AREA' | 'TYPE' }) {
  const { say } = useWords(words);
  const { person } = useSession();
  return (
    <section data-sums={by}>
      <h3>{say('sums')}</h3>
      <p class="quiet">{say('sumsIntro')}</p>
      {person ? <Sums goal={goal} month={month} by={by} /> : <AskToSignIn said={say('sumsSignIn')} />}
    </section>
  );
}

function Sums({ goal, month, by }: { goal: string; month: string; by: 'AREA' | 'TYPE' }) {
  const { say, mean, language } = useWords(words);
  const variables = { goal, period: month };
  const answer = useAnswer<Found>(query, variables);
  const subtotals = (answer.is === 'answered' && answer.data.goal?.progressByCommune?.subtotals) || [];
  const kindOf = (one: Subtotal): string | null => (by === 'AREA' ? one.area : one.type);
  const rows = subtotals.filter((one) => kindOf(one) !== null);
  return (
    <>
      <Waiting answer={answer} />
      {rows.length > 0 && (
        <NumbersFrom value={{ query, variables, figure: { goal, period: month } }}>
          <Table
            caption={say('sums')}
            rows={rows}
            keyOf={(one) => kindOf(one) ?? ''}
            columns={[
              { head: say('group'), isHead: true, cell: (one) => mean(kindOf(one) ?? '') },
              {
                ...{ head: say('people'), isNumber: true },
                cell: ({ people }) =>
                  people === null ? (
                    <Absent why="unknown" />
                  ) : (
                    <SourcedNumber how={say('sumIs')}>{`${say('atLeast')} ${whole(people, language)}`}</SourcedNumber>
                  ),
              },
              {
                ...{ head: say('ratio'), isNumber: true },
                cell: ({ ratio }) =>
                  ratio === null ? (
                    <Absent why="unknown" />
                  ) : (
                    <SourcedNumber how={say('ratioIs')}>{share(ratio, language)}</SourcedNumber>
                  ),
              },
              {
                ...{ head: say('ofCommunes'), isNumber: true },
                cell: ({ communes, withFigure }) => `${whole(withFigure, language)} / ${whole(communes, language)}`,
              },
            ]}
          />
        </NumbersFrom>
      )}
    </>
  );
}
