import type { Publication, PublishedGoal } from '../../hub/publication.js';
import { useSession } from '../../hub/session.js';
import { day, whole } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent, Sourced } from '../../parts/figure.js';
import { Releases } from '../../parts/releases.js';
import { type Column, Table } from '../../parts/table.js';
import { AskToSignIn } from '../../parts/waiting.js';
import { Signature } from './signature.js';
import { reportWords } from './words.js';

/** Sources of the figures: denominators and releases, and how a reader can verify them. */
export function Sources({ of, goals }: { of: Publication; goals: readonly PublishedGoal[] }) {
  const { say } = useWords(reportWords);
  const { person } = useSession();
  const all = goals.flatMap(({ progress }) => progress?.contributions ?? []);
  const named = new Map(all.map((one) => [one.organisation.code, one]));
  const hashes = new Map(of.releases.map(({ organisationCode, hash }) => [organisationCode, hash]));
  const released = [...named.values()].toSorted((one, other) =>
    one.organisation.name.localeCompare(other.organisation.name, 'vi'),
  );
  const more = [
    {
      head: say('releaseHash'),
      class: 'key',
      cell: ({ organisation, release }: (typeof all)[number]) => release && hashes.get(organisation.code),
    },
  ];
  return (
    <section class="sources" aria-labelledby="sources">
      <h2 id="sources">{say('sources')}</h2>
      <Denominators of={goals} publication={of} />
      <Releases of={released} hasStates={false} more={more} />
      {person ? <Signature of={of} goals={goals} /> : <AskToSignIn said={say('signInToCheck')} />}
      <p>
        {say('howToVerify')}
        <br />
        <code>
          pnpm hub register export {of.id}.json --publication {of.id}
          <br />
          pnpm hub verify {of.id}.json --keys public-keys
        </code>
      </p>
    </section>
  );
}

function Denominators({ of, publication }: { of: readonly PublishedGoal[]; publication: Publication }) {
  const { say, language } = useWords(reportWords);
  const unknown = <Absent why="unknown" />;
  const columns: readonly Column<PublishedGoal>[] = [
    { head: say('goal'), isHead: true, cell: ({ title }) => title },
    {
      head: say('denominator'),
      isNumber: true,
      cell: ({ code, title, progress }) => {
        const value = progress?.denominator?.value;
        if (value === null || value === undefined) return unknown;
        return (
          <Sourced goal={code} label={title} period={publication.period} publication={publication.id} what="ratio">
            {whole(value, language)}
          </Sourced>
        );
      },
    },
    {
      head: say('source'),
      class: 'text',
      cell: ({ progress }) =>
        progress?.denominator
          ? `${progress.denominator.source}. ${say(`denominatorOf${progress.denominator.basis}`)}`
          : unknown,
    },
    {
      head: say('asOfDay'),
      cell: ({ progress }) => (progress?.denominator ? day(progress.denominator.asOf, language) : unknown),
    },
    { head: say('version'), isNumber: true, cell: ({ progress }) => progress?.denominator?.version },
  ];
  return <Table caption={say('denominators')} columns={columns} rows={of} keyOf={({ code }) => code} />;
}
