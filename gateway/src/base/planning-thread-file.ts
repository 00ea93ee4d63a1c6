import { gatewayFolder } from './gateway-folder.js';

/** The program of planning threads: beside the gateway's as it was built, which runs from sources, too. */
export const planningThread = import.meta.url.includes('/src/')
  ? new URL('dist/planning-thread.js', gatewayFolder)
  : new URL('planning-thread.js', import.meta.url);
