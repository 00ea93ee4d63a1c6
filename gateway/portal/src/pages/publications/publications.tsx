import { useTitle } from '../../frame/title.js';
import { useAnswer } from '../../hub/ask.js';
import { holderOf, idOf, noteOf, type Publication, publicationFields, readable } from '../../hub/publication.js';
import { mayPublish } from '../../hub/may.js';
import { useSession } from '../../hub/session.js';
import { graphLanguage } from '../../language/language.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Feeds } from '../../parts/feeds.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { ReleaseCalendar } from './release-calendar.js';
import { publicationsWords } from './words.js';

interface Published {
  readonly publications: readonly (Publication | null)[] | null;
  readonly organisations: readonly { readonly code: string; readonly name: string }[] | null;
}

const query = `query Publications($language: Language!) {
  publications(first: 100) { ${publicationFields} }
  organisations { code name(language: $language) }
}`;

/** Public list of the movement's publications. */
export default function PublicationsPage() {
  const { say, language } = useWords(publicationsWords);
  const answer = useAnswer<Published>(query, { language: graphLanguage(language) });
  useTitle(say('publications'));
  const found = answer.is === 'answered' ? answer.data : undefined;
  const publications = readable(found?.publications);
  return (
    <>
      <h1>{say('publications')}</h1>
      <p class="intro">{say('intro')}</p>
      <ToPublishing />
      <Waiting answer={answer} />
      {found?.publications?.length === 0 && <p class="notice">{say('none')}</p>}
      {publications.length > 0 && <PublicationTable of={publications} organisations={found?.organisations ?? []} />}
      <ReleaseCalendar />
      <Feeds of={['everything', 'published', 'late']} />
    </>
  );
}

/** Link to the publishing page, for people who may publish. */
function ToPublishing() {
  const { say } = useWords(publicationsWords);
  const { person } = useSession();
  if (!mayPublish(person)) return null;
  return (
    <p>
      <Link to="/publishing">{say('toPublishing')}</Link>
    </p>
  );
}

function PublicationTable(props: {
  of: readonly Publication[];
  organisations: readonly { readonly code: string; readonly name: string }[];
}) {
  const { of: all, organisations } = props;
  const { say, mean, language } = useWords(publicationsWords);
  const nameOf = (code: string): string => organisations.find((one) => one.code === code)?.name ?? code;
  const columns: readonly Column<Publication>[] = [
    {
      head: say('period'),
      isHead: true,
      cell: ({ id, period, demonstration }) => (
        <>
          <Link to={`/publications/${id}`}>{periodIn(period, language)}</Link>{' '}
          {demonstration && <span class="made-up whole">{mean('DEMONSTRATION')}</span>}
        </>
      ),
    },
    { head: say('revision'), isNumber: true, cell: ({ revision }) => revision },
    { head: say('publishedAt'), cell: ({ publishedAt }) => moment(publishedAt, language) },
    {
      head: say('corrects'),
      cell: ({ period, revision }) => {
        const former = idOf(period, revision - 1);
        return revision === 1 ? '–' : <Link to={`/publications/${former}`}>{former}</Link>;
      },
    },
    { head: say('note'), class: 'text', cell: (one) => noteOf(one, language) ?? '–' },
    {
      head: say('heldBy'),
      class: 'text',
      cell: ({ heldBy }) => (heldBy.length === 0 ? say('nobodyYet') : heldBy.map(nameOf).join(', ')),
    },
    { head: say('standing'), class: 'text', cell: (one) => <Standing of={one} all={all} /> },
  ];
  return <Table caption={say('caption')} columns={columns} rows={all} keyOf={({ id }) => id} />;
}

/**
 * Standing of a publication: current, withdrawn or replaced, with a link to the current one; and which of its sources
 * were withdrawn.
 */
export function Standing({ of, all }: { of: Publication; all: readonly Publication[] }) {
  const { say, language } = useWords(publicationsWords);
  const holder = holderOf(of, all);
  return (
    <span data-standing={of.standing}>
      {of.withdrawal && (
        <>
          <strong class="bad">{say('isWithdrawn')}</strong> {moment(of.withdrawal.at, language)},{' '}
          {[of.withdrawal.proposedBy, of.withdrawal.by].filter(Boolean).join(', ')}:{' '}
          {language === 'en' ? of.withdrawal.reasonEn : of.withdrawal.reasonVi}
        </>
      )}
      {of.standing === 'CURRENT' && <span class="good">{say('current')}</span>}
      {of.standing === 'WITHDRAWN' && <br />}
      {of.standing !== 'CURRENT' && !holder && say('noneHolds')}
      {holder && (
        <>
          {say(of.standing === 'WITHDRAWN' ? 'holds' : 'superseded')}{' '}
          <Link to={`/publications/${holder.id}`}>{holder.id}</Link>
        </>
      )}
      {of.withdrawn && (
        <>
          <br />
          {say('withdrawnBecause')} {of.withdrawn}
        </>
      )}
    </span>
  );
}
