import { useRef, useState } from 'preact/hooks';
import type { Publication } from '../../hub/publication.js';
import { saveAs } from '../../hub/save.js';
import { useWords } from '../../language/words.js';
import { reportWords } from './words.js';

/**
 * Download of the report as a Word document for further writing. The signature covers the publication's document, not
 * this file.
 */
export function AsDocx({ of }: { of: Publication }) {
  const { say, language } = useWords(reportWords);
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'' | 'downloading' | 'failed'>('');
  const make = async (): Promise<void> => {
    const part = button.current?.closest<HTMLElement>('article.report');
    if (!part) return;
    setState('downloading');
    try {
      // Loaded on demand: the library is larger than the portal.
      const { docxOf } = await import('../../parts/docx-file.js');
      const [title = ''] = document.title.split(' · ');
      const mark = of.demonstration ? say('demonstration') : undefined;
      saveAs(await docxOf(part, { title, mark, language }), `${of.id}.docx`);
      setState('');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button ref={button} type="button" disabled={state === 'downloading'} onClick={() => void make()}>
        {say('asDocx')}
      </button>{' '}
      <span role="status">{state && say(state)}</span>
    </>
  );
}
