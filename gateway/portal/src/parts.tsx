import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { go, readAddress, useAddress, writeAddress } from './address.js';
import type { Answer } from './ask.js';
import { share, whole } from './numbers.js';
import { type Absence, absenceOf, type Progress } from './progress.js';
import { openSource } from './says-who.js';
import { signIn, useSession } from './session.js';
import { useWords } from './words.js';

/** A link within the portal; it keeps the language. */
export function Link({ to, children, current }: { to: string; children: ComponentChildren; current?: boolean }) {
  const { lang = '' } = useAddress().state;
  const address = { path: to, state: { lang } };
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (writeAddress(address) === writeAddress(readAddress(location))) return;
    go(address);
    scrollTo(0, 0);
    document.querySelector('main')?.focus();
  };
  return (
    <a href={writeAddress(address)} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}

/** What a panel says while it waits, and where it has nothing: in words, and only it. */
export function Waiting({ answer }: { answer: Answer<unknown> & { again: () => void } }) {
  const { say } = useWords();
  const { person } = useSession();
  if (answer.is === 'asking')
    return (
      <p class="waiting" role="status">
        {say('asking')}
      </p>
    );
  if (answer.is === 'answered') return null;
  if (/UNAUTHENTICATED|UNAUTHORIZED|NOT_ALLOWED|FORBIDDEN|OUTSIDE_AGREEMENT/.test(answer.code)) {
    return person ? <p class="notice">{say('notAllowed')}</p> : <AskToSignIn />;
  }
  return (
    <p class="notice" role="alert">
      {say(answer.code === 'UNREACHABLE' ? 'unreachable' : 'failed')}{' '}
      <button type="button" onClick={answer.again}>
        {say('again')}
      </button>{' '}
      <small>{answer.code}</small>
    </p>
  );
}

/** Says kindly that a panel is for people who have signed in. */
export function AskToSignIn() {
  const { say } = useWords();
  return (
    <p class="notice">
      {say('needsSignIn')}{' '}
      <button type="button" class="main" onClick={() => void signIn()}>
        {say('signIn')}
      </button>
    </p>
  );
}

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
