import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPairIfMissing, createPeriodKeysIfMissing } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../../../test/support/certificates.js';
import { keysIn } from './keys.js';

describe('the keys of a connector, and when they end', () => {
  let folder: string;
  let variables: NodeJS.ProcessEnv;
  const now = new Date();
  const daysOn = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const named = (name: string, at = now, signingUntil?: string | null) =>
    keysIn(variables, at, signingUntil).find((one) => one.name.en.includes(name));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = (name: string) => join(folder, name);
    createKeyPairIfMissing(file('signing.key'));
    createPeriodKeysIfMissing(file('period-keys.json'));
    writeFileSync(file('tls.pem'), (await (await createAuthority()).certify('localhost')).cert);
    variables = {
      SIGNING_KEY_FILE: file('signing.key'),
      PERIOD_KEYS_FILE: file('period-keys.json'),
      TLS_CERTIFICATE_FILE: file('tls.pem'),
    };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('the signing key: as the hub says, with a warning a month before, and when it is over', () => {
    expect(named('signing')).toMatchObject({ until: undefined, problem: undefined });
    expect(named('signing', now, null)).toMatchObject({ until: { en: 'no end' }, problem: undefined });
    expect(named('signing', now, daysOn(90).toISOString())?.problem).toBeUndefined();
    expect(named('signing', now, daysOn(10).toISOString())?.problem?.en).toMatch(/^It ends soon \(20.*\)\. Replace it/);
    expect(named('signing', now, daysOn(-2).toISOString())?.problem?.en).toMatch(/^It ended \(20.*\)\. Replace it/);
  });

  test('the periods’ keys: the last of them is a month that is over', () => {
    expect(named('periods')?.problem).toBeUndefined();
    expect(named('periods', daysOn(20_000))?.problem?.en).toMatch(/^It ended \(\d{4}-\d\d\)/);
  });

  test('the TLS certificate', () => {
    expect(named('TLS')?.problem?.en).toMatch(/^It ends soon/);
    expect(named('TLS', daysOn(1))?.problem?.en).toMatch(/^It ended/);
  });

  test('a key that cannot be read is told, without what is in it', () => {
    writeFileSync(join(folder, 'broken'), 'a secret');
    const [found] = keysIn({ SIGNING_KEY_FILE: join(folder, 'broken') }, now);
    expect(found?.problem?.en).toMatch(/^It cannot be read/);
    expect(JSON.stringify(found)).not.toContain('a secret');
  });
});
