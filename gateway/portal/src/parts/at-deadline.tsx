import { useAnswer } from '../hub/ask.js';
import { type Progress, progressFields } from '../hub/progress.js';
import { graphLanguage } from '../language/language.js';
import { day, daysLater } from '../language/numbers.js';
import { useWords, type Words } from '../language/words.js';
import type { Closing } from './closing.js';
import { Figure, Interval, Status } from './figure.js';
import { Link } from './link.js';
import { Waiting } from './waiting.js';

interface Related {
  readonly code: string;
  readonly title: string;
  readonly follows: { readonly code: string } | null;
}

interface Found {
  readonly goal: {
    readonly progress: (Progress & { readonly missing: readonly { readonly name: string }[] }) | null;
  } | null;
  readonly goals: readonly Related[] | null;
}

const query = `query AtDeadline($goal: ID!, $period: Period!, $after: Date!, $language: Language!) {
  goal(code: $goal) { progress(period: $period) { ${progressFields} missing { name(language: $language) } } }
  goals(on: $after) { code title(language: $language) follows { code } }
}`;

const words = {
  reached: { vi: 'Đạt được đến hết ngày', en: 'Reached by' },
  notKnown: { vi: 'Chưa biết', en: 'Not known yet' },
  neverKnown: { vi: 'Thiếu', en: 'Missing' },
  allKnown: { vi: 'Mọi tổ chức đã báo cáo đến ngày', en: 'All organisations have reported through' },
  waitFor: { vi: 'chưa có số liệu đến ngày', en: 'no data through' },
  of: { vi: 'của', en: 'of' },
  next: { vi: 'Tiếp theo', en: 'What comes next' },
  untilLate: { vi: 'nhận số liệu muộn đến hết ngày', en: 'late data counts until' },
  thenFinal: {
    vi: 'sau đó chốt và công bố số liệu cuối cùng',
    en: 'then the figures are frozen, and published as final',
  },
  toPublish: { vi: 'công bố số liệu cuối cùng', en: 'the final figures are to be published' },
  noDay: {
    vi: 'Ban Chỉ đạo chưa quy định ngày ngừng nhận số liệu muộn',
    en: 'the committee has not laid down until when late data counts',
  },
  nextGoal: { vi: 'Mục tiêu tiếp theo:', en: 'The next goal:' },
  noNextGoal: { vi: 'Chưa có mục tiêu tiếp theo.', en: 'No goal follows yet.' },
} as const satisfies Words;

/**
 * State of a goal between its deadline and its final figures: result by the last day of data, missing reports, next
 * steps.
 */
export function AtDeadline({ goal, title, of }: { goal: string; title: string; of: Closing }) {
  if (of.state !== 'LATE_DATA' && of.state !== 'CLOSED') return null;
  return <Known goal={goal} title={title} of={of} />;
}

function Known({ goal, title, of }: { goal: string; title: string; of: Closing }) {
  const { say, language } = useWords(words);
  const after = daysLater(of.asOf, 1);
  const answer = useAnswer<Found>(query, { goal, period: of.period, after, language: graphLanguage(language) });
  const found = answer.is === 'answered' ? answer.data : undefined;
  const progress = found?.goal?.progress;
  const figure = progress && { goal, label: title, of: progress };
  const next = (found?.goals ?? []).filter(({ follows }) => follows?.code === goal);
  return (
    <>
      <Waiting answer={answer} />
      {progress && figure && (
        <dl class="at-deadline" data-at-deadline={goal}>
          <dt>
            {say('reached')} {day(progress.completeThrough ?? of.asOf, language)}
          </dt>
          <dd>
            <Figure {...figure} what="ratio" /> · <Figure {...figure} what="people" /> {say('peopleUnit')}{' '}
            <small>
              (<Interval {...figure} />)
            </small>{' '}
            <Status value={progress.status} likely={progress.likely} />
          </dd>
          <dt>{say(of.state === 'CLOSED' ? 'neverKnown' : 'notKnown')}</dt>
          <dd>
            {progress.missing.length === 0
              ? `${say('allKnown')} ${day(of.asOf, language)}.`
              : `${say('waitFor')} ${day(of.asOf, language)} ${say('of')} ${progress.missing.map(({ name }) => name).join(', ')}`}
          </dd>
          <dt>{say('next')}</dt>
          <dd>
            {of.state === 'CLOSED' && say('toPublish')}
            {of.state === 'LATE_DATA' &&
              (of.lateDataUntil === null
                ? say('noDay')
                : `${say('untilLate')} ${day(of.lateDataUntil, language)}, ${say('thenFinal')}`)}
            .{' '}
            {next.length === 0
              ? say('noNextGoal')
              : next.map(({ code, title: called }) => (
                  <span key={code}>
                    {say('nextGoal')} <Link to={`/goals/${code}`}>{called}</Link>{' '}
                  </span>
                ))}
          </dd>
        </dl>
      )}
    </>
  );
}
