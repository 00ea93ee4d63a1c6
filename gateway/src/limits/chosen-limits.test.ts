import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chosenLimits } from './chosen-limits.js';
import { hubLimits, looseLimits } from './limits.js';

describe('limits', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limits-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (text: string) => {
    const path = join(folder, 'limits.json');
    await writeFile(path, text);
    return path;
  };

  test('are the hub’s, few, or of a file', async () => {
    expect(await chosenLimits('hub')).toBe(hubLimits);
    expect(await chosenLimits('off')).toBe(looseLimits);
    expect(await chosenLimits(await file('{ "planningSteps": 50 }'))).toEqual({ ...hubLimits, planningSteps: 50 });
  });

  test('of a file are as the decision shows them', async () => {
    const page = readFileSync(new URL('../../../docs/decisions/limits.md', import.meta.url), 'utf8');
    const [shown = ''] = /^ +\{ "cost".*$/m.exec(page) ?? [];
    const { cost, document, rate } = JSON.parse(shown);
    expect(await chosenLimits(await file(shown))).toMatchObject({
      ...{ cost, rate },
      document: { ...hubLimits.document, ...document },
    });
  });

  test.each([
    ['{', /JSON/],
    ['{ "planningSteps": 0, "bacth": 1 }', /planningSteps: Too small.*; Unrecognized key: "bacth"/],
  ])('of a file that holds %s are refused', async (text, message) => {
    await expect(chosenLimits(await file(text))).rejects.toThrow(message);
  });

  test('of a file that is not there are refused', async () => {
    await expect(chosenLimits(join(folder, 'none.json'))).rejects.toThrow(/^--limits or LIMITS: .*ENOENT/);
  });
});
