import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from '../language/words.js';
import { Link } from '../parts/link.js';
import { type Page, pageAt, type PageProps } from './pages.js';
import { useTitle } from './title.js';

/** Loads and shows the page of a path. */
export function PageOf({ path }: { path: string }) {
  const found = pageAt(path);
  const { say } = useWords();
  const [loaded, setLoaded] = useState<{ page: Page; Shown: ComponentType<PageProps> | undefined }>();
  useEffect(() => {
    let isLeft = false;
    found?.page.load().then(
      ({ default: Shown }) => {
        if (!isLeft) setLoaded({ page: found.page, Shown });
      },
      () => {
        if (!isLeft) setLoaded({ page: found.page, Shown: undefined });
      },
    );
    return () => {
      isLeft = true;
    };
  }, [found?.page]);
  if (!found) return <NoSuchPage />;
  if (loaded?.page !== found.page) {
    return (
      <p class="waiting" role="status">
        {say('asking')}
      </p>
    );
  }
  return loaded.Shown ? <loaded.Shown key={found.code} code={found.code} /> : <NotLoaded />;
}

function NoSuchPage() {
  const { say } = useWords();
  useTitle(say('noSuchPage'));
  return (
    <>
      <h1>{say('noSuchPage')}</h1>
      <p>
        <Link to="/">{say('toOverview')}</Link>
      </p>
    </>
  );
}

/** Shown when a page's script does not load, for example after an upgrade of the hub while the portal was open. */
function NotLoaded() {
  const { say } = useWords();
  return (
    <p class="notice" role="alert">
      {say('notLoaded')}{' '}
      <button
        type="button"
        onClick={() => {
          location.reload();
        }}
      >
        {say('again')}
      </button>
    </p>
  );
}
