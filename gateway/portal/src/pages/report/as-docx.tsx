import type { Publication } from '../../hub/publication.js';
import { useWords } from '../../language/words.js';
import { FileButton } from '../../parts/file-button.js';
import { reportWords } from './words.js';

/**
 * Download of the report as a Word document for further writing. The signature covers the publication's document, not
 * this file.
 */
export function AsDocx({ of }: { of: Publication }) {
  const { say, language } = useWords(reportWords);
  const make = async (article: HTMLElement): Promise<Blob> => {
    // Loaded on demand: the library is larger than the portal.
    const { docxOf } = await import('../../parts/docx-file.js');
    const [title = ''] = document.title.split(' · ');
    const mark = of.demonstration ? say('demonstration') : undefined;
    return docxOf(article, { title, mark, language });
  };
  return <FileButton label={say('asDocx')} name={`${of.id}.docx`} make={make} />;
}
