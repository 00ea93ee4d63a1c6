import { useState } from 'preact/hooks';
import { useWords, type Words } from '../language/words.js';

const copyWords = {
  copied: { vi: 'Đã chép.', en: 'Copied.' },
  notCopied: {
    vi: 'Trình duyệt không cho chép. Hãy bôi đen rồi chép bằng Ctrl + C.',
    en: 'The browser does not allow copying. Select it, and copy it with Ctrl + C.',
  },
} as const satisfies Words;

/** Content for the clipboard: a text, or the same in several types. */
export type Copied = string | Readonly<Record<string, Blob | Promise<Blob>>>;

interface CopyButtonProps {
  readonly label: string;
  /** The button's name for screen readers, if the label alone is ambiguous on the page. */
  readonly name?: string;
  /**
   * Makes the content.
   * @throws Error if there is nothing to copy; its message is shown.
   */
  readonly make: () => Copied;
}

/** Button that puts content on the clipboard. If the browser refuses, it shows a text, so that readers can select it. */
export function CopyButton({ label, name, make }: CopyButtonProps) {
  const { say } = useWords(copyWords);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    let made: Copied;
    try {
      made = make();
    } catch (error) {
      setSaid((error as Error).message);
      return;
    }
    try {
      await (typeof made === 'string'
        ? navigator.clipboard.writeText(made)
        : navigator.clipboard.write([new ClipboardItem(made)]));
      setSaid(say('copied'));
    } catch {
      setSaid(typeof made === 'string' ? `${say('notCopied')} ${made}` : say('notCopied'));
    }
  };
  return (
    <>
      <button type="button" aria-label={name} onClick={() => void copy()}>
        {label}
      </button>{' '}
      <span role="status">{said}</span>
    </>
  );
}
