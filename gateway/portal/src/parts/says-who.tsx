import { useEffect, useRef, useState } from 'preact/hooks';
import { useAddress } from '../frame/address.js';
import { useAnswer } from '../hub/ask.js';
import { absenceOf } from '../hub/progress.js';
import { graphLanguage } from '../language/language.js';
import { day, period as periodIn, range, share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { Explained } from './explained-figure.js';
import { Absent } from './figure.js';
import { Link } from './link.js';
import { NotesOfFigure } from './notes-of-figure.js';
import { PublicationsOf } from './publications-of.js';
import { Releases } from './releases.js';
import { How } from './says-who-how.js';
import { NumberOf } from './says-who-number.js';
import { Missing } from './says-who-missing.js';
import { type Before, type Source, sourceQuery, sourceVariables } from '../hub/source.js';
import { type AskedSource, type Opened, opened } from './open-says-who.js';
import { saysWhoWords } from './says-who-words.js';
import { QueryOf } from './says-who-query.js';
import { Waiting } from './waiting.js';

interface Parts {
  readonly goal: {
    readonly title: string;
    readonly source: string;
    readonly progress: Source | null;
    readonly before?: Before | null;
  } | null;
}

/** The "says who?" dialog; one on each page. */
export function SaysWho() {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<Opened>();
  useEffect(() => {
    const open = (event: Event): void => {
      setAsked((event as CustomEvent<Opened>).detail);
    };
    addEventListener(opened, open);
    return () => {
      removeEventListener(opened, open);
    };
  }, []);
  useEffect(() => {
    if (asked) dialog.current?.showModal();
  }, [asked]);
  const { path } = useAddress();
  // Closes when a link in the dialog leads to another page.
  useEffect(() => dialog.current?.close(), [path]);
  const closed = (): void => {
    asked?.from?.focus();
    setAsked(undefined);
  };
  return (
    <dialog ref={dialog} onClose={closed} aria-labelledby="says-who">
      <header>
        <h2 id="says-who">{say('saysWho')}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </header>
      {asked && ('source' in asked ? <NumberOf asked={asked} /> : <SourceOf asked={asked} />)}
    </dialog>
  );
}

function SourceOf({ asked }: { asked: AskedSource }) {
  const { say, language } = useWords(saysWhoWords);
  const { period, publication, label, what = 'ratio', rank } = asked;
  const variables = sourceVariables(asked, graphLanguage(language));
  const query = sourceQuery(asked);
  const answer = useAnswer<Parts>(query, variables);
  const found = answer.is === 'answered' ? answer.data.goal : null;
  const heading = [
    label,
    ...(found && found.title !== label ? [found.title] : []),
    periodIn(period, language),
    ...(publication ? [`${say('asPublished')} ${publication}`] : []),
  ].join(' · ');
  return (
    <>
      <p>
        <strong>{label}</strong>
        {found && found.title !== label && ` · ${found.title}`} · {periodIn(period, language)}
        {publication && (
          <>
            {' · '}
            {say('asPublished')} <Link to={`/publications/${publication}`}>{publication}</Link>
          </>
        )}
      </p>
      <Waiting answer={answer} />
      {found?.progress && (
        <>
          <How of={found.progress} what={what} before={found.before} rank={rank} plan={found.source} />
          {(what === 'ratio' || what === 'people') && <Explained heading={heading} of={found.progress} />}
          <PartsOf source={found.progress} />
          <Missing of={found.progress.contributions} period={found.progress.period} />
          <Releases of={found.progress.contributions} period={found.progress.period} />
          <NotesOfFigure goal={asked.goal} commune={asked.commune} period={found.progress.period} />
          {!publication && <PublicationsOf period={found.progress.period} />}
        </>
      )}
      <QueryOf query={query} variables={variables} />
    </>
  );
}

/** The components of the figure: people, denominator and share. */
function PartsOf({ source }: { source: Source }) {
  const { say, language } = useWords();
  const { people, denominator, ratio } = source;
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? (
      <Absent why={people ? 'unknown' : absenceOf(source)} />
    ) : (
      whole(value, language)
    );
  return (
    <dl class="parts">
      <dt>{say('ratio')}</dt>
      <dd>{ratio === null ? <Absent why={absenceOf(source)} /> : share(ratio, language)}</dd>
      <dt>{say('numerator')}</dt>
      <dd>
        {say('estimate')} {number(people?.estimate)} · {say('lower')} {number(people?.lower)} · {say('upper')}{' '}
        {number(people?.upper)}
        {people?.interval && people.method === 'ESTIMATE' && (
          <span class="whole"> · 95 %: {range(people.interval.lower, people.interval.upper, language)}</span>
        )}
      </dd>
      <dt>{say('denominator')}</dt>
      <dd>
        {denominator?.value == null
          ? number(null)
          : denominator.atMost === null || denominator.atMost === denominator.value
            ? whole(denominator.value, language)
            : range(denominator.value, denominator.atMost, language)}
        {denominator && (
          <>
            <br />
            {say('source')}: {denominator.source}, {say('asOf')} {day(denominator.asOf, language)}, {say('version')}{' '}
            {denominator.version}. {say(`denominatorOf${denominator.basis}`)}
          </>
        )}
      </dd>
      <dt>{say('completeThrough')}</dt>
      <dd>{source.completeThrough ? day(source.completeThrough, language) : <Absent why="notReported" />}</dd>
    </dl>
  );
}
