import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Options that let a process report its time in garbage collection. */
export const gcMeter = (socket) => ({
  nodeOptions: ['--import', fileURLToPath(new URL('gc-meter.mjs', import.meta.url))],
  environment: { GC_METER: socket },
});

/** For how long a process has collected garbage so far, in milliseconds, on its main thread. */
export async function gcTime(socket) {
  return Number(await text(connect(socket)));
}
