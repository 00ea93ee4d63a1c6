import { expect } from '@jest/globals';
import { elapse } from '../support/until.js';
import type { Fault } from './support/fault.js';

/** How long it takes until organisations keep the log's new heads, in milliseconds: gateways bring them every five seconds. */
const headsMs = 7000;
const keepHeads = 'organisations come to keep the heads of that time';

/**
 * The audit log's database is lost, and is restored from a backup of a few seconds before. Verification finds what is
 * missing; once its operator has accepted that, with a reason, the log is whole again, but for the mark of it.
 */
export const restoredBackup: Fault = {
  name: 'the audit log is restored from an older backup',
  needs: 'server',
  happens: async (hub) => {
    const { servers } = hub;
    if (!servers) throw new Error('Expected a PostgreSQL server.');
    const { audit } = servers;
    const part = hub.part('audit');
    const backup = audit.run('pg_dump', ['--format=plain', '--clean', '--if-exists', 'audit']);
    await elapse(headsMs, keepHeads);
    await part.stop();
    audit.run('psql', ['audit', '-qAt', '-v', 'ON_ERROR_STOP=1'], backup);
    hub.recordedSince = Date.now();
    await part.start();
    await elapse(headsMs, keepHeads);
    const found = await hub.audit('verify');
    const why = 'The disk broke; restored from a backup.';
    const accepted = await hub.audit('accept-restore', '--by', 'operator', '--reason', why);
    const verified = await hub.audit('verify');
    return [found, accepted, verified].map(({ exitCode, stdout, stderr }) => `${exitCode}: ${stdout}${stderr}`);
  },
  expected: ({ came: [found, accepted, verified] }) => {
    expect(found).toMatch(/^[1-9]: /);
    expect(accepted).toMatch(/^0: /);
    expect(verified).toMatch(/^0: [^]*whole/);
    expect(verified).toMatch(/restore/);
  },
};
