import { useEffect } from 'preact/hooks';
import { useWords } from '../language/words.js';

/** Names the page in the browser, in its language; what is printed of it has the name at the foot of each sheet. */
export function useTitle(title: string): void {
  const { say, language } = useWords();
  useEffect(() => {
    document.title = `${title} · ${say('portal')}`;
    document.documentElement.lang = language;
    document.documentElement.style.setProperty('--printed', JSON.stringify(document.title));
  }, [title, language]);
}

/** Marks each sheet that is printed of a demonstration as made up. */
export function usePrintedMark(isDemonstration: boolean): void {
  const { say, language } = useWords();
  useEffect(() => {
    const mark = isDemonstration ? say('demonstration') : '';
    document.documentElement.style.setProperty('--mark', JSON.stringify(mark));
  }, [isDemonstration, language]);
}
