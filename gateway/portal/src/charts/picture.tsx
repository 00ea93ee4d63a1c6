import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { saveAs } from '../hub/save.js';
import { useWords, type Words } from '../language/words.js';
import { CopyButton } from '../parts/copy-button.js';
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

const pictureWords = {
  copyPicture: { vi: 'Chép ảnh', en: 'Copy the picture' },
} as const satisfies Words;

type Kind = 'svg' | 'png';

const types: Readonly<Record<Kind, string>> = { svg: 'image/svg+xml', png: 'image/png' };

/** A chart that readers can copy or download as a picture with title and source. */
export function Picture(props: PictureProps) {
  const { name, title, demonstration = false, remark, children } = props;
  const { say } = useWords(pictureWords);
  const { facts } = useDataSaid();
  const place = useRef<HTMLElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const words = () => ({
    title,
    lines: [...facts(props), ...(remark ? [remark] : [])],
    mark: demonstration ? say('demonstration') : undefined,
    source: `${say('source')}: ${say('portal')}. ${location.href}`,
  });
  const fileOf = async (kind: Kind): Promise<Blob> => {
    const drawn = place.current?.querySelector<SVGSVGElement>('svg.chart');
    if (!drawn) throw new Error('There is no chart.');
    // Loaded on the first use only.
    const { pictureOf, pngOf, svgText } = await import('./picture-file.js');
    const picture = pictureOf(drawn, legendIn(place.current), words());
    return kind === 'png' ? pngOf(picture) : new Blob([svgText(picture)], { type: types.svg });
  };
  const download = async (kind: Kind): Promise<void> => {
    try {
      saveAs(await fileOf(kind), `${name}.${kind}`);
      setHasFailed(false);
    } catch {
      setHasFailed(true);
    }
  };
  /** Programs take the picture that they can read. A browser may not be able to copy an SVG picture. */
  const copied = () =>
    Object.fromEntries(
      (['svg', 'png'] as const)
        .filter((kind) => kind === 'png' || ClipboardItem.supports(types.svg))
        .map((kind) => [types[kind], fileOf(kind)]),
    );
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
        <CopyButton label={say('copyPicture')} name={`${say('copyPicture')}: ${title}`} make={copied} />
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
