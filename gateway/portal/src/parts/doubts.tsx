import { useWords, type Words } from '../language/words.js';

const words = {
  ABSENT_ORGANISATION: {
    vi: 'thiếu số liệu của một tổ chức: có đủ thì xác định được',
    en: 'an organisation’s figures are missing: they would decide it',
  },
  PEOPLE_IN_SEVERAL: {
    vi: 'chưa biết bao nhiêu người được nhiều tổ chức cùng đếm: biết được thì xác định được',
    en: 'it is not known how many people several organisations count: that would decide it',
  },
  ESTIMATE_ERROR: {
    vi: 'sai số của ước lượng còn lớn: một ước lượng chặt hơn sẽ xác định được',
    en: 'the error of the estimate is large: a closer one would decide it',
  },
  ROUNDING: {
    vi: 'số người được làm tròn xuống hàng chục, và kết luận nằm trong phần làm tròn',
    en: 'numbers are rounded down to ten, and the verdict lies within that',
  },
  SMALL_PLACE: {
    vi: 'địa bàn có quá ít người để đánh giá',
    en: 'the place has too few people to be judged',
  },
} as const satisfies Words;

/** Shows why a status is uncertain and which facts would decide it; empty for a certain status. */
export function Doubts({ of }: { of: readonly string[] }) {
  const { say, mean } = useWords(words);
  if (of.length === 0) return null;
  return (
    <p class="doubts">
      <small>
        {say('whyUncertain')}: {of.map(mean).join('; ')}.
      </small>
    </p>
  );
}
