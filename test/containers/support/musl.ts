import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../hub/support/hub.js';
import { works } from './docker.js';

/** An image with Node on musl, if there is one. */
export const musl = ['node:24-alpine', 'node:26-alpine'].find((image) => works('image', 'inspect', image));
if (musl === undefined) console.warn('SKIPPED: the gateway on musl (no image node:24-alpine or node:26-alpine).');

/**
 * Puts the hub's image upon musl.
 * @returns a file for Compose that has the gateway run in it.
 */
export function gatewayOnMusl(): string {
  const image = 'hub-test-musl';
  const dockerfile = `FROM digital-education-hub AS hub
    FROM ${musl ?? 'scratch'}
    COPY --from=hub /hub /hub
    WORKDIR /hub
    USER 1000`;
  execFileSync('docker', ['build', '--tag', image, '-'], { input: dockerfile, stdio: ['pipe', 'ignore', 'ignore'] });
  const file = join(temporaryFolder(), 'musl.yml');
  writeFileSync(file, JSON.stringify({ services: { gateway: { image } } }));
  return file;
}
