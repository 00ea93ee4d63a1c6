import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contrast, deficiencies, type Seen, seenOf, seeWith } from '../support/seen-by.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** How much the classes of a map must stand out from one another, by lightness alone. */
const leastContrast = 1.3;

/** How much a line must stand out from the ground (WCAG 2.2, 1.4.11). */
const leastOfLines = 3;

/** Map and chart, as people see them who tell fewer colours apart: by lightness, hatching and dashes, never by hue alone. */
export function testColourBlind(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  const places = '38,14812,16609,14758,area:MOUNTAIN';
  beforeAll(async () => {
    await portal.enter('analyst');
    await portal.open(`${goal}?period=2026-10&map=1&places=${places}`);
  });
  afterAll(async () => {
    await seeWith(portal.page, 'none');
    await portal.leave();
  });
  const pictures = process.env['COLOUR_BLIND_PICTURES'];

  describe.each([...deficiencies])('with %s', (deficiency) => {
    beforeAll(async () => {
      await seeWith(portal.page, deficiency);
      if (pictures === undefined) return;
      for (const part of ['.map', '.compare']) {
        const path = join(pictures, `${deficiency}${part}.png`);
        await portal.page.locator(part).first().screenshot({ path });
      }
    });

    test('each class of the map is lighter than the next, and what has no share is hatched, dotted or ruled', async () => {
      const swatches = portal.page.locator('.map-drawn .legend .swatch');
      const classes: string[] = await portal.page
        .locator('.map-drawn .legend .swatch rect')
        .evaluateAll((all) => all.map((one) => one.getAttribute('class') ?? ''));
      expect(classes.filter((of) => of.startsWith('class-')).length).toBeGreaterThan(3);
      const seen = new Map<string, Seen>();
      for (const [index, of] of classes.entries()) seen.set(of, await seenOf(swatches.nth(index), 2));
      const steps = [...seen].filter(([of]) => of.startsWith('class-')).map(([, one]) => one);
      for (const [index, step] of steps.entries()) {
        expect(step.spread).toBeLessThan(0.02);
        const lighter = steps[index - 1];
        if (!lighter) continue;
        expect(step.mean).toBeLessThan(lighter.mean);
        expect(contrast(step.mean, lighter.mean)).toBeGreaterThan(leastContrast);
      }
      for (const why of ['withheld', 'notReported', 'unknown']) {
        expect([why, seen.get(why)?.spread]).toEqual([why, expect.any(Number)]);
        expect(seen.get(why)?.spread).toBeGreaterThan(0.05);
      }
    });

    test('each line of the chart has its own dashes, and stands out from the ground', async () => {
      const swatches = portal.page.locator('.compare .legend .swatch');
      const count = await swatches.count();
      expect(count).toBe(places.split(',').length);
      const seen: Seen[] = [];
      for (let index = 0; index < count; index += 1) seen.push(await seenOf(swatches.nth(index)));
      for (const { darkest, lightest } of seen) expect(contrast(darkest, lightest)).toBeGreaterThan(leastOfLines);
      const dashes = seen.map((one) => one.dashes.join(' '));
      expect(new Set(dashes).size).toBe(count);
      // In the chart, they are drawn with the same dashes.
      const drawn = await portal.page.evaluate<string[]>(
        `[...document.querySelectorAll('.compare .chart path.line')].map((one) => getComputedStyle(one).strokeDasharray)`,
      );
      expect(new Set(drawn).size).toBe(count);
    });
  });
}
