import { gatewayFolder } from './gateway-folder.js';

/** The file of the planning threads' program: beside the built gateway, also when the gateway runs from sources. */
export const planningThread = import.meta.url.includes('/src/')
  ? new URL('dist/planning-thread.js', gatewayFolder)
  : new URL('planning-thread.js', import.meta.url);
