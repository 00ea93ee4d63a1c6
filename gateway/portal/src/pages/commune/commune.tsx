import { Fragment } from 'preact';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { useSession } from '../../hub/session.js';
import { day, decimal } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Feeds } from '../../parts/feeds.js';
import { Link } from '../../parts/link.js';
import { NumbersFrom, SourcedNumber } from '../../parts/number.js';
import { PrintButton } from '../../parts/print-button.js';
import { AskToSignIn, Waiting } from '../../parts/waiting.js';
import { panelQuery, usePanelVariables } from './commune-list.js';
import { GoalsHere } from './goals-here.js';
import { OldUnits, type OldUnit } from './old-units.js';
import { OrganisationsHere } from './organisations-here.js';
import { ServicePointsHere } from './service-points.js';
import { SteeringHere } from './steering.js';
import { words } from './words.js';

interface Head {
  readonly commune: {
    readonly name: string;
    readonly type: string;
    readonly area: string;
    readonly areaKm2: number | null;
    readonly validFrom: string | null;
    readonly validUntil: string | null;
    readonly parent: { readonly name: string } | null;
    readonly successors: readonly { readonly code: string; readonly name: string }[];
    readonly predecessors: readonly OldUnit[];
  } | null;
}

const name = 'name(language: $language)';
const query = panelQuery(
  'Commune',
  `${name} type area areaKm2 validFrom validUntil parent { ${name} }
  successors { code ${name} }
  predecessors { code ${name} divided validUntil parent { ${name} } successors { code ${name} } }`,
);

/**
 * Page of a commune: its progress and the organisations' activities. Designed for a leader's phone first, and for print
 * on A4.
 */
export default function CommunePage({ code }: PageProps) {
  const { say } = useWords(words);
  const { person } = useSession();
  const variables = usePanelVariables(code);
  const answer = useAnswer<Head>(query, variables);
  const commune = answer.is === 'answered' ? answer.data.commune : undefined;
  useTitle(commune?.name ?? code);
  if (commune === null) return <h1>{say('noSuchCommune')}</h1>;
  return (
    <div class="commune">
      <div class="headed">
        <h1>{commune?.name ?? code}</h1>
        {commune?.validUntil === null && person && <Link to={`/sheets/${code}`}>{say('sheet')}</Link>}
        {commune && <PrintButton label={say('print')} look="printing" />}
      </div>
      <Waiting answer={answer} />
      <NumbersFrom value={{ query, variables }}>{commune && <About code={code} of={commune} />}</NumbersFrom>
      {commune?.validUntil === null && (
        <>
          {person ? <Here code={code} /> : <AskToSignIn />}
          <ServicePointsHere commune={code} />
          <Feeds about={{ commune: code }} of={['everything', 'figures', 'late', 'anomalies']} />
        </>
      )}
      {commune && <OldUnits of={commune.predecessors} code={code} name={commune.name} />}
    </div>
  );
}

function About({ code, of }: { code: string; of: NonNullable<Head['commune']> }) {
  const { say, mean, language } = useWords(words);
  const { type, area, areaKm2, validFrom, validUntil, parent, successors } = of;
  const facts = [
    mean(type),
    mean(area),
    areaKm2 !== null && (
      <SourcedNumber how={say('squareIs')} name={of.name}>
        {`${decimal(areaKm2, language)} km²`}
      </SourcedNumber>
    ),
    parent?.name,
    validFrom && `${say('since').toLowerCase()} ${day(validFrom, language)}`,
    `${say('code').toLowerCase()} ${code}`,
  ];
  return (
    <>
      <p class="intro">
        {facts.filter(Boolean).map((fact, index) => (
          <Fragment key={index}>
            {index > 0 && ' · '}
            {fact}
          </Fragment>
        ))}
      </p>
      {validUntil !== null && (
        <p class="notice">
          {say('ended')} {day(validUntil, language)}. {say('nowIn')}{' '}
          {successors.map((one, index) => (
            <span key={one.code}>
              {index > 0 && ', '}
              <Link to={`/communes/${one.code}`}>{one.name}</Link>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** The part for signed-in people: goals, tasks and obstacles, and a panel for each organisation. */
function Here({ code }: { code: string }) {
  return (
    <>
      <GoalsHere commune={code} />
      <SteeringHere commune={code} />
      <OrganisationsHere commune={code} />
    </>
  );
}
