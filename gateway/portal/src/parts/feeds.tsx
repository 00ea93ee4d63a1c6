import { useLanguage } from '../language/language.js';
import { type Words, useWords } from '../language/words.js';
import { feedAddress } from './feed-address.js';
import { Link } from './link.js';

const words = {
  beTold: { vi: 'Nhận tin (Atom):', en: 'Be told (Atom):' },
  everything: { vi: 'mọi tin', en: 'everything' },
  figures: { vi: 'số liệu mới', en: 'new figures' },
  published: { vi: 'công bố, đính chính, thu hồi', en: 'publications, corrections, withdrawals' },
  late: { vi: 'sắp đến hạn, quá hạn', en: 'what is due soon, or late' },
  anomalies: { vi: 'số liệu cần xem lại', en: 'what is worth a look' },
  byMail: { vi: 'qua thư', en: 'by mail' },
  ofCommune: {
    vi: 'Tin riêng của xã, phường dành cho người có khóa: điền khóa làm mật khẩu trong trình đọc tin.',
    en: 'What is of this commune alone is for who has a key: give it as the password to your feed reader.',
  },
} as const satisfies Words;

/** Feeds of a page, by the word for each, with their kinds of events. */
const feeds = {
  everything: [],
  figures: ['figures', 'month_complete', 'final'],
  published: ['publication', 'revision', 'withdrawal', 'final'],
  late: ['due', 'late'],
  anomalies: ['anomaly'],
} as const;

/** Links to feeds and mail alerts about the subject of a page, such as a goal. */
export function Feeds(props: {
  about?: Readonly<Partial<Record<'goal' | 'commune' | 'organisation', string>>>;
  of: readonly (keyof typeof feeds)[];
}) {
  const { about = {}, of } = props;
  const { say } = useWords(words);
  const language = useLanguage();
  return (
    <p class="downloads" data-feeds>
      {say('beTold')}
      {of.map((name) => (
        <a key={name} href={feedAddress(feeds[name], about, language)} type="application/atom+xml">
          {say(name)}
        </a>
      ))}
      {/* Mail alerts exist for goals and communes only. */}
      {about.organisation === undefined && (
        <Link to="/alerts" state={{ goal: about.goal ?? '', commune: about.commune ?? '' }}>
          {say('byMail')}
        </Link>
      )}
      {about.commune !== undefined && <span>{say('ofCommune')}</span>}
    </p>
  );
}
