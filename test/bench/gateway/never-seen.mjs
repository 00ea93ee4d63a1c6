import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeArena, memoryOf, openArena } from './arena.mjs';
import { percentiles } from './medians.mjs';
import { operations, variables } from './operations.mjs';
import { cpuMeter, withChildren } from './process-stat.mjs';

/**
 * How long builds of this gateway take for the first answer of operations that were never seen, one at a time, and how
 * much of that for the plan; in turns. Each has answered as many of the same kind before.
 * @returns {Promise<readonly { id: string, runs: readonly object[] }[]>} for each build and round, percentiles in
 * milliseconds of whole `answers` and of `plans`, the processor time of each, and the memory afterwards
 */
export async function measureNeverSeen({ gateways, rounds, port }) {
  const folder = mkdtempSync(join(tmpdir(), 'plan-times-'));
  const arena = await openArena({ graph: 'hub', port });
  const running = [];
  for (const id of gateways) {
    const times = join(folder, id);
    const nodeOptions = ['--import', new URL(`plan-times.mjs?file=${times}`, import.meta.url).href];
    running.push({ ...(await arena.start(id, 'none', 'cold', { nodeOptions })), times, runs: [] });
  }
  const ask = (name) => operations(name).map((query, index) => ({ query, variables: variables(index) }));
  const inTurn = ({ ports }, questions) => arena.load.ask({ command: 'inTurn', port: ports[0], questions });
  for (const gateway of running) await inTurn(gateway, ask('Before'));
  for (let round = 0; round < rounds; round += 1) {
    const questions = ask(`Never${round}x`);
    for (const gateway of round % 2 === 0 ? running : running.toReversed()) {
      const cpuUsed = cpuMeter(gateway.children.flatMap(({ pid }) => withChildren(pid)));
      const answers = await inTurn(gateway, questions);
      gateway.runs.push({ answers, cpuEach: cpuUsed() / questions.length, ...memoryOf(gateway.children) });
    }
  }
  await closeArena(arena, running);
  const each = ask('').length;
  for (const { times, runs } of running) {
    const plans = JSON.parse(readFileSync(times, 'utf8')).slice(-rounds * each);
    for (const [round, run] of runs.entries()) run.plans = percentiles(plans.slice(round * each, (round + 1) * each));
  }
  rmSync(folder, { recursive: true });
  return running;
}
