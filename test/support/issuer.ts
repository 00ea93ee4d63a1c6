import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDemoCaller } from '../../subgraphs/issuer/src/demo-callers.js';
import { fetchToken } from '../../subgraphs/issuer/src/fetch-token.js';
import { answers, hasEnded, untilWith } from './child.js';
import { freePort } from './free-port.js';
import { passedOn } from './passed-on.js';

const program = fileURLToPath(new URL('../../subgraphs/issuer/dist/issuer.js', import.meta.url));

/** The development issuer, as `pnpm start` runs it. */
export interface RunningIssuer {
  readonly url: string;
  readonly audience: string;
  /** The settings with which a gateway trusts it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Holds the key that it signs with, as a JSON Web Key. */
  readonly keyFile: string;
  /** Holds the secret of all its clients. */
  readonly secretFile: string;
  /** A token of someone of the demonstration. */
  token(role: string, organisation?: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the built development issuer.
 * @param hub URL of the hub whose registered apps get tokens.
 */
export async function startIssuer(hub?: string): Promise<RunningIssuer> {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const port = await freePort();
  const audience = 'urn:hub:test';
  const keyFile = join(folder, 'key.json');
  const secretFile = join(folder, 'client-secret');
  const child = fork(program, {
    env: {
      ...passedOn,
      NODE_ENV: 'test',
      PORT: String(port),
      AUDIENCE: audience,
      SIGNING_KEY_FILE: keyFile,
      CLIENT_SECRET_FILE: secretFile,
      ...(hub !== undefined && { HUB_URL: hub }),
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilWith(
    child,
    () => answers(`${url}/readyz`),
    () => 'It was to be the issuer.',
  );
  return {
    url,
    audience,
    keyFile,
    secretFile,
    environment: { TOKEN_ISSUER: url, TOKEN_AUDIENCE: audience, HUB_DEVELOPMENT: 'true' },
    token: (role, organisation) => {
      const caller = findDemoCaller(role, organisation);
      if (!caller) throw new Error(`Expected someone of the demonstration, got ${role} ${organisation ?? ''}.`);
      return fetchToken(url, caller, readFileSync(secretFile, 'utf8').trim());
    },
    stop: async () => {
      if (!hasEnded(child)) {
        child.kill();
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true });
    },
  };
}
