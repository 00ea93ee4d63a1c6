import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * Width available to a chart, in pixels. The chart is drawn at this width, not scaled, so its letters have the same
 * size on a phone and on a projector.
 */
export function useWidth(usual = 640): { readonly place: RefObject<HTMLDivElement | null>; readonly width: number } {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const measure = (): void => {
      const found = Math.round(current.clientWidth);
      // For printing, the browser scales the chart: there is no time to draw it again.
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
