import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { useAddressOf } from '../../frame/address.js';
import { useTitle } from '../../frame/title.js';
import { plain } from '../../language/plain.js';
import { useWords, type Words } from '../../language/words.js';
import { Filters, Seek } from '../../parts/choose.js';
import { Link } from '../../parts/link.js';
import { terms } from './terms.js';

const words = {
  glossary: { vi: 'Thuật ngữ', en: 'Glossary' },
  glossaryIntro: {
    vi: 'Các trang dùng mỗi từ theo một nghĩa.',
    en: 'Each word has one meaning on all pages.',
  },
  seek: { vi: 'Tìm', en: 'Find' },
  exactly: { vi: 'Trong lược đồ:', en: 'In the schema:' },
  noTerm: { vi: 'Không có từ nào như vậy.', en: 'No term is like this.' },
  metadataOfGoals: { vi: 'Siêu dữ liệu của từng mục tiêu', en: 'The metadata of each goal' },
} as const satisfies Words;

/** Page of terms and their meanings, in the order in which a reader meets them. */
export default function Glossary() {
  const { say, language } = useWords(words);
  const sought = useAddressOf(({ state }) => state['search'] ?? '');
  useTitle(say('glossary'));
  useEffect(() => {
    // The browser scrolls to the term before the page is rendered, so the page does it again.
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  const found = terms.filter(({ term }) => plain(`${term.vi} ${term.en}`).includes(plain(sought)));
  return (
    <>
      <h1>{say('glossary')}</h1>
      <p class="intro">
        {say('glossaryIntro')} <Link to="/metadata">{say('metadataOfGoals')}</Link>
      </p>
      <Filters>
        <Seek name="search" label={say('seek')} value={sought} hint={say('nameHint')} />
      </Filters>
      {found.length === 0 && (
        <p class="notice" role="status">
          {say('noTerm')}
        </p>
      )}
      {found.length > 0 && (
        <dl class="panel glossary">
          {found.map(({ id, term, meaning, type }) => (
            <Fragment key={id}>
              <dt id={id}>
                {term[language]}{' '}
                <small lang={language === 'vi' ? 'en' : 'vi'}>{term[language === 'vi' ? 'en' : 'vi']}</small>
              </dt>
              <dd>
                {meaning[language]}
                {type !== undefined && (
                  <>
                    {' '}
                    <small>
                      {say('exactly')} <Link to={`/schema/${type}`}>{type}</Link>
                    </small>
                  </>
                )}
              </dd>
            </Fragment>
          ))}
        </dl>
      )}
    </>
  );
}
