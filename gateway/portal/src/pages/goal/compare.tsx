import { useRef, useState } from 'preact/hooks';
import type { ChartLine } from '../../charts/chart-line.js';
import { Lines } from '../../charts/lines.js';
import { type MonthsOfProvince, monthsTo, pointsOf } from '../../charts/months.js';
import { Picture } from '../../charts/picture.js';
import { useAddressOf } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { hasNoReport } from '../../hub/progress.js';
import { useSession } from '../../hub/session.js';
import { useRootPlace } from '../../hub/settings.js';
import { Choose } from '../../parts/choose.js';
import { isBeforeEnd } from '../../parts/once-over.js';
import { graphLanguage } from '../../language/language.js';
import { day, period as periodIn, share } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Downloads } from '../../parts/downloads.js';
import { NumbersFrom } from '../../parts/number.js';
import type { GoalFacts } from '../../parts/goal-facts.js';
import { DataOf } from '../../parts/source-line.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import {
  beginOf,
  type Compared,
  type ComparedPlace,
  completeThroughOf,
  fewPlaces,
  isGroup,
  isRegion,
  kindsOf,
  lineOf,
  type PlaceNow,
  placesOf,
  queryOf,
  queryOfProvince,
  readPlaces,
  variablesOf,
} from './compared.js';
import { ComparedTable } from './compared-table.js';
import { PlaceLegend } from './place-legend.js';
import { PlaceSearch } from './place-search.js';
import { words } from './words.js';

interface CompareProps {
  readonly goal: GoalFacts;
  /** The last month of the chart. */
  readonly to: string;
}

/** The goal over time: the province, and for signed-in people several places side by side. */
export function Compare({ goal, to }: CompareProps) {
  const { say } = useWords(words);
  const { person } = useSession();
  const root = useRootPlace();
  const span = useAddressOf(({ state }) => (state['span'] === '24' ? 24 : 12));
  const months = monthsTo(to, span, goal.startsOn);
  const shown = { goal, months, root };
  return (
    <section class="compare">
      <h2>{say('compare')}</h2>
      <Controls root={root} />
      {root !== '' && (person ? <Places {...shown} /> : <Province {...shown} />)}
      {!person && <AskToSignIn said={say('compareSignIn')} />}
    </section>
  );
}

/** Choices of the chart: span and scale for everyone, further places for signed-in people. */
function Controls({ root }: { root: string }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const chosen = {
    span: useAddressOf(({ state }) => state['span']),
    scale: useAddressOf(({ state }) => state['scale']),
  };
  const codes = useAddressOf(({ state }) => state['places'] ?? '');
  const choices = [
    { name: 'span', label: say('span'), usual: say('months12'), other: ['24', say('months24')] },
    { name: 'scale', label: say('scale'), usual: say('scaleLines'), other: ['target', say('scaleTarget')] },
  ] as const;
  return (
    <div class="filters">
      {choices.map(({ name, label, usual, other: [value, text] }) => (
        <Choose
          key={name}
          name={name}
          label={label}
          value={chosen[name] === value ? value : ''}
          usual={usual}
          of={[[value, text]]}
        />
      ))}
      {person && root !== '' && <PlaceSearch codes={readPlaces(codes, root)} root={root} />}
    </div>
  );
}

interface ShownProps {
  readonly goal: GoalFacts;
  readonly months: readonly string[];
  readonly root: string;
}

function Province({ goal, months, root }: ShownProps) {
  const [query, variables] = [queryOfProvince(months), { goal: goal.code }];
  const answer = useAnswer<MonthsOfProvince>(query, variables);
  const points = answer.is === 'answered' ? pointsOf(answer.data, months) : [];
  const found = points.map((progress) => progress && { ratio: progress.ratio, progress });
  const end = points.at(-1) as (PlaceNow & (typeof points)[number]) | undefined;
  return (
    <>
      <Waiting answer={answer} />
      {end && (
        <NumbersFrom value={{ query, variables }}>
          <Shown
            goal={goal}
            months={months}
            root={root}
            places={[{ code: root, name: undefined, points: found, end }]}
          />
        </NumbersFrom>
      )}
    </>
  );
}

function Places({ goal, months, root }: ShownProps) {
  const { language } = useWords(words);
  const asked = useAddressOf(({ state }) => state['places'] ?? '');
  const codes = readPlaces(asked, root);
  const [query, variables] = [
    queryOf(codes, months, root),
    variablesOf(goal.code, codes, months, graphLanguage(language)),
  ];
  const answer = useAnswer<Compared>(query, variables);
  // Keeps the last places on the page while more load, so that the page does not jump.
  const last = useRef<readonly ComparedPlace[]>([]);
  if (answer.is === 'answered') last.current = placesOf(answer.data, codes, months);
  if (answer.is === 'failed') last.current = [];
  const isOld = answer.is === 'asking' && last.current.length > 0;
  return (
    <>
      {!isOld && <Waiting answer={answer} />}
      {last.current.length > 0 && (
        <NumbersFrom value={{ query, variables }}>
          <Shown goal={goal} months={months} root={root} places={last.current} isOld={isOld} />
        </NumbersFrom>
      )}
    </>
  );
}

