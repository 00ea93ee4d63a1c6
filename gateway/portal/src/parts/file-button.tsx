import { useRef, useState } from 'preact/hooks';
import { saveAs } from '../hub/save.js';
import { useWords } from '../language/words.js';

interface FileButtonProps {
  readonly label: string;
  /** The name of the file. */
  readonly name: string;
  /** Makes the file of the article in which the button stands. */
  readonly make: (article: HTMLElement) => Promise<Blob>;
}

/** Button that saves the article around it as a file. */
export function FileButton({ label, name, make }: FileButtonProps) {
  const { say } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'' | 'downloading' | 'failed'>('');
  const save = async (): Promise<void> => {
    const article = button.current?.closest('article');
    if (!article) return;
    setState('downloading');
    try {
      saveAs(await make(article), name);
      setState('');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button ref={button} type="button" disabled={state === 'downloading'} onClick={() => void save()}>
        {label}
      </button>{' '}
      <span role="status">{state && say(state)}</span>
    </>
  );
}
