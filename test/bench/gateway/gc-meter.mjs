/**
 * Loaded into a gateway by `--import`: says over the socket in `GC_METER`, when asked, for how long this process has
 * collected garbage so far, in milliseconds.
 */
import { createServer } from 'node:net';
import { PerformanceObserver } from 'node:perf_hooks';

// A process or thread that this process starts has no meter.
const socket = process.env['GC_METER'];
delete process.env['GC_METER'];
if (socket !== undefined) measure(socket);

function measure(socket) {
  let milliseconds = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) milliseconds += duration;
  }).observe({ type: 'gc' });

  createServer((connection) => {
    connection.on('error', () => connection.destroy());
    // A later task sends the observed time.
    setImmediate(() => connection.end(String(milliseconds)));
  })
    .listen(socket)
    .unref();
}
