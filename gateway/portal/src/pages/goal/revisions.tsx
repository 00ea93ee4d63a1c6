import { monthsTo } from '../../charts/months.js';
import { useAddressOf } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { type Break, contributionFields, denominatorFields } from '../../hub/source.js';
import { graphLanguage } from '../../language/language.js';
import { day, difference, period as periodIn, range, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { ComparedSentence } from '../../parts/compared.js';
import type { Comparable } from '../../parts/comparison.js';
import { Downloads } from '../../parts/downloads.js';
import { Flags } from '../../parts/flags.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { SourcedNumber } from '../../parts/number.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { Panel } from './panel.js';

interface Known {
  readonly knownOn: string;
  readonly progress: Comparable & { readonly flags: readonly string[] };
}

interface Month {
  readonly month: string;
  readonly values: number;
  readonly first: Known | null;
  readonly second: Known | null;
  readonly last: Known | null;
  readonly changePeople: number | null;
  readonly breaks: readonly Break[];
}

const known = `knownOn progress {
        ratio people { lower upper estimate interval { lower upper } method noEstimate } flags
        ${denominatorFields} ${contributionFields}
      }`;
const query = `query Revisions($goal: ID!, $from: Period!, $to: Period!, $language: Language!) {
  goal(code: $goal) {
    revisions(from: $from, to: $to) {
      month values changePeople breaks first { ${known} } second { ${known} } last { ${known} }
    }
  }
}`;

const revisionWords = {
  revisions: { vi: 'Hiệu chỉnh số liệu', en: 'Revisions' },
  revisionsIntro: {
    vi: 'Số người đạt của từng tháng khi biết lần đầu, lần hai và hiện nay. Số sơ bộ đổi khi có thêm tổ chức báo cáo hoặc tổ chức sửa số liệu.',
    en: 'The people of each month as they were known first, second and last. A provisional figure changes as more organisations report, or correct theirs.',
  },
  revisionIs: {
    vi: 'Theo các đợt công bố đã có vào cuối ngày đó; mục tiêu và mẫu số là của hiện nay.',
    en: 'By the releases that there were at the end of that day; goals and denominators are those of now.',
  },
  flagsAre: {
    vi: 'P: sơ bộ · E: ước lượng · U: độ tin cậy thấp · B: chuỗi bị ngắt',
    en: 'P: provisional · E: estimated · U: low reliability · B: break',
  },
  changeIs: {
    vi: 'Hiện nay trừ lần đầu: theo số ước lượng, hoặc theo số ít nhất khi một trong hai chưa có ước lượng.',
    en: 'The last less the first: by estimates, or by the fewest people where one of both has no estimate.',
  },
  month: { vi: 'Tháng', en: 'Month' },
  firstValue: { vi: 'Lần đầu', en: 'First' },
  secondValue: { vi: 'Lần hai', en: 'Second' },
  lastValue: { vi: 'Hiện nay', en: 'Last' },
  valuesCount: { vi: 'Số lần có số khác', en: 'Different values' },
  revision: { vi: 'Hiệu chỉnh (người)', en: 'Revision (people)' },
  inWords: { vi: 'Đã đổi gì', en: 'What changed' },
  neverRevised: { vi: 'chưa hiệu chỉnh lần nào', en: 'never revised' },
  noRevisions: { vi: 'Chưa có số liệu.', en: 'Nothing is known yet.' },
} as const;

/** Revisions of the province's figures of the last months; for signed-in people only, because the query is expensive. */
export function Revisions({ goal, month }: { goal: GoalFacts; month: string }) {
  const { say, language } = useWords(revisionWords);
  const { person } = useSession();
  const span = useAddressOf(({ state }) => (state['span'] === '24' ? 24 : 12));
  const [from = month] = monthsTo(month, span, goal.startsOn);
  const variables = { goal: goal.code, from, to: month, language: graphLanguage(language) };
  return (
    <Panel id="revisions" title={say('revisions')} numbers={{ query, variables }}>
      {person ? <Asked variables={variables} /> : <AskToSignIn />}
    </Panel>
  );
}

function Asked({ variables }: { variables: { goal: string; from: string; to: string; language: string } }) {
  const { say, language } = useWords(revisionWords);
  const answer = useAnswer<{ goal: { revisions: readonly Month[] | null } | null }>(query, variables);
  const { goal, from, to } = variables;
  const months = answer.is === 'answered' ? (answer.data.goal?.revisions ?? undefined) : undefined;
  const rows = months?.filter(({ values }) => values > 0).toReversed();
  const columns: readonly Column<Month>[] = [
    { head: say('month'), isHead: true, cell: ({ month }) => periodIn(month, language) },
    { head: say('firstValue'), isNumber: true, cell: ({ first }) => <KnownValue of={first} /> },
    { head: say('secondValue'), isNumber: true, cell: ({ second }) => <KnownValue of={second} /> },
    { head: say('lastValue'), isNumber: true, cell: ({ last }) => <KnownValue of={last} /> },
    {
      head: say('revision'),
      isNumber: true,
      cell: ({ changePeople }) =>
        changePeople === null ? (
          '–'
        ) : (
          <SourcedNumber how={say('changeIs')}>{difference(changePeople, language)}</SourcedNumber>
        ),
    },
    {
      ...{ head: say('inWords'), class: 'text' },
      cell: ({ first, second, last, breaks }) =>
        first && second && last ? (
          <ComparedSentence now={last.progress} then={first.progress} breaks={breaks} />
        ) : (
          say('neverRevised')
        ),
    },
    { head: say('valuesCount'), isNumber: true, cell: ({ values }) => values },
  ];
  return (
    <>
      <p class="quiet">
        <small>
          {say('revisionsIntro')} {say('flagsAre')}.
        </small>
      </p>
      <Waiting answer={answer} />
      {rows?.length === 0 && <p class="notice">{say('noRevisions')}</p>}
      {rows && rows.length > 0 && (
        <Table caption={say('revisions')} columns={columns} rows={rows} keyOf={({ month }) => month} isRead />
      )}
      <Downloads table="revisions" parameters={{ goal, from, to }} />
    </>
  );
}

/** A former figure of people, with its day and its flags. */
function KnownValue({ of }: { of: Known | null }) {
  const { say, language } = useWords(revisionWords);
  const people = of?.progress.people;
  if (!of || !people) return <>–</>;
  const { estimate, lower, upper } = people;
  const most = upper === null ? `${say('atLeast')} ${whole(lower, language)}` : range(lower, upper, language);
  return (
    <>
      <SourcedNumber how={say('revisionIs')}>{estimate === null ? most : whole(estimate, language)}</SourcedNumber>
      <br />
      <small class="quiet">{day(of.knownOn, language)}</small> <Flags of={of.progress.flags} isShort />
    </>
  );
}
