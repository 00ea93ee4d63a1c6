import { useState } from 'preact/hooks';
import { saveLink } from '../hub/saved-links.js';
import { useWords, type Words } from '../language/words.js';

const words = {
  save: { vi: 'Lưu trang này', en: 'Save this page' },
  saved: { vi: 'Đã lưu vào danh sách.', en: 'Saved to the list.' },
  notSaved: { vi: 'Trình duyệt không lưu được.', en: 'The browser does not keep it.' },
} as const satisfies Words;

/** Address of the page with all choices except the language: each reader keeps the reader's language. */
export function addressToSave(): string {
  const { pathname, search } = location;
  const said = new URLSearchParams(search);
  said.delete('lang');
  const text = said.toString();
  return text === '' ? pathname : `${pathname}?${text}`;
}

/** A button that saves a link in this browser's list. */
export function SaveLink({ label, address }: { label?: string; address?: () => string }) {
  const { say } = useWords(words);
  const [state, setState] = useState<'' | 'saved' | 'notSaved'>('');
  const keep = (): void => {
    const [title = ''] = document.title.split(' · ');
    const isKept = saveLink({ title, address: (address ?? addressToSave)(), at: new Date().toISOString() });
    setState(isKept ? 'saved' : 'notSaved');
  };
  return (
    <>
      <button type="button" onClick={keep}>
        {label ?? say('save')}
      </button>{' '}
      <span role="status">{state && say(state)}</span>
    </>
  );
}
