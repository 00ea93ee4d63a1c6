import { addressNow, change, useAddressOf, writeAddress } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { period as periodIn } from '../../language/numbers.js';
import { useWords, type Words } from '../../language/words.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Link } from '../../parts/link.js';
import { SaveLink } from '../../parts/save-link.js';

const words = {
  pinned: { vi: 'Liên kết cố định', en: 'A link that stays' },
  pinnedIntro: {
    vi: 'Mở tháng sau vẫn thấy đúng số này, cùng bộ lọc và thứ tự: theo bản công bố',
    en: 'Opened next month, it shows the same figures, filters and order: as published in',
  },
  notPublished: {
    vi: 'Kỳ này chưa có bản công bố: liên kết giữ kỳ, bộ lọc và thứ tự, nhưng số có thể còn được hiệu chỉnh.',
    en: 'Nothing of this period is published: a link keeps period, filters and order, but figures may still be revised.',
  },
  copy: { vi: 'Chép liên kết cố định', en: 'Copy the link that stays' },
  keep: { vi: 'Lưu liên kết cố định', en: 'Save the link that stays' },
  asPublished: { vi: 'Số liệu đúng như bản công bố', en: 'Figures as published in' },
  seeNow: { vi: 'Xem số liệu hiện nay', en: 'See the figures of now' },
} as const satisfies Words;

/** The publication in an address, such as `2026-10_2`; empty without a valid one. */
export function readPublication(text: string | undefined): string {
  return /^\d{4}-(?:0[1-9]|1[0-2])_[1-9]\d*$/.test(text ?? '') ? (text ?? '') : '';
}

/** The period of a publication, the beginning of its id. */
export function periodOf(publication: string): string {
  return publication.slice(0, publication.indexOf('_'));
}

/** Notice on a page with published figures, with links to the publication and to the current figures. */
export function AsPublished({ publication }: { publication: string }) {
  const { say } = useWords(words);
  return (
    <p class="notice" data-published={publication}>
      {say('asPublished')} <Link to={`/publications/${publication}`}>{publication}</Link>.{' '}
      <button
        type="button"
        onClick={() => {
          change({ publication: '', period: '' }, false);
        }}
      >
        {say('seeNow')}
      </button>
    </p>
  );
}

interface Publications {
  readonly publications:
    readonly ({ readonly id: string; readonly period: string; readonly standing: string } | null)[] | null;
}

const query = `query PublicationsToPin { publications(first: 50) { id period standing } }`;

/** Makes a permanent link to the page's content: it contains the period and the publication in force. */
export function PinLink({ month, publication }: { month: string; publication: string }) {
  const { say, language } = useWords(words);
  const answer = useAnswer<Publications>(query, {});
  // The link contains the page's choices.
  useAddressOf(({ state: chosen }) => JSON.stringify(chosen));
  if (answer.is !== 'answered' || month === '') return null;
  const holding = answer.data.publications?.find((one) => one?.period === month && one.standing === 'CURRENT');
  const pin = publication || (holding?.id ?? '');
  const address = (): string => {
    const { path, state: chosen } = addressNow();
    return writeAddress({ path, state: { ...chosen, lang: '', period: month, publication: pin } });
  };
  return (
    <section class="panel no-print" aria-labelledby="pin" data-pin={pin}>
      <h2 id="pin">{say('pinned')}</h2>
      <p>
        {pin === '' ? say('notPublished') : `${say('pinnedIntro')} ${pin}.`} ({periodIn(month, language)})
      </p>
      <p class="downloads">
        <a href={address()}>{say('pinned')}</a>
        <CopyButton label={say('copy')} make={() => location.origin + address()} />
        <SaveLink label={say('keep')} address={address} />
      </p>
    </section>
  );
}
