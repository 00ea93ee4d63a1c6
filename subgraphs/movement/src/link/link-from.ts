import { type OpenEndpoints } from '@hub/kit';
import { linkEndpoints } from '@hub/kit/service';
import { keysInFiles } from '../register/release-keys.js';
import { registerOf } from '../register/registers.js';
import { serverHandingOver } from '../sketches/handing-over.js';
import { KnownVersions } from './known-versions.js';
import { LinkDesk } from './link-desk.js';

/** Opens the endpoints where organisations hand over releases to a server's register. */
export function linkFrom({ server, em, config, now, alarms, services }: OpenEndpoints): void {
  let desk: LinkDesk | undefined;
  const versions = new KnownVersions(em, now);
  // The versions at the start stay known after any import before the first exchange.
  server.addHook('onReady', async () => {
    await versions.current();
  });
  linkEndpoints(server, () => {
    // The register exists once the server is ready.
    desk ??= new LinkDesk({
      handingOver: services.find(serverHandingOver),
      ...{ em, register: registerOf({ services }), keysOf: keysInFiles(config.releaseKeyFiles, server.log) },
      ...{ log: server.log, now, rootPlace: config.rootPlace, signingKey: config.releaseKey },
      takesUnrounded: config.takesUnrounded ?? false,
      versions,
      takesUnknownVersions: config.takesUnknownVersions ?? false,
      onPending: (organisation, release, findings) => {
        const details = { organisation, release, findings: findings.slice(0, 5), count: findings.length };
        alarms.note('RELEASE_PENDING', 'a release waits to be accepted, and does not count', details);
      },
      onUncounted: (organisation, release, goals) => {
        const message = 'a release has figures of goals that do not expect its organisation; they are not counted';
        alarms.note('GOAL_NOT_EXPECTED', message, { organisation, release, goals });
      },
    });
    return desk;
  });
}
