import type { Locator, Page } from 'playwright-core';

/** The ways to see colours that Chromium simulates: of people who see no green, no red, no blue, or none of them. */
export const deficiencies = ['deuteranopia', 'protanopia', 'tritanopia', 'achromatopsia'] as const;
export type Deficiency = (typeof deficiencies)[number];

/** Shows the page as a person with a deficiency sees it; `none` shows it unchanged. */
export async function seeWith(page: Page, type: Deficiency | 'none'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setEmulatedVisionDeficiency', { type });
  await session.detach();
}

/** What is to be seen of a part of the page, in relative luminance (WCAG 2.2), from 0 to 1. */
export interface Seen {
  readonly mean: number;
  readonly darkest: number;
  readonly lightest: number;
  /** How far from the mean the points are on average: near zero of one even colour. */
  readonly spread: number;
  /** How much of the middle row is dark, run by run: the dashes of a line. */
  readonly dashes: readonly number[];
}

/** Looks at the points of a part of the page, less its edge. */
export async function seenOf(part: Locator, edge = 0): Promise<Seen> {
  const picture = await part.screenshot({ scale: 'device' });
  return part.page().evaluate<Seen>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${picture.toString('base64')}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const edge = ${edge};
    const [width, height] = [image.width - 2 * edge, image.height - 2 * edge];
    const { data } = pen.getImageData(edge, edge, width, height);
    const linear = (part) => (part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const lights = Array.from({ length: width * height }, (_, at) =>
      0.2126 * linear(data[4 * at]) + 0.7152 * linear(data[4 * at + 1]) + 0.0722 * linear(data[4 * at + 2]));
    const mean = lights.reduce((all, one) => all + one, 0) / lights.length;
    const rows = Array.from({ length: height }, (_, row) => lights.slice(row * width, (row + 1) * width));
    const sum = (row) => row.reduce((all, one) => all + one, 0);
    const darkest = rows.toSorted((one, other) => sum(one) - sum(other))[0];
    const dashes = [];
    darkest.forEach((light, at) => {
      const isDark = light < 0.5;
      if (isDark && (at === 0 || darkest[at - 1] >= 0.5)) dashes.push(0);
      if (isDark) dashes[dashes.length - 1] += 1;
    });
    return {
      mean,
      darkest: Math.min(...lights),
      lightest: Math.max(...lights),
      spread: lights.reduce((all, one) => all + Math.abs(one - mean), 0) / lights.length,
      dashes,
    };
  })()`);
}

/** How much one luminance stands out from another: 1 of the same, 21 of black and white (WCAG 2.2). */
export function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
