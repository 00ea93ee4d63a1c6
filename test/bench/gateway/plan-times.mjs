/**
 * Imported by a gateway before its own program: writes how long each plan took that an operation waited for, in
 * milliseconds, into the file that the address of this module names (`?file=`), when the gateway ends. Builds of
 * different planners have one place where the engine asks for a plan, and it is written alike.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const asksForPlan = 'await this.planner.plan(';
const file = new URL(import.meta.url).searchParams.get('file');
const times = [];

globalThis.timedPlan = async (planner, ...asked) => {
  const start = performance.now();
  const plan = await planner.plan(...asked);
  times.push(performance.now() - start);
  return plan;
};

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/gateway/dist/main.js')) return loaded;
    const source = loaded.source.toString();
    if (!source.includes(asksForPlan)) throw new Error(`expected '${asksForPlan}' in ${url}`);
    return { ...loaded, source: source.replaceAll(asksForPlan, 'await globalThis.timedPlan(this.planner, ') };
  },
});

process.once('SIGTERM', () => writeFileSync(file, JSON.stringify(times)));
