import type { ComponentChildren } from 'preact';
import { type Absence, absenceOf, type Forecast, type Likely, type Progress } from '../hub/progress.js';
import { points, range, share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { type AskedSource, openSaysWho } from './open-says-who.js';
import { SaysWhoButton } from './says-who-button.js';
import type { What } from './says-who-how.js';

/**
 * A status as a shape and a word, so that it is readable without colour.
 * @param props.likely the likely status, shown with its probability instead of an uncertain one.
 */
export function Status({ value, likely }: { value: string; likely?: Likely | null }) {
  const { mean, say, language } = useWords();
  const shown = (likely?.status ?? value).toLowerCase().replaceAll('_', '-');
  if (!likely) return <span class={`status ${shown}`}>{mean(value)}</span>;
  return (
    <span class={`status likely ${shown}`}>
      {say('likely')}: {mean(likely.status)} ({share(likely.probability, language)})
    </span>
  );
}

/** The reason for a missing figure. */
export function Absent({ why }: { why: Absence }) {
  const { say } = useWords();
  return <span class={`absent ${why}`}>{say(why)}</span>;
}

/** Properties of a figure. The forecast is present only for a forecast figure. */
export interface FigureProps {
  readonly of: Progress & { readonly forecast?: Forecast };
  readonly goal: string;
  readonly commune?: string | undefined;
  readonly label: string;
  readonly what: Exclude<What, 'change' | 'rank' | 'target'>;
  /** The publication of the figure; absent for the current figure. */
  readonly publication?: string | undefined;
}

/** The number of a figure; null without one. */
export function valueOf(
  { ratio, people, gapPeople, gapPoints, forecast }: FigureProps['of'],
  what: FigureProps['what'],
) {
  switch (what) {
    case 'ratio':
      return ratio;
    case 'people':
      return people && (people.estimate ?? people.lower);
    case 'gap':
      return gapPeople;
    case 'gapPoints':
      return gapPoints;
    case 'forecast':
      return forecast?.people ?? null;
  }
}

const written = { ratio: share, people: whole, gap: whole, gapPoints: points, forecast: whole } as const;

/** A figure that opens its sources when a person selects it. */
export function Figure({ of, ...asked }: FigureProps) {
  const { language } = useWords();
  const value = valueOf(of, asked.what);
  if (value === null) return <Absent why={of.people ? 'unknown' : absenceOf(of)} />;
  return (
    <Sourced {...asked} period={of.period}>
      {written[asked.what](value, language)}
    </Sourced>
  );
}

/** A button around a shown figure that opens its sources. */
export function Sourced({ children, ...asked }: Omit<AskedSource, 'from'> & { children: ComponentChildren }) {
  const ask = (from: HTMLElement): void => {
    openSaysWho({ ...asked, from });
  };
  return <SaysWhoButton onAsk={ask}>{children}</SaysWhoButton>;
}

/** The interval of a number of people. */
export function Interval({ of, ...asked }: Omit<FigureProps, 'what'>) {
  const { language, say } = useWords();
  const { people } = of;
  if (!people) return <Absent why={absenceOf(of)} />;
  const { lower, upper } = people.interval ?? people;
  return (
    <Sourced {...asked} what="people" period={of.period}>
      {upper === null ? `${say('atLeast')} ${whole(lower, language)}` : range(lower, upper, language)}
    </Sourced>
  );
}
