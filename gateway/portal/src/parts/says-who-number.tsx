import { Fragment } from 'preact';
import { useAnswer } from '../hub/ask.js';
import {
  type AskedFigure,
  type Contribution,
  contributionFields,
  type Source,
  sourceQuery,
  sourceVariables,
} from '../hub/source.js';
import { graphLanguage } from '../language/language.js';
import { period as periodIn } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { LinkIfThere } from './link.js';
import type { AskedNumber, NumberSource } from './open-says-who.js';
import { Releases } from './releases.js';
import { Missing } from './says-who-missing.js';
import { QueryOf } from './says-who-query.js';
import { saysWhoWords } from './says-who-words.js';
import { Waiting } from './waiting.js';

/** Explains a number: its names, its calculation, and the records or releases behind it. */
export function NumberOf({ asked }: { asked: AskedNumber }) {
  const { say, language } = useWords(saysWhoWords);
  const { names, text, how, source } = asked;
  return (
    <>
      <p>
        {names.map((name, index) => (
          <Fragment key={index}>
            {index > 0 && ' · '}
            {name}
          </Fragment>
        ))}
        {source.figure && ` · ${periodIn(source.figure.period, language)}`}
      </p>
      <p class="large">
        <strong>{text}</strong>
      </p>
      <section class="how" aria-label={say('how')}>
        <p class="title">{say('how')}</p>
        <p>{how}</p>
      </section>
      <RestsOn source={source} />
      <QueryOf query={source.query} variables={source.variables} />
    </>
  );
}

function RestsOn({ source: { figure, organisation } }: { source: NumberSource }) {
  if (figure) return <FigureBehind figure={figure} organisation={organisation} />;
  if (organisation !== undefined) return <OfOrganisation code={organisation} />;
  return null;
}

/** The releases of the goal's figure; only one organisation if the number belongs to it. */
function FigureBehind({ figure, organisation }: { figure: AskedFigure; organisation: string | undefined }) {
  const { language } = useWords();
  const variables = sourceVariables(figure, graphLanguage(language));
  const answer = useAnswer<{ goal: { progress: Source | null } | null }>(sourceQuery(figure), variables);
  const all = (answer.is === 'answered' && answer.data.goal?.progress?.contributions) || [];
  const of = organisation === undefined ? all : all.filter((one) => one.organisation.code === organisation);
  return (
    <>
      <Waiting answer={answer} />
      {of.length > 0 && <Missing of={of} period={figure.period} />}
      {of.length > 0 && <Releases of={of} period={figure.period} />}
    </>
  );
}

const newestQuery = `query NewestRelease($code: ID!, $language: Language!) {
  organisation(code: $code) { name(language: $language) }
  goals {
    progress {
      ${contributionFields}
    }
  }
}`;

interface Newest {
  readonly organisation: { readonly name: string } | null;
  readonly goals: readonly { readonly progress: { readonly contributions: readonly Contribution[] } | null }[] | null;
}

/** The organisation of the records, with its newest release if a goal uses one. */
function OfOrganisation({ code }: { code: string }) {
  const { say, language } = useWords(saysWhoWords);
  const answer = useAnswer<Newest>(newestQuery, { code, language: graphLanguage(language) });
  const { organisation, goals } = answer.is === 'answered' ? answer.data : {};
  const contributions = (goals ?? []).flatMap(({ progress }) => progress?.contributions ?? []);
  const newest = contributions.find((one) => one.organisation.code === code && one.release !== null);
  return (
    <>
      <Waiting answer={answer} />
      {organisation && (
        <p>
          {say('recordsOf')}: <LinkIfThere to={`/organisations/${code}`}>{organisation.name}</LinkIfThere>
        </p>
      )}
      {newest && <Releases of={[newest]} hasStates={false} />}
    </>
  );
}
