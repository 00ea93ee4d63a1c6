import { useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { day } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { overviewWords } from './words.js';

/** Number of days before its end from which an agreement is shown: eight weeks. */
export const soonDays = 56;

interface Ending {
  readonly agreements:
    | readonly {
        readonly organisation: string;
        readonly id: string;
        readonly title: string;
        readonly until: string;
        readonly daysLeft: number;
        readonly concernsCaller: boolean;
      }[]
    | null;
  readonly organisations: readonly { readonly code: string; readonly name: string }[] | null;
}

const query = `query EndingAgreements($days: Int!, $language: Language!) {
  agreements(endingWithin: $days) { organisation id title(language: $language) until daysLeft concernsCaller }
  organisations { code name(language: $language) }
}`;

/** Agreements of the person's organisation that end in the next weeks, shown to both sides. */
export function EndingAgreements() {
  const { say, language } = useWords(overviewWords);
  const answer = useAnswer<Ending>(query, { days: soonDays, language: graphLanguage(language) });
  if (answer.is !== 'answered') return null;
  const { agreements, organisations } = answer.data;
  const own = (agreements ?? []).filter(({ concernsCaller }) => concernsCaller);
  return (
    <>
      {own.map(({ organisation, id, title, until, daysLeft }) => (
        <li key={`${organisation} ${id}`} data-ending={id}>
          {say('agreementEnds')} <Link to={`/organisations/${organisation}`}>{title}</Link> (
          {organisations?.find(({ code }) => code === organisation)?.name ?? organisation}): {day(until, language)},{' '}
          {say('inDays')} {daysLeft} {say('daysUnit')}
        </li>
      ))}
    </>
  );
}
