import { useAnswer } from '../hub/ask.js';
import { readable } from '../hub/publication.js';
import { useWords } from '../language/words.js';
import { Link } from './link.js';
import { saysWhoWords } from './says-who-words.js';

interface Listed {
  readonly id: string;
  readonly period: string;
  readonly standing: 'CURRENT' | 'SUPERSEDED' | 'WITHDRAWN';
}

interface Published {
  readonly publications: readonly (Listed | null)[] | null;
}

const query = `query PublicationsOf { publications { id period standing } }`;

/** Links to the publications of a period; empty if there are none. */
export function PublicationsOf({ period }: { period: string }) {
  const { say } = useWords(saysWhoWords);
  const answer = useAnswer<Published>(query, {});
  const publications = answer.is === 'answered' ? answer.data.publications : null;
  const found = readable(publications).filter((one) => one.period === period);
  if (found.length === 0) return null;
  return (
    <p>
      {say('publishedAs')}:{' '}
      {found.map(({ id, standing }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to={`/publications/${id}`}>{id}</Link>
          {standing === 'WITHDRAWN' && ` (${say('withdrawnOne')})`}
        </span>
      ))}
    </p>
  );
}
