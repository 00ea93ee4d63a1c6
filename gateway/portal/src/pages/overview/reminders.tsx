import { useAnswer } from '../../hub/ask.js';
import { mayApprove, mayDraft, mayPublish } from '../../hub/may.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { day, dayFromNow, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { EndingAgreements } from './ending-agreements.js';
import { overviewWords } from './words.js';

/** Number of days before a due day from which a reminder is shown. */
const soonDays = 7;

interface Due {
  readonly releaseCalendar:
    | readonly {
        readonly kind: 'PUBLICATION' | 'RELEASE';
        readonly period: string;
        readonly dueOn: string | null;
        readonly isOverdue: boolean;
        readonly goal: { readonly code: string; readonly title: string };
        readonly organisation: { readonly code: string } | null;
      }[]
    | null;
}

const dueQuery = `query WhatIsDue($language: Language!) {
  releaseCalendar {
    kind period dueOn isOverdue goal { code title(language: $language) } organisation { code }
  }
}`;

interface Drafts {
  readonly publicationDrafts:
    readonly { readonly id: string; readonly period: string; readonly state: string }[] | null;
}

const draftsQuery = `query DraftsThatWait { publicationDrafts(first: 20) { id period state } }`;

/**
 * Reminders for the signed-in person: drafts, publications and reports that are due, agreements that end; and a link to
 * the person's organisation.
 */
export function Reminders() {
  const { say } = useWords(overviewWords);
  const { person } = useSession();
  if (!person) return null;
  return (
    <section class="reminders" aria-label={say('reminders')}>
      <ul>
        <li>
          <Link to="/monday">{say('monday')}</Link>
        </li>
        {mayPublish(person) && <DraftsThatWait mayApprove={mayApprove(person)} mayDraft={mayDraft(person)} />}
        <WhatIsDue ofPublications={mayPublish(person)} organisation={person.organisation} />
        <EndingAgreements />
        {person.organisation !== undefined && (
          <li>
            <Link to={`/organisations/${person.organisation}`}>{say('ownOrganisation')}</Link>
          </li>
        )}
      </ul>
    </section>
  );
}

function DraftsThatWait(may: { mayApprove: boolean; mayDraft: boolean }) {
  const { say, language } = useWords(overviewWords);
  const answer = useAnswer<Drafts>(draftsQuery, {});
  const drafts = answer.is === 'answered' ? (answer.data.publicationDrafts ?? []) : [];
  const waits = drafts.filter(({ state }) =>
    state === 'HANDED_OVER' ? may.mayApprove : may.mayDraft && (state === 'APPROVED' || state === 'DRAFT'),
  );
  return (
    <>
      {waits.map(({ id, period, state }) => (
        <li key={id} data-draft={id}>
          <Link to={`/publishing/${id}`}>
            {say('draftOf')} {periodIn(period, language)}
          </Link>
          :{' '}
          {say(
            state === 'HANDED_OVER' ? 'waitsForApproval' : state === 'APPROVED' ? 'waitsToBePublished' : 'isDrafted',
          )}
        </li>
      ))}
    </>
  );
}

function WhatIsDue({ ofPublications, organisation }: { ofPublications: boolean; organisation: string | undefined }) {
  const { say, language } = useWords(overviewWords);
  const answer = useAnswer<Due>(dueQuery, { language: graphLanguage(language) });
  const entries = answer.is === 'answered' ? (answer.data.releaseCalendar ?? []) : [];
  const soon = dayFromNow(soonDays);
  const due = entries.filter(
    (one) =>
      one.dueOn !== null &&
      one.dueOn <= soon &&
      (one.kind === 'PUBLICATION' ? ofPublications : one.organisation?.code === organisation),
  );
  return (
    <>
      {due.map(({ kind, period, dueOn, isOverdue, goal }) => (
        <li key={`${kind} ${goal.code}`} data-due={`${kind} ${goal.code}`}>
          {say(kind === 'PUBLICATION' ? 'publicationDue' : 'reportDue')}{' '}
          <Link to={kind === 'PUBLICATION' ? '/publishing' : `/goals/${goal.code}`}>{goal.title}</Link>,{' '}
          {periodIn(period, language)}: {say('dueOn')} {dueOn && day(dueOn, language)}
          {isOverdue && <strong> ({say('overdue')})</strong>}
        </li>
      ))}
    </>
  );
}
