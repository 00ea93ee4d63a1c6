import type { TargetedMouseEvent } from 'preact';
import { type Absence, absenceOf, type Progress } from '../hub/progress.js';
import { share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { openSource } from './says-who.js';

/** How a place stands: a shape and a word, so that colour is never all there is. */
export function Status({ value }: { value: string }) {
  const { mean } = useWords();
  return <span class={`status ${value.toLowerCase().replaceAll('_', '-')}`}>{mean(value)}</span>;
}

/** Why there is no figure. */
export function Absent({ why }: { why: Absence }) {
  const { say } = useWords();
  return <span class={`absent ${why}`}>{say(why)}</span>;
}

/** A figure that says where it comes from, to whoever chooses it. */
export function Figure(props: {
  of: Progress;
  goal: string;
  commune?: string;
  label: string;
  what: 'ratio' | 'people';
}) {
  const { of, goal, commune, label, what } = props;
  const { language, say } = useWords();
  const people = of.people?.estimate ?? of.people?.lower;
  const value = what === 'ratio' ? of.ratio : people;
  if (value === null || value === undefined) return <Absent why={of.people ? 'unknown' : absenceOf(of)} />;
  const text = what === 'ratio' ? share(value, language) : whole(value, language);
  const open = (event: TargetedMouseEvent<HTMLButtonElement>): void => {
    openSource({ goal, commune, period: of.period, label, from: event.currentTarget });
  };
  return (
    <button type="button" class="figure" onClick={open} aria-haspopup="dialog" title={say('saysWho')}>
      {text}
    </button>
  );
}

/** The interval in which a number of people lies. */
export function Interval({ of }: { of: Progress }) {
  const { language, say } = useWords();
  const { people } = of;
  if (!people) return <Absent why={absenceOf(of)} />;
  const { lower, upper } = people.interval ?? people;
  if (upper === null) return <>{`${say('atLeast')} ${whole(lower, language)}`}</>;
  return <>{`${whole(lower, language)}–${whole(upper, language)}`}</>;
}
