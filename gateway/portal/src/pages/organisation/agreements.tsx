import { graphLanguage } from '../../language/language.js';
import { between, day, thisDay } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Panel } from '../../parts/panel.js';
import { soonDays } from '../overview/ending-agreements.js';
import { words } from './words.js';

interface Partner {
  readonly role: string | null;
  readonly organisation: string | null;
  readonly group: string | null;
  readonly app: string | null;
}

interface Agreement {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly shares: readonly string[];
  readonly combined: readonly string[];
  readonly figures: readonly string[];
  readonly with: readonly Partner[] | null;
  readonly purposes: readonly string[] | null;
  readonly granularity: 'commune' | 'province';
  readonly legalBasis: string;
  readonly from: string;
  /** Null for an agreement without a last day. */
  readonly until: string | null;
  /** Null for an agreement that is not in force, or has no last day. */
  readonly daysLeft: number | null;
  readonly holds: boolean;
}

interface Named {
  readonly code: string;
  readonly name: string;
}

interface Answered {
  readonly agreements: readonly Agreement[] | null;
  readonly purposes: readonly Named[] | null;
  readonly organisations: readonly Named[] | null;
  readonly goals: readonly { readonly code: string; readonly title: string }[] | null;
}

const query = `query Agreements($code: ID!, $language: Language!) {
  agreements(organisation: $code) {
    id version title(language: $language) shares combined figures with { role organisation group app } purposes granularity legalBasis
    from until daysLeft holds
  }
  purposes { code name(language: $language) }
  organisations { code name(language: $language) }
  goals { code title(language: $language) }
}`;

/** The organisation's agreements in words: shared data, partners, purposes and detail. */
export function Agreements({ code }: { code: string }) {
  const { say, language } = useWords(words);
  const today = thisDay();
  const isNow = ({ from, until }: Agreement): boolean => from <= today && (until === null || today <= until);
  return (
    <Panel<Answered>
      id="agreements"
      title={say('agreements')}
      query={query}
      variables={{ code, language: graphLanguage(language) }}
    >
      {(answer) => {
        const all = answer.agreements ?? [];
        const others = all.filter((one) => !isNow(one));
        return (
          <>
            <p class="intro">{all.length > 0 ? say('agreementsIntro') : say('noAgreements')}</p>
            {all.filter(isNow).map((one) => (
              <InWords key={one.id} of={one} answer={answer} />
            ))}
            {others.length > 0 && (
              <details>
                <summary>{say('ended')}</summary>
                {others.map((one) => (
                  <InWords key={one.id} of={one} answer={answer} />
                ))}
              </details>
            )}
          </>
        );
      }}
    </Panel>
  );
}

function InWords({ of, answer }: { of: Agreement; answer: Answered }) {
  const { say, mean, language } = useWords(words);
  const { organisations, purposes } = answer;
  const named = (list: readonly Named[] | null, code: string) => list?.find((one) => one.code === code)?.name ?? code;
  const partner = ({ role, organisation, group, app }: Partner): string => {
    if (role !== null) return mean(role);
    if (organisation !== null) return named(organisations, organisation);
    return group === null ? (app ?? '') : say('linkedOrganisations');
  };
  return (
    <article class="agreement" data-agreement={of.id}>
      <h3>
        {of.title}{' '}
        <small>
          ({of.id}, {say('version')} {of.version})
        </small>
      </h3>
      <dl class="facts">
        <dt>{say('forWhom')}</dt>
        <dd>{of.with === null ? say('anyone') : of.with.map(partner).join('; ')}</dd>
        <What of={of} goals={answer.goals} />
        <dt>{say('forWhat')}</dt>
        <dd>{of.purposes === null ? say('anyPurpose') : of.purposes.map((one) => named(purposes, one)).join('; ')}</dd>
        <dt>{say('detail')}</dt>
        <dd>{say(of.granularity)}</dd>
        <dt>{say('valid')}</dt>
        <dd>
          {of.until === null
            ? `${say('fromDay')} ${day(of.from, language)}`
            : between(day(of.from, language), day(of.until, language), language)}
          {of.daysLeft !== null && of.daysLeft <= soonDays && (
            <>
              {' '}
              <strong data-ending>
                ({say('endsIn')} {of.daysLeft} {say('daysUnit')})
              </strong>
            </>
          )}
        </dd>
        <dt>{say('basis')}</dt>
        <dd>{of.legalBasis}</dd>
        <dt>{say('forYou')}</dt>
        <dd class={of.holds ? 'holds' : 'holds-not'}>{say(of.holds ? 'holds' : 'holdsNot')}</dd>
      </dl>
    </article>
  );
}

/** The fields an agreement opens, the goals whose share it may give, and the goals whose progress its figures may enter. */
function What({ of: { shares, combined, figures }, goals }: { of: Agreement; goals: Answered['goals'] }) {
  const { say } = useWords(words);
  const titleOf = (goal: string) => goals?.find(({ code }) => code === goal)?.title ?? goal;
  const ofGoals = (title: 'figures' | 'combined', codes: readonly string[]) =>
    codes.length > 0 && (
      <>
        <dt>{say(title)}</dt>
        <dd>{codes.includes('*') ? say('allGoals') : codes.map(titleOf).join('; ')}</dd>
      </>
    );
  return (
    <>
      {shares.length > 0 && (
        <>
          <dt>{say('may')}</dt>
          <dd>
            {shares.includes('*') ? (
              say('allShared')
            ) : (
              <>
                {say('parts')}: <span class="codes">{shares.join(', ')}</span>
              </>
            )}
          </dd>
        </>
      )}
      {ofGoals('figures', figures)}
      {ofGoals('combined', combined)}
    </>
  );
}
