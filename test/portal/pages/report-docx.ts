import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { share, whole } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** A report as a Word document. */
export function testReportDocx(portal: TestedPortal): void {
  let parts: Readonly<Record<string, Uint8Array>>;
  let newest: { readonly id: string; readonly period: string; readonly digest: string };

  beforeAll(async () => {
    [newest] = (await portal.ask('{ publications { id period digest } }')).publications;
    await portal.enter('analyst');
    await portal.open(`/publications/${newest.id}`);
    const [download] = await Promise.all([
      portal.page.waitForEvent('download'),
      portal.page.getByRole('button', { name: 'Tải về dạng Word (DOCX)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${newest.id}.docx`);
    parts = unzipSync(await readFile(await download.path()));
  });

  const part = (name: RegExp): string =>
    Object.entries(parts)
      .filter(([path]) => name.test(path))
      .map(([, bytes]) => strFromU8(bytes))
      .join('');
  const said = (xml: string): string => xml.replaceAll(/<\/w:p>/g, '\n').replaceAll(/<[^>]+>/g, '');

  test('is one that Word opens: each part is XML, with its types and relations', () => {
    for (const needed of ['[Content_Types].xml', '_rels/.rels', 'word/document.xml', 'word/_rels/document.xml.rels']) {
      expect(Object.keys(parts)).toContain(needed);
    }
    for (const [name, bytes] of Object.entries(parts)) {
      if (!/\.(xml|rels)$/.test(name)) continue;
      const parser = new SaxesParser();
      parser.on('error', (error) => {
        throw new Error(`${name}: ${error.message}`);
      });
      parser.write(strFromU8(bytes)).close();
    }
  });

  test('says what was published: each goal with its figures, its communes and its map, marked on each sheet', async () => {
    const { goals } = await portal.ask(
      `{ goals { code title progress(period: "${newest.period}", publication: "${newest.id}") { ratio gapPeople }
        progressByCommune(first: 500, period: "${newest.period}", publication: "${newest.id}") { nodes { commune { name } } } } }`,
      'analyst',
    );
    const document = part(/^word\/document\.xml$/);
    const text = said(document);
    for (const { title, progress, progressByCommune } of goals) {
      for (const one of [title, share(progress.ratio), whole(progress.gapPeople)]) expect(text).toContain(one);
      for (const { commune } of progressByCommune.nodes) expect(text).toContain(commune.name);
    }
    expect(text).toContain(newest.digest);
    expect(said(part(/^word\/header\d*\.xml$/))).toContain('Dữ liệu minh họa');
    expect(Object.keys(parts).filter((name) => /^word\/media\/.+\.png$/.test(name))).toHaveLength(goals.length);
    // Heads of tables are there again on each sheet.
    expect(document.split('<w:tblHeader').length - 1).toBeGreaterThanOrEqual(goals.length);
    expect(text).not.toContain('In báo cáo');
  });
}
