import { useAnswer } from '../../hub/ask.js';
import { type Publication, publicationFields, readable } from '../../hub/publication.js';
import { range, share, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent, Status } from '../../parts/figure.js';
import { Link } from '../../parts/link.js';
import { type Column, Table } from '../../parts/table.js';
import { Waiting } from '../../parts/waiting.js';
import { type Change, changesBetween, type Figure, rootFigures } from '../report/signed-document.js';
import type { Names } from './draft.js';
import type { Cause, Draft } from './drafts.js';
import { words } from './words.js';

interface Around {
  readonly publications: readonly (Publication | null)[] | null;
  readonly communes: { readonly nodes: readonly { readonly code: string; readonly name: string }[] } | null;
}

const aroundQuery = `query AroundDraft {
  publications(first: 100) { ${publicationFields} }
  communes(first: 500) { nodes { code name } }
}`;

const formerQuery = `query FormerDocument($id: ID!) { publication(id: $id) { document } }`;

/** Largest number of changed places in the list. */
const most = 60;

interface Props {
  readonly of: Draft;
  readonly names: Names;
}

/** A draft's figures beside the former publication's: the revision that it corrects, or the newest publication. */
export function Preview({ of, names }: Props) {
  const { say } = useWords(words);
  const around = useAnswer<Around>(aroundQuery, {});
  if (around.is !== 'answered') return <Waiting answer={around} />;
  const newest = readable(around.data.publications).find(({ withdrawal }) => !withdrawal);
  return (
    <>
      {of.former && <Beside of={of} former={of.former} names={names} />}
      {!of.former && newest && <BesideNewest of={of} names={names} id={newest.id} />}
      {!of.former && !newest && (
        <>
          <p>{say('nothingBefore')}</p>
          <Beside of={of} former={null} names={names} />
        </>
      )}
      {of.former && <Changes of={of} former={of.former} names={names} communes={around.data.communes?.nodes ?? []} />}
    </>
  );
}

function BesideNewest({ of, names, id }: Props & { id: string }) {
  const { say } = useWords(words);
  const answer = useAnswer<{ publication: { readonly document: string } | null }>(formerQuery, { id });
  const found = answer.is === 'answered' ? answer.data.publication : undefined;
  return (
    <>
      <p>
        {say('firstOfPeriod')} <Link to={`/publications/${id}`}>{id}</Link>
      </p>
      <Waiting answer={answer} />
      {found && <Beside of={of} former={{ id, document: found.document }} names={names} />}
    </>
  );
}

interface Row {
  readonly goal: string;
  readonly former: Figure | undefined;
  readonly now: Figure;
}

function Beside({ of, former, names }: Props & { former: { readonly id: string; readonly document: string } | null }) {
  const { say, language } = useWords(words);
  const before = new Map(former ? rootFigures(former.document) : []);
  const rows = rootFigures(of.document).map(([goal, now]): Row => ({ goal, now, former: before.get(goal) }));
  const title = (code: string) => names.goals?.find((one) => one.code === code)?.title ?? code;
  const ratio = (figure: Figure | undefined) => {
    const value = figure?.['ratio'];
    return typeof value === 'number' ? share(value, language) : <Absent why="unknown" />;
  };
  const people = (figure: Figure | undefined) => {
    const [lower, upper] = [
      figure?.['intervalLower'] ?? figure?.['lower'],
      figure?.['intervalUpper'] ?? figure?.['upper'],
    ];
    if (typeof lower !== 'number') return <Absent why="unknown" />;
    return typeof upper === 'number' ? range(lower, upper, language) : whole(lower, language);
  };
  const columns: readonly Column<Row>[] = [
    { head: say('goal'), isHead: true, class: 'text', cell: ({ goal }) => title(goal) },
    { head: say('ratioBefore'), isNumber: true, cell: (row) => ratio(row.former) },
    { head: say('ratioNow'), isNumber: true, cell: (row) => <strong>{ratio(row.now)}</strong> },
    { head: say('peopleBefore'), isNumber: true, cell: (row) => people(row.former) },
    { head: say('peopleNow'), isNumber: true, cell: (row) => <strong>{people(row.now)}</strong> },
    { head: say('statusNow'), cell: ({ now }) => <Status value={String(now['status'])} /> },
  ];
  return (
    <section class="drafted" aria-labelledby="beside">
      <h2 id="beside">{say('beside')}</h2>
      <Table caption={say('besideCaption')} columns={columns} rows={rows} keyOf={({ goal }) => goal} isRead />
    </section>
  );
}

function Changes(
  props: Props & { former: { readonly document: string }; communes: readonly { code: string; name: string }[] },
) {
  const { of, former, names, communes } = props;
  const { say, language } = useWords(words);
  const changes = changesBetween(former.document, of.document);
  const nameOf = ({ place, isRoot }: Change) =>
    isRoot ? say('wholeProvince') : (communes.find(({ code }) => code === place)?.name ?? place);
  const bounds = (figure: Figure | undefined) => {
    const { lower, upper } = figure ?? {};
    return typeof lower === 'number' && typeof upper === 'number' ? (
      range(lower, upper, language)
    ) : (
      <Absent why="unknown" />
    );
  };
  const columns: readonly Column<Change>[] = [
    { head: say('place'), isHead: true, cell: nameOf },
    {
      head: say('goal'),
      class: 'text',
      cell: ({ goal }) => names.goals?.find(({ code }) => code === goal)?.title ?? goal,
    },
    { head: say('before'), isNumber: true, cell: (one) => bounds(one.former) },
    { head: say('inDraft'), isNumber: true, cell: (one) => bounds(one.now) },
  ];
  return (
    <section class="drafted" aria-labelledby="what-changes">
      <h2 id="what-changes">{say('whatChanges')}</h2>
      <p data-differences={of.differenceCount}>
        {whole(of.differenceCount, language)} {say('valuesDiffer')} {whole(changes.length, language)}{' '}
        {say('placesUnit')}
      </p>
      {of.causes.length > 0 && (
        <ul>
          {of.causes.map((cause, index) => (
            <li key={index}>
              <CauseOf of={cause} names={names} />
            </li>
          ))}
        </ul>
      )}
      {changes.length > most && (
        <p>
          {say('onlyFirst')} {most}
        </p>
      )}
      {changes.length > 0 && (
        <Table
          caption={say('changesCaption')}
          columns={columns}
          rows={changes.slice(0, most)}
          keyOf={({ goal, place }) => `${goal} ${place}`}
          isRead
        />
      )}
    </section>
  );
}

function CauseOf({ of, names }: { of: Cause; names: Names }) {
  const { say, language } = useWords(words);
  const { kind, organisationCode, goalCode, former, now, places } = of;
  const organisation = names.organisations?.find(({ code }) => code === organisationCode)?.name ?? organisationCode;
  const goal = names.goals?.find(({ code }) => code === goalCode)?.title ?? goalCode;
  return (
    <>
      {say(kind)}
      {organisation !== null && `: ${organisation}, ${say('ofNumber')} ${former ?? '–'} → ${now ?? '–'}`}
      {goal !== null && `: ${goal}`}
      {organisation === null && former !== null && now !== null && ` (${former} → ${now})`}
      {places !== null && ` (${whole(places, language)} ${say('placesUnit')})`}
    </>
  );
}