function Shown(props: ShownProps & { places: readonly ComparedPlace[]; isOld?: boolean }) {
  const { goal, months, root, places, isOld = false } = props;
  const { say, mean, language } = useWords(words);
  const { person } = useSession();
  const scale = useAddressOf(({ state }) => state['scale']);
  const nameOf = ({ code, name, region }: ComparedPlace): string => {
    if (isRegion(code)) return `${name ?? code}${region?.dividedDistricts.length ? ` (${say('approximated')})` : ''}`;
    return isGroup(code) ? mean(code.split(':')[1] ?? '') : code === root ? say('province') : (name ?? code);
  };
  const [picked, setPicked] = useState('');
  const kinds = kindsOf(places, root);
  const isOver = isBeforeEnd(months.at(-1) ?? '', goal.closing);
  const lines = places.map((place, index): ChartLine => {
    const kind = kinds[index] === 'many' && place.code === picked ? 'picked' : (kinds[index] ?? index);
    return { ...lineOf(place, nameOf(place), months, isOver ? null : goal.deadline), kind };
  });
  const progress = places.flatMap(({ points }) => points.flatMap((point) => (point?.progress ? [point.progress] : [])));
  const unreported = months.filter((month) => {
    const reports = progress.filter(({ period }) => period === month);
    return reports.length > 0 && reports.every(hasNoReport);
  });
  const targets = months.map((month) => progress.find(({ period }) => period === month)?.target ?? null);
  const units = places.map(({ code }) => code).filter((code) => !isGroup(code));
  const changed = [...new Set(places.flatMap(({ region }) => (region ? [beginOf(region)] : [])))].filter(
    (month) => months.indexOf(month) > 0,
  );
  const marks = changed.map((month) => ({ month, label: `${say('unitsChanged')} ${periodIn(month, language)}` }));
  const parameters = { goal: goal.code, from: months[0] ?? '', to: months.at(-1) ?? '', places: units.join(',') };
  const data = {
    periods: [parameters.from, parameters.to],
    completeThrough: earliest(places),
    demonstration: progress.some(({ demonstration }) => demonstration),
  };
  return (
    <div aria-busy={isOld}>
      <TargetsOf goal={goal} months={months} targets={targets} />
      <Picture
        name={`series-${goal.code}`}
        title={`${goal.title}: ${titleOf(
          lines.map(({ label }) => label),
          say('andMore'),
        )}`}
        {...data}
        remark={say(remarkOf(places))}
      >
        <Lines
          title={goal.title}
          months={months}
          lines={lines}
          targets={targets}
          toTarget={scale === 'target'}
          marks={marks}
          unreported={unreported}
        />
        <PlaceLegend places={places} lines={lines} isOver={isOver} isFixed={!person} onPick={setPicked} />
      </Picture>
      <DataOf value={data}>
        <ComparedTable
          goal={goal.code}
          places={places}
          months={months}
          targets={targets}
          names={lines.map(({ label }) => label)}
          root={root}
        />
      </DataOf>
      {person && units.length > 0 && <Downloads table="series" parameters={parameters} />}
    </div>
  );
}

/** The target behind the figures, with its changes. */
function TargetsOf(props: { goal: GoalFacts; months: readonly string[]; targets: readonly (number | null)[] }) {
  const { goal, months, targets } = props;
  const { say, language } = useWords(words);
  const changes = targets.flatMap((target, index) =>
    target === null || target === targets[index - 1] ? [] : [{ target, month: months[index] ?? '' }],
  );
  if (changes.length === 0) return null;
  return (
    <p class="quiet" data-target-of={goal.code}>
      {say('targetOf')} {goal.title}:{' '}
      {changes
        .map(({ target, month }) => {
          const since = changes.length > 1 ? ` (${say('sinceMonth')} ${periodIn(month, language)})` : '';
          return `${share(target, language)}${since}`;
        })
        .join('; ')}
      , {say('by')} {day(goal.deadline, language)}.
    </p>
  );
}

/** The note for a picture of places. */
function remarkOf(places: readonly ComparedPlace[]): 'regionsAre' | 'groupsOnce' | 'openDot' {
  if (places.some(({ code }) => isRegion(code))) return 'regionsAre';
  return places.some(({ code }) => isGroup(code)) ? 'groupsOnce' : 'openDot';
}

/** The day through which the figures of all places are complete; null if a place has none. */
function earliest(places: readonly ComparedPlace[]): string | null {
  const days = places
    .flatMap((place) => {
      const through = completeThroughOf(place);
      return through === undefined ? [] : [through ?? ''];
    })
    .toSorted();
  return days[0] || null;
}

/** The names of a few places; for many, the first names and the number of the others. */
function titleOf(names: readonly string[], more: string): string {
  if (names.length <= fewPlaces) return names.join(', ');
  return `${names.slice(0, fewPlaces).join(', ')} ${more} ${names.length - fewPlaces}`;
}
