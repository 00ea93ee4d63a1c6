import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { documentedUnits } from './support/documented-commands.js';
import { settingsOf } from './support/installed-hub.js';

describe('the units of the manual', () => {
  test.each(['hub-subgraph@.service', 'hub-gateway.service'])('%s leaves programs the time to stop', (name) => {
    const said = settingsOf(documentedUnits().get(name) ?? '');
    // The gateway ends open requests after 35 s, then brings receipts, counts and heads to subgraphs that may not
    // answer.
    expect(Number(said['TimeoutStopSec'])).toBeGreaterThanOrEqual(60);
    expect([said['Restart'], said['RestartPreventExitStatus']]).toEqual(['always', '2']);
    expect(said).not.toHaveProperty('MemoryDenyWriteExecute');
  });

  test('are understood by systemd', () => {
    const folder = temporaryFolder();
    const files = [...documentedUnits()].map(([name, text]) => {
      const file = join(folder, name);
      // Its programs and users need not be here.
      writeFileSync(file, text.replaceAll('/usr/bin/node', process.execPath));
      return file;
    });
    expect(files).toHaveLength(2);
    const verified = verify(files);
    if (verified === undefined) console.warn('SKIPPED: the units of the manual (no systemd-analyze on this machine).');
    else expect(verified.split('\n').filter((line) => line.includes(folder))).toEqual([]);
  });
});

/** The complaints of systemd about units; undefined if systemd is not here. */
function verify(files: readonly string[]): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'systemd-analyze verify "$@" 2>&1', 'sh', ...files], { encoding: 'utf8' });
  } catch (error) {
    const { status, stdout } = error as { readonly status: number; readonly stdout: string };
    return status === 127 ? undefined : stdout;
  }
}
