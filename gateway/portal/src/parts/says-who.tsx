import { useEffect, useRef, useState } from 'preact/hooks';
import { useAnswer } from '../hub/ask.js';
import { graphLanguage } from '../language/language.js';
import { day, moment, period as periodIn, share, whole } from '../language/numbers.js';
import { Absent } from './figure.js';
import { Waiting } from './waiting.js';
import { absenceOf, type Progress, progressFields } from '../hub/progress.js';
import { useWords } from '../language/words.js';

/** Which figure is asked about. */
interface Asked {
  readonly goal: string;
  readonly commune?: string | undefined;
  readonly period: string;
  readonly label: string;
  /** What was chosen: the focus goes back there. */
  readonly from?: HTMLElement;
}

interface Parts {
  readonly goal: { readonly title: string; readonly progress: Source | null } | null;
}

type Source = Omit<Progress, 'contributions'> & {
  readonly denominator: {
    readonly value: number | null;
    readonly source: string;
    readonly asOf: string;
    readonly version: number;
  } | null;
  readonly contributions: readonly Contribution[];
};

interface Contribution {
  readonly organisation: { readonly name: string };
  readonly state: string;
  readonly through: string | null;
  readonly release: { readonly number: number; readonly madeAt: string; readonly keyId: string } | null;
}

/** The query of a figure: without a commune where it is of the province, whose figures are open to everyone. */
const queryOf = (
  commune: string | undefined,
) => `query SaysWho($goal: ID!, ${commune ? '$commune: ID, ' : ''}$period: Period, $language: Language!) {
  goal(code: $goal) {
    title(language: $language)
    progress(${commune ? 'commune: $commune, ' : ''}period: $period) {
      ${progressFields.replace('contributions { state }', '').trim()}
      denominator { value source asOf version }
      contributions {
        organisation { name(language: $language) } state through
        release { number madeAt keyId }
      }
    }
  }
}`;

const opened = 'hub:says-who';

/** Opens the parts of a figure. */
export function openSource(asked: Asked): void {
  dispatchEvent(new CustomEvent(opened, { detail: asked }));
}

/** The place where the parts of figures open; once on a page. */
export function SaysWho() {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    const open = (event: Event): void => {
      setAsked((event as CustomEvent<Asked>).detail);
    };
    addEventListener(opened, open);
    return () => {
      removeEventListener(opened, open);
    };
  }, []);
  useEffect(() => {
    if (asked) dialog.current?.showModal();
  }, [asked]);
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
      {asked && <SourceOf asked={asked} />}
    </dialog>
  );
}

function SourceOf({ asked }: { asked: Asked }) {
  const { say, language } = useWords();
  const { goal, commune, period, label } = asked;
  const variables = { goal, period, language: graphLanguage(language), ...(commune && { commune }) };
  const query = queryOf(commune);
  const answer = useAnswer<Parts>(query, variables);
  const found = answer.is === 'answered' ? answer.data.goal : null;
  return (
    <>
      <p>
        <strong>{label}</strong>
        {found && found.title !== label && ` · ${found.title}`} · {periodIn(period, language)}
      </p>
      <Waiting answer={answer} />
      {found?.progress && <PartsOf source={found.progress} />}
      <details>
        <summary>{say('query')}</summary>
        <pre tabIndex={0}>{`${query}\n\n${JSON.stringify(variables, null, 2)}`}</pre>
      </details>
    </>
  );
}

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
    <>
      <dl class="parts">
        <dt>{say('ratio')}</dt>
        <dd>{ratio === null ? <Absent why={absenceOf(source)} /> : share(ratio, language)}</dd>
        <dt>{say('numerator')}</dt>
        <dd>
          {say('estimate')} {number(people?.estimate)} · {say('lower')} {number(people?.lower)} · {say('upper')}{' '}
          {number(people?.upper)}
          {people?.interval &&
            ` · 95 %: ${whole(people.interval.lower, language)}–${whole(people.interval.upper, language)}`}
        </dd>
        <dt>{say('denominator')}</dt>
        <dd>
          {number(denominator?.value)}
          {denominator && (
            <>
              <br />
              {say('source')}: {denominator.source}, {say('asOf')} {day(denominator.asOf, language)}, {say('version')}{' '}
              {denominator.version}
            </>
          )}
        </dd>
        <dt>{say('completeThrough')}</dt>
        <dd>{source.completeThrough ? day(source.completeThrough, language) : <Absent why="notReported" />}</dd>
      </dl>
      <Releases of={source.contributions} />
    </>
  );
}

function Releases({ of }: { of: readonly Contribution[] }) {
  const { say, mean, language } = useWords();
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={say('releases')}>
      <table>
        <caption>{say('releases')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('organisation')}</th>
            <th scope="col">{say('state')}</th>
            <th scope="col">{say('through')}</th>
            <th scope="col" class="number">
              {say('release')}
            </th>
            <th scope="col">{say('madeAt')}</th>
            <th scope="col">{say('key')}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ organisation, state, through, release }) => (
            <tr key={organisation.name}>
              <th scope="row">{organisation.name}</th>
              <td>{mean(state)}</td>
              <td>{through ? day(through, language) : <Absent why="notReported" />}</td>
              <td class="number">{release?.number}</td>
              <td>{release && moment(release.madeAt, language)}</td>
              <td class="key">{release?.keyId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
