import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';

interface Entry {
  readonly kind: 'PUBLICATION' | 'RELEASE';
  readonly goal: { readonly code: string; readonly title: string };
  readonly organisation: { readonly code: string; readonly name: string } | null;
  readonly period: string;
  readonly dueOn: string | null;
  readonly isOverdue: boolean;
}

const query = `query ReleaseCalendar($language: Language!) {
  releaseCalendar {
    kind period dueOn isOverdue
    goal { code title(language: $language) } organisation { code name(language: $language) }
  }
}`;

const calendarWords = {
  calendar: { vi: 'Lịch công bố', en: 'Release calendar' },
  calendarIntro: {
    vi: 'Bản công bố tiếp theo của từng mục tiêu, số liệu tiếp theo của từng tổ chức, và hạn của từng việc. Nơi chưa quy định hạn thì ghi rõ.',
    en: 'The next publication of each goal and the next release of each organisation, with the day on which it is due, where one is laid down.',
  },
  comesNext: { vi: 'Việc sắp đến hạn, sớm nhất trước', en: 'What comes next, the earliest first' },
  dueOn: { vi: 'Hạn', en: 'Due on' },
  what: { vi: 'Nội dung', en: 'What' },
  goal: { vi: 'Mục tiêu', en: 'Goal' },
  ofMonth: { vi: 'Kỳ', en: 'Period' },
  PUBLICATION: { vi: 'Bản công bố của Ban Chỉ đạo', en: 'Publication by the committee' },
  noDay: { vi: 'chưa quy định hạn', en: 'no day is laid down' },
  overdue: { vi: 'đã quá hạn', en: 'overdue' },
} as const;

/** Calendar of coming releases and publications. */
export function ReleaseCalendar() {
  const { say, mean, language } = useWords(calendarWords);
  const answer = useAnswer<{ releaseCalendar: readonly Entry[] | null }>(query, { language: graphLanguage(language) });
  const entries = answer.is === 'answered' ? answer.data.releaseCalendar : undefined;
  const columns: readonly Column<Entry>[] = [
    {
      head: say('dueOn'),
      class: 'whole',
      cell: ({ dueOn, isOverdue }) => (
        <>
          {dueOn ? day(dueOn, language) : <span class="quiet">{say('noDay')}</span>}
          {isOverdue && <strong> ({say('overdue')})</strong>}
        </>
      ),
    },
    {
      head: say('what'),
      isHead: true,
      cell: ({ kind, organisation }) =>
        organisation ? <Link to={`/organisations/${organisation.code}`}>{organisation.name}</Link> : mean(kind),
    },
    { head: say('goal'), class: 'text', cell: ({ goal }) => <Link to={`/goals/${goal.code}`}>{goal.title}</Link> },
    { head: say('ofMonth'), cell: ({ period }) => periodIn(period, language) },
  ];
  return (
    <section id="release-calendar" aria-labelledby="release-calendar-title">
      <h2 id="release-calendar-title">{say('calendar')}</h2>
      <p class="intro">{say('calendarIntro')}</p>
      <Waiting answer={answer} />
      {entries && (
        <Table
          caption={say('comesNext')}
          columns={columns}
          rows={entries}
          keyOf={({ kind, goal, organisation }) => `${kind} ${goal.code} ${organisation?.code ?? ''}`}
          isRead
        />
      )}
      <Downloads table="release-calendar" parameters={{}} />
    </section>
  );
}
