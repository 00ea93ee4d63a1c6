/**
 * Runs in the process of an attacked gateway before its program (`node --import`): tells the test what every object
 * inherits there, returns memory when the test asks for it, and has names under `attack.test` lead where the test wants them to.
 */
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { threadCpuUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The answers of the attacker's DNS server. */
const addresses: Readonly<Record<string, readonly LookupAddress[]>> = {
  'link-local.attack.test': [{ address: '169.254.169.254', family: 4 }],
  'link-local-6.attack.test': [{ address: 'fe80::a9fe:a9fe', family: 6 }],
  'mapped.attack.test': [{ address: '::ffff:169.254.169.254', family: 6 }],
  'both.attack.test': [
    { address: '127.0.0.1', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ],
};

const lookup = dns.lookup as (host: string, options: LookupOptions, answered: (...told: unknown[]) => void) => void;

(dns as { lookup: typeof lookup }).lookup = (host, options, answered) => {
  const known = addresses[host];
  if (!known) lookup(host, options, answered);
  else if (options.all) process.nextTick(answered, null, known);
  else process.nextTick(answered, null, known[0]?.address, known[0]?.family);
};
syncBuiltinESMExports();

/** As the gateway itself does once it is idle: see `returnMemory`. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as (options: object) => void)({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

// The planner's thread has its own heap.
const threads = new BroadcastChannel('collect garbage');
threads.onmessage = collectGarbage;
threads.unref();

process.on('message', (message) => {
  if (message === 'collect') {
    threads.postMessage('now');
    collectGarbage();
  }
  const { user, system } = threadCpuUsage();
  const used = (user + system) / 1000;
  process.send?.(message === 'used' ? { used } : { inherited: inherited() });
});
// Listening does not keep the gateway from ending; its planner, which inherits this module, lives by its channel.
if (process.argv[1]?.endsWith('main.js')) process.channel?.unref();

/** Everything that all objects, lists, functions, texts and errors inherit. */
function inherited(): string[] {
  return [Object, Array, Function, String, Number, Error, Promise, Map, Buffer].flatMap(({ name, prototype }) =>
    Reflect.ownKeys(prototype as object).map((key) => {
      const own = Object.getOwnPropertyDescriptor(prototype, key);
      const value: unknown = own?.value;
      const text = typeof value === 'function' ? Function.prototype.toString.call(value) : typeof value;
      return `${name}.${String(key)} ${text} ${typeof own?.get}`;
    }),
  );
}
