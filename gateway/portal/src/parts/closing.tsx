import { day, whole } from '../language/numbers.js';
import type { Progress } from '../hub/progress.js';
import { useWords, type Words } from '../language/words.js';
import { Status } from './figure.js';
import { Link } from './link.js';
import { dataEnd, type End, type Judged, onceOver } from './once-over.js';

/** End of a goal's time. */
export interface Closing {
  readonly state: 'OPEN' | 'ENDING' | 'LATE_DATA' | 'CLOSED' | 'FINAL';
  readonly asOf: string;
  readonly period: string;
  readonly lateDataUntil: string | null;
  readonly daysLeft: number | null;
  readonly lateDataDaysLeft: number | null;
  readonly publication: { readonly id: string } | null;
}

export const closingFields = `closing { state asOf period lateDataUntil daysLeft lateDataDaysLeft publication { id } }`;

/** A figure's verdict, with the last day of its data where that is before a deadline that has passed. */
export function Verdict({ of, closing }: { of: Judged & Pick<Progress, 'completeThrough'>; closing: End | undefined }) {
  const { say, language } = useWords(words);
  const { status, likely } = onceOver(of, closing);
  const end = dataEnd(of, closing);
  return (
    <>
      <Status value={status} likely={likely} />
      {end !== null && (
        <small class="quiet">
          {' '}
          {say('until')} {day(end, language)}
        </small>
      )}
    </>
  );
}

const words = {
  ENDING: { vi: 'Sắp hết hạn:', en: 'Its time ends soon:' },
  LATE_DATA: { vi: 'Đã hết hạn:', en: 'Its time is over:' },
  CLOSED: { vi: 'Đã chốt số liệu:', en: 'Its figures are closed:' },
  FINAL: { vi: 'Số liệu cuối cùng:', en: 'Final figures:' },
  daysLeft: { vi: 'ngày nữa là hết hạn', en: 'days until the deadline' },
  paceNeeded: { vi: 'Cần thêm mỗi tháng:', en: 'Needed each month:' },
  countedFrom: { vi: 'tính từ hết ngày', en: 'counted from the end of' },
  peopleUnit: { vi: 'người', en: 'people' },
  deadline: { vi: 'thời hạn là', en: 'the deadline was' },
  lateUntil: { vi: 'còn nhận số liệu muộn đến hết ngày', en: 'late data counts until' },
  notFrozen: { vi: 'chưa quy định ngày ngừng nhận số liệu muộn', en: 'until when late data counts is not laid down' },
  nothingLater: {
    vi: 'số liệu muộn hơn không được tính; chờ công bố chính thức',
    en: 'no later data counts; to be published',
  },
  until: { vi: 'đến hết ngày', en: 'by' },
  publishedIn: { vi: 'công bố trong bản', en: 'published in' },
} as const satisfies Words;

/** From the month of the deadline on, information about a goal's end: days left and pace, late data, final figures. */
export function ClosingOf(props: {
  goal: string;
  of: Closing;
  pace: number | null;
  /** The last day of the data, from which the pace is needed. */
  from: string | null;
}) {
  const { goal, of, pace, from } = props;
  const { say, language } = useWords(words);
  if (of.state === 'OPEN') return null;
  return (
    <p class="closing" data-closing={of.state} data-of={goal}>
      <strong>{say(of.state)}</strong>{' '}
      {of.state === 'ENDING' ? (
        <>
          {of.daysLeft} {say('daysLeft')} ({day(of.asOf, language)}).{' '}
          {pace !== null &&
            `${say('paceNeeded')} ${whole(pace, language)} ${say('peopleUnit')}${from === null ? '' : `, ${say('countedFrom')} ${day(from, language)}`}.`}
        </>
      ) : (
        <>
          {say('deadline')} {day(of.asOf, language)};{' '}
          {of.state === 'LATE_DATA' &&
            (of.lateDataUntil === null ? say('notFrozen') : `${say('lateUntil')} ${day(of.lateDataUntil, language)}`)}
          {of.state === 'CLOSED' && say('nothingLater')}
          {of.publication && (
            <>
              {say('publishedIn')} <Link to={`/publications/${of.publication.id}`}>{of.publication.id}</Link>
            </>
          )}
          .
        </>
      )}
    </p>
  );
}
