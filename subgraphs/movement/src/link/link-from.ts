import { linkRoutes, type OpenDoors } from '@hub/kit';
import { keysInFiles } from '../register/release-keys.js';
import { registerOf } from '../register/registers.js';
import { LinkDesk } from './link-desk.js';

/** Has organisations hand over to a server's register. */
export function linkFrom({ server, em, config, now, alarms }: OpenDoors): void {
  let desk: LinkDesk | undefined;
  linkRoutes(server, () => {
    // The register is there once the server is ready.
    desk ??= new LinkDesk({
      ...{ em, register: registerOf({ em }), keysOf: keysInFiles(config.releaseKeyFiles, server.log) },
      ...{ log: server.log, now, rootPlace: config.rootPlace, signingKey: config.releaseKey },
      takesUnrounded: config.takesUnrounded ?? false,
      onPending: (organisation, release, findings) => {
        const details = { participant: organisation, release, findings: findings.slice(0, 5), count: findings.length };
        alarms.note('RELEASE_PENDING', 'a release waits to be accepted, and does not count', details);
      },
      onUncounted: (organisation, release, goals) => {
        const message = 'a release has figures of goals that do not expect its organisation; they are not counted';
        alarms.note('GOAL_NOT_EXPECTED', message, { participant: organisation, release, goals });
      },
    });
    return desk;
  });
}
