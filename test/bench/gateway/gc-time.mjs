import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a process is started with, so that it can be asked for the time that it spends on garbage. */
export const gcMeter = (socket) => ({
  nodeOptions: ['--import', fileURLToPath(new URL('gc-meter.mjs', import.meta.url))],
  environment: { GC_METER: socket },
});

/** For how long a process has collected garbage so far, in milliseconds, on its main thread. */
export async function gcTime(socket) {
  return Number(await text(connect(socket)));
}
