import type { Before, Source } from '../hub/source.js';
import { day, period as periodIn, points, range, share, whole } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { ComparedSentence } from './compared.js';
import type { RankBy } from './open-says-who.js';
import { RankShown } from './rank.js';
import { saysWhoWords } from './says-who-words.js';

/** Kinds of figures of a progress. */
export type What = 'ratio' | 'people' | 'gap' | 'gapPoints' | 'forecast' | 'change' | 'rank' | 'target';

/** Explains the calculation of a figure, in words and with its numbers. */
export function How(props: {
  of: Source;
  what: What;
  /** The former figure that a change compares with. */
  before?: Before | null | undefined;
  rank?: RankBy | undefined;
  /** The document that sets the goal's target. */
  plan: string;
}) {
  const { of, what, before, rank, plan } = props;
  const { say } = useWords(saysWhoWords);
  return (
    <section class="how" aria-label={say('how')}>
      <p class="title">{say('how')}</p>
      {what === 'change' && before && <Change of={of} before={before} />}
      {what === 'rank' && rank && <Ranked rank={rank} />}
      {(what === 'ratio' || what === 'rank') && <Ratio of={of} />}
      {(what === 'people' || what === 'ratio' || what === 'rank') && <People of={of} />}
      {what === 'target' && <Target of={of} plan={plan} />}
      {what === 'gap' && <Gap of={of} />}
      {what === 'gapPoints' && <GapPoints of={of} />}
      {what === 'forecast' && <Forecast of={of} />}
    </section>
  );
}

function Ratio({ of: { people, denominator, ratio } }: { of: Source }) {
  const { say, language } = useWords(saysWhoWords);
  if (ratio === null || !people || !denominator?.value) return null;
  const likely = whole(people.estimate ?? people.lower, language);
  return (
    <p>
      {say('ratioIs')}{' '}
      <span class="formula">
        {likely} ÷ {whole(denominator.value, language)} = <strong>{share(ratio, language)}</strong>
      </span>
    </p>
  );
}

function Change({ of, before }: { of: Source; before: Before }) {
  const { say, language } = useWords(saysWhoWords);
  return (
    <p>
      {say('changeIs')} {periodIn(before.period, language)}:{' '}
      <ComparedSentence now={of} then={before} breaks={of.change?.breaks ?? []} />
    </p>
  );
}

function Target({ of: { target }, plan }: { of: Source; plan: string }) {
  const { say, language } = useWords(saysWhoWords);
  return (
    <p>
      {say('targetIs')} <strong>{share(target, language)}</strong>. {say('source')}: {plan}
    </p>
  );
}

function Ranked({ rank }: { rank: RankBy }) {
  const { say, language } = useWords(saysWhoWords);
  return (
    <>
      <p>
        {say(`rankBy${rank.by ?? 'RATIO'}`)} {say('rankIs')}
      </p>
      <p>
        {say('rankAll')} ({whole(rank.of, language)}):{' '}
        <strong>
          <RankShown rank={rank} isWhole />
        </strong>{' '}
        · {say('rankType')}: <RankShown rank={rank} within="withinType" isWhole /> · {say('rankArea')}:{' '}
        <RankShown rank={rank} within="withinArea" isWhole />
      </p>
    </>
  );
}

function People({ of: { people } }: { of: Source }) {
  const { say } = useWords(saysWhoWords);
  if (!people) return null;
  return (
    <p>
      {say(`people${people.method}`)} {people.noEstimate && say(`noEstimate${people.noEstimate}`)}
    </p>
  );
}

/** Lower bound of the people, from which gaps are counted. */
function fewest({ people }: Source): number | null {
  return people && (people.interval?.lower ?? people.lower);
}

function Gap({ of }: { of: Source }) {
  const { say, language } = useWords(saysWhoWords);
  const { gapPeople, target, denominator } = of;
  const least = fewest(of);
  if (gapPeople === null || least === null || !denominator?.atMost) return null;
  if (gapPeople === 0) return <p>{say('gapReached')}</p>;
  return (
    <p>
      {say('gapIs')}{' '}
      <span class="formula">
        {share(target, language)} × {whole(denominator.atMost, language)} − {whole(least, language)} ={' '}
        <strong>
          {whole(gapPeople, language)} {say('peopleUnit')}
        </strong>
      </span>
    </p>
  );
}

function GapPoints({ of }: { of: Source }) {
  const { say, language } = useWords(saysWhoWords);
  const { gapPoints, target, denominator } = of;
  const least = fewest(of);
  if (gapPoints === null || least === null || !denominator?.atMost) return null;
  if (gapPoints === 0) return <p>{say('gapReached')}</p>;
  return (
    <p>
      {say('gapPointsIs')}{' '}
      <span class="formula">
        {share(target, language)} − {whole(least, language)} ÷ {whole(denominator.atMost, language)} ={' '}
        <strong>
          {points(gapPoints, language)} {say('pointsUnit')}
        </strong>
      </span>
    </p>
  );
}

function Forecast({ of: { forecast } }: { of: Source }) {
  const { say, language } = useWords(saysWhoWords);
  const { people, interval, reachesTargetOn, backTest, notAvailable } = forecast;
  if (people === null) return <p>{notAvailable && say(`noForecast${notAvailable}`)}</p>;
  return (
    <>
      <p>
        {say('forecastIs')}{' '}
        <strong>
          {whole(people, language)} {say('peopleUnit')}
        </strong>
      </p>
      {interval && (
        <p>
          {say('forecastBand')}{' '}
          <span class="formula">
            {range(interval.lower, interval.upper, language)} {say('peopleUnit')}
          </span>
        </p>
      )}
      {backTest !== null && backTest.forecasts > 0 && (
        <p>
          {say('forecastHeld')}{' '}
          <strong>
            {whole(backTest.within, language)} {say('ofAll')} {whole(backTest.forecasts, language)}
          </strong>
        </p>
      )}
      <p>{reachesTargetOn ? `${say('reachesOn')} ${day(reachesTargetOn, language)}.` : say('reachesUnknown')}</p>
    </>
  );
}
