import { useEffect, useState } from 'preact/hooks';
import { forgetLinks, linksChanged, pinnedIn, type SavedLink, savedLinks } from '../../hub/saved-links.js';
import { useTitle } from '../../frame/title.js';
import { moment, period as periodIn } from '../../language/numbers.js';
import { useWords, type Words } from '../../language/words.js';
import { Link } from '../../parts/link.js';
import { Table } from '../../parts/table.js';

const words = {
  links: { vi: 'Liên kết đã lưu', en: 'Saved links' },
  linksIntro: {
    vi: 'Danh sách nằm trong trình duyệt này, không gửi đi đâu; ai dùng trình duyệt này cũng thấy. Liên kết giữ những gì đã chọn trên trang, không giữ số liệu.',
    en: 'The list is in this browser, and is sent nowhere; whoever uses this browser sees it. A link keeps what was chosen on a page, and no figures.',
  },
  none: {
    vi: 'Chưa có liên kết nào. Ở cuối mỗi trang có nút “Lưu trang này”; trang mục tiêu có liên kết cố định.',
    en: 'There is none yet. Each page has “Save this page” at its end; the page of a goal has links that stay.',
  },
  page: { vi: 'Trang', en: 'Page' },
  shows: { vi: 'Số liệu', en: 'Figures' },
  newest: { vi: 'luôn mới nhất', en: 'always the newest' },
  ofPeriod: { vi: 'kỳ', en: 'of' },
  asPublished: { vi: 'theo bản công bố', en: 'as published in' },
  kept: { vi: 'Lưu lúc', en: 'Saved' },
  remove: { vi: 'Bỏ', en: 'Remove' },
  removeAll: { vi: 'Bỏ tất cả', en: 'Remove all' },
} as const satisfies Words;

/** Page of the links saved in this browser. */
export default function LinksPage() {
  const { say, language } = useWords(words);
  const [links, setLinks] = useState(() => savedLinks());
  useTitle(say('links'));
  useEffect(() => {
    const follow = (): void => {
      setLinks(savedLinks());
    };
    // Fired for changes in other tabs.
    addEventListener('storage', follow);
    addEventListener(linksChanged, follow);
    return () => {
      removeEventListener('storage', follow);
      removeEventListener(linksChanged, follow);
    };
  }, []);
  return (
    <>
      <h1>{say('links')}</h1>
      <p class="intro">{say('linksIntro')}</p>
      {links.length === 0 && <p data-none>{say('none')}</p>}
      {links.length > 0 && (
        <>
          <Table
            caption={say('links')}
            rows={links}
            keyOf={({ address }) => address}
            isRead
            columns={[
              { head: say('page'), isHead: true, cell: (link) => <LinkTo link={link} /> },
              { head: say('shows'), cell: ({ address }) => <Shows address={address} /> },
              { head: say('kept'), cell: ({ at }) => moment(at, language) },
              {
                head: say('remove'),
                cell: ({ address, title }) => (
                  <button
                    type="button"
                    aria-label={`${say('remove')}: ${title}`}
                    onClick={() => {
                      forgetLinks(address);
                    }}
                  >
                    {say('remove')}
                  </button>
                ),
              },
            ]}
          />
          <p>
            <button
              type="button"
              onClick={() => {
                forgetLinks();
              }}
            >
              {say('removeAll')}
            </button>
          </p>
        </>
      )}
    </>
  );
}

function LinkTo({ link: { address, title } }: { link: SavedLink }) {
  const [path = '/', search = ''] = address.split('?');
  return (
    <Link to={path} state={Object.fromEntries(new URLSearchParams(search))}>
      {title}
    </Link>
  );
}

function Shows({ address }: { address: string }) {
  const { say, language } = useWords(words);
  const pinned = pinnedIn(address);
  if (!pinned) return <>{say('newest')}</>;
  const { period, publication } = pinned;
  return (
    <>
      {period !== '' && `${say('ofPeriod')} ${periodIn(period, language)}`}
      {publication !== '' && `${period === '' ? '' : ', '}${say('asPublished')} ${publication}`}
    </>
  );
}
