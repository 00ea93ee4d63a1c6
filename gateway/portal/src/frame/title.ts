import { useEffect } from 'preact/hooks';
import { useWords } from '../language/words.js';

/** Names the page in the browser, in its language. */
export function useTitle(title: string): void {
  const { say, language } = useWords();
  useEffect(() => {
    document.title = `${title} · ${say('portal')}`;
    document.documentElement.lang = language;
  }, [title, language]);
}
