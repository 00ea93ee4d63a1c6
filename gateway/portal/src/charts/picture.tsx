import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { saveAs } from '../hub/save.js';
import { useWords } from '../language/words.js';
import { type DataFacts, useDataSaid } from '../parts/source-line.js';

/** A chart with the texts for its files. */
export interface PictureProps extends DataFacts {
  /** File name of the downloads, without the extension. */
  readonly name: string;
  readonly title: string;
  /** Additional note, such as the filter. */
  readonly remark?: string | undefined;
  /** The chart: one `svg.chart`, and optionally a legend, a `ul.legend` of swatches with words. */
  readonly children: ComponentChildren;
}

/** A chart that readers can download as a picture with title and source. */
export function Picture(props: PictureProps) {
  const { name, title, demonstration = false, remark, children } = props;
  const { say } = useWords();
  const { facts } = useDataSaid();
  const place = useRef<HTMLElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const words = () => ({
    title,
    lines: [...facts(props), ...(remark ? [remark] : [])],
    mark: demonstration ? say('demonstration') : undefined,
    source: `${say('source')}: ${say('portal')}. ${location.href}`,
  });
  const download = async (kind: 'svg' | 'png'): Promise<void> => {
    const drawn = place.current?.querySelector<SVGSVGElement>('svg.chart');
    if (!drawn) return;
    try {
      // Loaded on the first download only.
      const { pictureOf, pngOf, svgText } = await import('./picture-file.js');
      const picture = pictureOf(drawn, legendIn(place.current), words());
      const file =
        kind === 'png' ? await pngOf(picture) : new Blob([svgText(picture)], { type: 'image/svg+xml;charset=utf-8' });
      saveAs(file, `${name}.${kind}`);
      setHasFailed(false);
    } catch {
      setHasFailed(true);
    }
  };
  return (
    <figure class="picture" ref={place}>
      {children}
      <p class="downloads">
        {say('picture')}
        {(['svg', 'png'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            aria-label={`${say('picture')} ${kind.toUpperCase()}: ${title}`}
            onClick={() => void download(kind)}
          >
            {kind.toUpperCase()}
          </button>
        ))}
        <span role="status">{hasFailed && say('failed')}</span>
      </p>
    </figure>
  );
}

function legendIn(place: HTMLElement | null) {
  return [...(place?.querySelectorAll('.legend li') ?? [])].flatMap((entry) => {
    const drawn = entry.querySelector<SVGSVGElement>('svg');
    const text = (entry.querySelector('.said') ?? entry).textContent.trim();
    return drawn ? [{ drawn, text }] : [];
  });
}
