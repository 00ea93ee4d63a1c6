import { useWords } from '../language/words.js';

const flagWords = {
  flags: { vi: 'Cờ số liệu', en: 'Flags' },
  A: { vi: 'bình thường', en: 'normal' },
  B: { vi: 'chuỗi bị ngắt', en: 'break' },
  E: { vi: 'ước lượng', en: 'estimated' },
  L: { vi: 'chưa thu thập', en: 'not collected' },
  M: { vi: 'không thể có', en: 'cannot exist' },
  P: { vi: 'sơ bộ', en: 'provisional' },
  Q: { vi: 'không công bố', en: 'withheld' },
  U: { vi: 'độ tin cậy thấp', en: 'low reliability' },
} as const;

/** SDMX flags of a figure with their meanings; empty for a normal figure. */
export function Flags({ of, isShort = false }: { of: readonly string[]; isShort?: boolean }) {
  const { say, mean } = useWords(flagWords);
  const told = of.filter((code) => code !== 'A');
  if (told.length === 0) return null;
  const words = told.map((code) => `${code}: ${mean(code)}`).join(' · ');
  return (
    <small class="flags" title={isShort ? words : say('flags')}>
      {isShort ? told.join(' ') : words}
    </small>
  );
}
