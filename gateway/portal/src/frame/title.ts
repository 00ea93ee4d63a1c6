import { useEffect } from 'preact/hooks';
import { useWords } from '../language/words.js';

/** Sets the document's title in the page's language; on paper, each sheet has the title in its footer. */
export function useTitle(title: string): void {
  const { say, language } = useWords();
  useEffect(() => {
    document.title = `${title} · ${say('portal')}`;
    document.documentElement.lang = language;
    document.documentElement.style.setProperty('--printed', JSON.stringify(document.title));
  }, [title, language]);
}

/** Marks each printed sheet of a demonstration as invented data. */
export function usePrintedMark(isDemonstration: boolean): void {
  const { say, language } = useWords();
  useEffect(() => {
    const mark = isDemonstration ? say('demonstration') : '';
    document.documentElement.style.setProperty('--mark', JSON.stringify(mark));
  }, [isDemonstration, language]);
}
