import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * How wide the place of a chart is, in pixels: a chart is drawn as wide as it is shown, so that its letters are as large
 * on a phone as on a projector.
 */
export function useWidth(usual = 640): { readonly place: RefObject<HTMLDivElement | null>; readonly width: number } {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const measure = (): void => {
      const found = Math.round(current.clientWidth);
      // On paper it keeps its width and is scaled: there is no time to draw it anew.
      if (found > 0 && !matchMedia('print').matches) setWidth(found);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(current);
    return () => {
      watch.disconnect();
    };
  }, []);
  return { place, width };
}
