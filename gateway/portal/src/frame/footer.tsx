import { useWords, type Words } from '../language/words.js';
import { Link } from '../parts/link.js';
import { SaveLink } from '../parts/save-link.js';
import { useAddressOf } from './address.js';

const words = {
  more: { vi: 'Tra cứu thêm', en: 'Look up' },
  table: { vi: 'Bảng mục tiêu × xã × tháng', en: 'Goals by commune and month' },
  metadata: { vi: 'Siêu dữ liệu', en: 'Metadata' },
  glossary: { vi: 'Thuật ngữ', en: 'Glossary' },
  links: { vi: 'Liên kết đã lưu', en: 'Saved links' },
} as const satisfies Words;

/** The footer of each page: links to reference pages, and a button that saves a link to the page. */
export function Footer() {
  const { say } = useWords(words);
  const href = useAddressOf(({ path, state }) => JSON.stringify([path, state]));
  return (
    <footer class="no-print">
      <nav aria-label={say('more')}>
        <Link to="/table">{say('table')}</Link> <Link to="/metadata">{say('metadata')}</Link>{' '}
        <Link to="/glossary">{say('glossary')}</Link> <Link to="/links">{say('links')}</Link>
      </nav>
      {/* The key resets the message about a saved link when the page changes. */}
      <p key={href}>
        <SaveLink />
      </p>
    </footer>
  );
}
