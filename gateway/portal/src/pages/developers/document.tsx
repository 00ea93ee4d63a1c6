import { documents } from 'documents';
import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../../frame/pages.js';
import { useTitle } from '../../frame/title.js';
import { useLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { words } from './words.js';

/** A document of the developers' guide, as the hub's build rendered it from Markdown. */
export default function DocumentPage({ code }: PageProps) {
  const { say } = useWords(words);
  const [html, setHtml] = useState<string>();
  const [fault, setFault] = useState(false);
  const inLanguage = useLanguage() === 'en' ? '?lang=en' : '';
  const load = documents[code];
  useEffect(() => {
    load?.().then(
      ({ default: text }) => {
        setHtml(text);
      },
      () => {
        setFault(true);
      },
    );
  }, [load]);
  useEffect(() => {
    // The document was not there when the browser looked for the heading.
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, [html]);
  useTitle(/<h1[^>]*>([^<]*)/.exec(html ?? '')?.[1] ?? say('guide'));
  const linked = html?.replaceAll(/href="(\/developers\/[\w-]+)/g, `href="$1${inLanguage}`);
  return (
    <div class="developers">
      <p>
        <Link to="/developers">← {say('developers')}</Link> · <a href={`/docs/${code}.md`}>Markdown</a>
      </p>
      {load === undefined || fault ? (
        <p class="notice" role="alert">
          {say('noDocument')}
        </p>
      ) : linked === undefined ? (
        <p class="waiting" role="status">
          {say('asking')}
        </p>
      ) : (
        // From the hub's own files, in which Markdown has no HTML.
        <article class="panel document" lang="en" dangerouslySetInnerHTML={{ __html: linked }} />
      )}
    </div>
  );
}
