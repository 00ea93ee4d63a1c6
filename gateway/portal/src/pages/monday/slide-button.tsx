import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { saveAs } from '../../hub/save.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';

/** Saves the week's page as one slide (PPTX), as it is shown. */
export function SlideButton({ of }: { of: RefObject<HTMLElement | null> }) {
  const { say } = useWords(words);
  const [state, setState] = useState<'' | 'downloading' | 'failed'>('');
  const make = async (): Promise<void> => {
    if (!of.current) return;
    setState('downloading');
    try {
      // The library is large, and few people need it.
      const { slideOf } = await import('../../parts/pptx-file.js');
      saveAs(await slideOf(of.current, `${say('addressOf')}: ${location.href}`), 'tuan-nay.pptx');
      setState('');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button type="button" disabled={state === 'downloading'} onClick={() => void make()}>
        {say('slide')}
      </button>{' '}
      <span role="status">{state && say(state)}</span>
    </>
  );
}
