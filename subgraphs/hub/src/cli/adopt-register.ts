import { resolve } from 'node:path';
import { type BundleInFile, movement, type ReleaseInFile } from '@hub/protocol';
import { readPublicKeys } from '@hub/runtime';
import type { Surroundings } from './command.js';
import { endpointOf } from './endpoint-of.js';
import type { ReachValues } from './reach.js';
import { bundleIn } from './verify.command.js';

/** The options of `hub release <organisation> --adopt-register`. */
export const adoptOptions = {
  'adopt-register': { type: 'boolean', default: false },
  from: { type: 'string' },
  'former-key': { type: 'string' },
} as const;

/** Options of the command line. */
export type AdoptValues = ReachValues & {
  readonly from?: string | undefined;
  readonly 'former-key'?: string | undefined;
};

/**
 * Continues an organisation that was restored from a backup with the register's releases: reads its releases from
 * movement's endpoint, or from a file that movement's operator exported, and sends them to the organisation's subgraph.
 * @returns the result in words.
 */
export async function adoptRegister(
  organisation: string,
  values: AdoptValues,
  surroundings: Surroundings,
): Promise<string> {
  const at = (path: string) => resolve(surroundings.folder, path);
  const endpoint = await endpointOf(organisation, values, surroundings);
  const held =
    values.from === undefined
      ? await heldBy(organisation, values, surroundings)
      : (bundleIn(at(values.from)).releases?.[organisation] ?? []);
  const former = values['former-key'];
  const formerKeys =
    former === undefined
      ? []
      : readPublicKeys(at(former)).map(({ key }) => key.export({ type: 'spki', format: 'pem' }).toString());
  const { adopted, setAside, number, hash } = await endpoint.adopt({
    releases: held.map(({ pages, ...release }) => ({ ...release, pages: [...pages] })),
    formerKeys,
  });
  if (adopted === 0) return `${organisation} has all that the register holds, up to release ${held.length}.`;
  const replaced = setAside === 0 ? '' : ` ${setAside} that it had made in their place since are set aside.`;
  return `${organisation}: took ${adopted} releases back from the register.${replaced} It goes on after release ${number}, digest ${hash}.`;
}

async function heldBy(
  organisation: string,
  values: ReachValues,
  surroundings: Surroundings,
): Promise<readonly ReleaseInFile[]> {
  const register = await endpointOf(movement.code, values, surroundings, false);
  const { releases } = JSON.parse(await register.registerBundle({ organisation })) as BundleInFile;
  return releases?.[organisation] ?? [];
}
