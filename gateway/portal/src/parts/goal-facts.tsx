import { useAnswer } from '../hub/ask.js';
import { graphLanguage } from '../language/language.js';
import { day, range, share, thisDay, lastDayOf } from '../language/numbers.js';
import { AtDeadline } from './at-deadline.js';
import { type Closing, closingFields, ClosingOf } from './closing.js';
import { isBeforeEnd } from './once-over.js';
import { Doubts } from './doubts.js';
import { Absent, Figure, Interval, Sourced, Status } from './figure.js';
import { Flags } from './flags.js';
import { type Forecast, type Progress, progressFields } from '../hub/progress.js';
import { forecastFields } from '../hub/source.js';
import { useWords } from '../language/words.js';

/** An expected organisation that a figure does not count. */
interface Outside {
  readonly organisation: { readonly name: string };
  readonly reason: 'OUTSIDE_AGREEMENT' | 'NOT_RELEASED' | 'LEFT';
  readonly leftOn: string | null;
}

/** Public facts of a goal in the province. */
export interface GoalFacts {
  readonly code: string;
  readonly title: string;
  readonly startsOn: string;
  readonly deadline: string;
  /** The end of its time; absent for figures of a publication. */
  readonly closing?: Closing;
  readonly progress:
    | (Progress & {
        readonly missing: readonly { readonly name: string }[];
        /** The expected organisations that the figure does not count; undefined if not requested. */
        readonly outside?: readonly Outside[];
        readonly forecast: Forecast;
        /** Due day of the period's reports; null without one, undefined if not requested. */
        readonly reportDueOn?: string | null;
        readonly requiredPace?: { readonly peoplePerMonth: number } | null;
      })
    | null;
}

const query = `query GoalOfProvince($goal: ID!, $period: Period, $publication: ID, $language: Language!) {
  goal(code: $goal) {
    code title(language: $language) startsOn deadline ${closingFields}
    progress(period: $period, publication: $publication) {
      requiredPace { peoplePerMonth } reportDueOn
      ${progressFields}
      missing { name(language: $language) }
      outside { organisation { name(language: $language) } reason leftOn }
      ${forecastFields}
    }
  }
}`;

/** Requests the facts of a goal in a period or to date, from a publication if one is named. */
export function useGoal(goal: string, period = '', publication = '') {
  const { language } = useWords();
  return useAnswer<{ goal: GoalFacts | null }>(query, {
    goal,
    period: period || null,
    publication: publication || null,
    language: graphLanguage(language),
  });
}

/**
 * A goal's figures: the share, its status and further facts.
 * @param props.publication the publication to read from.
 */
export function Facts({ of, publication }: { of: Omit<GoalFacts, 'startsOn'>; publication?: string }) {
  const { say, mean, language } = useWords();
  const { progress } = of;
  if (!progress) return <Absent why="unknown" />;
  const { forecast } = progress;
  // A report of a month that is not over, or that is not due, is not missing.
  const isDue = publication !== undefined || isDueBy(thisDay(), progress);
  // After the deadline, the lines about the goal's end give the status and the missing organisations.
  const { closing } = of;
  const isOver = closing?.state === 'LATE_DATA' || closing?.state === 'CLOSED';
  const isBefore = isBeforeEnd(progress.period, closing);
  const asked = { goal: of.code, label: of.title, publication, period: progress.period };
  const figure = { ...asked, of: progress };
  return (
    <>
      <p class="large">
        <Figure {...figure} what="ratio" />
        {!isBefore && <Status value={progress.status} likely={progress.likely} />}
        <Flags of={progress.flags} />
        {progress.isProvisional && <span class="provisional">{say('provisional')}</span>}
        {progress.demonstration && <span class="made-up">{mean('DEMONSTRATION')}</span>}
      </p>
      {!isBefore && <Doubts of={progress.doubts} />}
      <Bar ratio={progress.ratio} target={progress.target} />
      {of.closing && (
        <ClosingOf
          goal={of.code}
          of={of.closing}
          pace={progress.requiredPace?.peoplePerMonth ?? null}
          from={progress.completeThrough}
        />
      )}
      {of.closing && <AtDeadline goal={of.code} title={of.title} of={of.closing} />}
      <dl class="facts">
        <dt>{say('target')}</dt>
        <dd>
          <Sourced {...asked} what="target">
            {share(progress.target, language)}
          </Sourced>{' '}
          {say('by')} {day(of.deadline, language)}
        </dd>
        <dt>{say('people')}</dt>
        <dd>
          <Figure {...figure} what="people" />{' '}
          <small class="whole">
            (<Interval {...figure} />)
          </small>
        </dd>
        <dt>{say('gap')}</dt>
        <dd>
          <Figure {...figure} what="gap" /> {progress.gapPeople !== null && say('peopleUnit')}
          {progress.gapPoints !== null && (
            <>
              {' · '}
              <Figure {...figure} what="gapPoints" /> {say('pointsUnit')}
            </>
          )}
        </dd>
        {!isBefore && forecast.people !== null && (
          <>
            <dt>{say('forecast')}</dt>
            <dd>
              <Figure {...figure} what="forecast" /> {say('peopleUnit')}
              {forecast.interval && (
                <small class="whole">
                  {' '}
                  (
                  <Sourced {...asked} what="forecast">
                    {range(forecast.interval.lower, forecast.interval.upper, language)}
                  </Sourced>
                  )
                </small>
              )}
            </dd>
          </>
        )}
        {!isOver && (
          <>
            <dt>{say('completeThrough')}</dt>
            <dd>{progress.completeThrough ? day(progress.completeThrough, language) : <Absent why="notReported" />}</dd>
          </>
        )}
        {!isOver && progress.missing.length > 0 && (
          <>
            <dt>{say(isDue ? 'missing' : 'notDueYet')}</dt>
            <dd>
              {progress.missing.map(({ name }) => name).join(', ')}
              {!isDue && progress.reportDueOn && ` (${say('dueOn')} ${day(progress.reportDueOn, language)})`}
            </dd>
          </>
        )}
        {progress.outside && progress.outside.length > 0 && (
          <>
            <dt>{say('notCounted')}</dt>
            <dd>
              {progress.outside
                .map(({ organisation, reason, leftOn }) => {
                  const since = leftOn === null ? '' : ` ${day(leftOn, language)}`;
                  return `${organisation.name} (${say(`outside${reason}`)}${since})`;
                })
                .join(', ')}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

/** Whether the reports of a period were due before a day. */
function isDueBy(today: string, { period, reportDueOn }: { period: string; reportDueOn?: string | null }): boolean {
  return lastDayOf(period) < today && (reportDueOn == null || reportDueOn < today);
}

/** The share as a bar with a mark at the target; the figures beside it have the same values. */
export function Bar({ ratio, target }: { ratio: number | null; target: number }) {
  const end = (value: number): number => Math.min(Math.max(value, 0), 1) * 100;
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="4" />
      <rect class="reached" width={end(ratio ?? 0)} height="4" />
      <rect class="mark" x={Math.min(end(target), 99.4)} width="0.6" height="4" />
    </svg>
  );
}
