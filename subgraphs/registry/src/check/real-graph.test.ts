import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findAgreements } from '@hub/runtime';
import { shippedSubgraphs } from '../organisation/shipped-subgraphs.js';
import { repository } from '../repository.js';
import { usageWith } from './check-inputs.js';
import { checkSchema } from './check-schema.js';

const shipped = shippedSubgraphs();

/** Checks a shipped organisation's schema, changed. */
async function check(organisation: string, change: (sdl: string) => string = (sdl) => sdl) {
  const former = shipped.find(({ name }) => name === organisation)?.sdl ?? '';
  const others = shipped.filter(({ name }) => name !== organisation);
  const usage = await usageWith(await findAgreements(fileURLToPath(new URL('subgraphs', repository))));
  return (await checkSchema({ organisation, candidate: change(former), former, others, usage })).report;
}

describe('the shipped graph', () => {
  test.each(['movement', 'public-sector', 'womens-union'])(
    'an unchanged schema of %s has no findings',
    async (code) => {
      expect(await check(code)).toEqual(
        expect.objectContaining({ organisation: code, verdict: 'PASSED', findings: [] }),
      );
    },
  );

  test('a removed field names the tables, the README’s example and the agreements that use it', async () => {
    const report = await check('movement', (sdl) => {
      const changed = sdl.replace(/\n {2}"""[^"]*"""\n {2}progress\((?:[^()]|\([^()]*\))*\)[^\n]*/, '');
      expect(changed.length).toBeLessThan(sdl.length);
      return changed;
    });
    expect(report.verdict).toBe('REFUSED');
    const removed = report.findings.find(({ rule }) => rule === 'FIELD_REMOVED');
    expect(removed).toMatchObject({
      code: 'BREAKING_CHANGE',
      coordinate: 'Goal.progress',
      organisations: ['movement'],
    });
    expect(removed?.users).toEqual(
      expect.arrayContaining([
        { kind: 'TABLE', name: 'breakdown' },
        // What README.md shows.
        { kind: 'EXAMPLE', name: 'docs/examples/goals.graphql' },
        { kind: 'AGREEMENT', name: 'movement MV-PROGRESS', detail: 'shares Goal.progress' },
        { kind: 'AGREEMENT', name: 'movement', detail: 'communeLevel Goal.progress(commune:)' },
      ]),
    );
    expect(removed?.users).not.toContainEqual({ kind: 'TABLE', name: 'communes' });
    expect(report.findings.filter(({ code }) => code === 'DOCUMENT_BROKEN')).toEqual([]);
  });

  test('another organisation that takes a field over is refused with both named', async () => {
    const report = await check('education', (sdl) =>
      sdl
        .replace('"@key",', '"@key", "@override",')
        .replace(
          /extend schema\n/,
          'extend type Course @key(fields: "code") { code: ID! title: String @override(from: "university") }\nextend schema\n',
        ),
    );
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'OVERRIDE_WITHOUT_CONSENT',
        coordinate: 'Course.title',
        organisations: ['education', 'university'],
      }),
    );
  });
});
