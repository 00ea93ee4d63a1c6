import { createHash, createPublicKey, verify } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { hub } from '../../hub/support/hub.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** The signed file of a publication and the public keys, as a reader takes them home and verifies them without the hub. */
export function testSignedFiles(portal: TestedPortal): void {
  let folder: string;
  let newest: { readonly id: string; readonly digest: string };
  let publication: { readonly document: string; readonly signature: string };

  const take = async (button: Locator): Promise<string> => {
    const [download] = await Promise.all([portal.page.waitForEvent('download'), button.click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  };
  /** Whether the signature holds over a text, by a key of a file that was taken: by Node's cryptography alone. */
  const holds = async (text: string): Promise<boolean> => {
    const [head = '', , signature = ''] = publication.signature.split('.');
    const signed = Buffer.from(`${head}.${Buffer.from(text).toString('base64url')}`);
    const file = await readFile(join(folder, 'movement.pub'), 'utf8');
    const keys = file.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
    return keys.some((pem) => verify(null, signed, createPublicKey(pem), Buffer.from(signature, 'base64url')));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signed-'));
    [newest] = (await portal.ask('{ publications { id digest } }')).publications;
    await portal.open(`/publications/${newest.id}`);
    await portal.page.locator('.signature').waitFor();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('are taken from the report: one document, and a key of each organisation it rests on', async () => {
    const { publicKeys } = (
      await portal.ask(`{ publication(id: "${newest.id}") { publicKeys { organisationCode pem } } }`)
    ).publication;
    expect(publicKeys.length).toBeGreaterThan(1);
    const file = await take(portal.page.getByRole('button', { name: 'Tải văn bản đã ký (JSON)' }));
    ({ publication } = JSON.parse(await readFile(file, 'utf8')));
    await portal.page.locator('summary', { hasText: 'Khóa công khai' }).click();
    for (const code of new Set<string>(publicKeys.map((one: any) => one.organisationCode))) {
      const path = await take(portal.page.getByRole('button', { name: `${code}.pub`, exact: true }));
      const taken = await readFile(path, 'utf8');
      for (const { organisationCode, pem } of publicKeys) {
        if (organisationCode === code) expect(taken).toContain(pem.trim());
      }
    }
  });

  test('verify: the digest is the printed one, the signature holds, and over any other text it does not', async () => {
    const { document } = publication;
    expect(createHash('sha256').update(document).digest('base64url')).toBe(newest.digest);
    expect(JSON.parse(document).id).toBe(newest.id);
    expect(await holds(document)).toBe(true);
    expect(await holds(document.replace(newest.id, '2026-01_1'))).toBe(false);
    expect(await portal.page.locator('.signature').getAttribute('data-verified')).toBe('good');
  });

  test('and by the keys alone, the releases that the operator gives out and the publication verify, too', async () => {
    const bundle = join(folder, 'bundle.json');
    const written = await portal.hub(['register', 'export', bundle, '--publication', newest.id]);
    expect(written).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(await readFile(bundle, 'utf8')).publication).toEqual(publication);
    const verified = await hub(['verify', bundle, '--keys', folder, `--digest=${newest.digest}`], { folder });
    expect(verified).toMatchObject({ exitCode: 0, stderr: '' });
    expect(verified.stdout).toContain(`It is ${newest.id}`);
  });
}
