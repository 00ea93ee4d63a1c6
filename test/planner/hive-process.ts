import { type ChildProcess, fork } from 'node:child_process';
import type { PeerRequest, QueryPlan } from './peer-plan-format.js';

/** How long one operation may be planned, in milliseconds. */
const maxMs = 10_000;

interface Answer {
  readonly id: number;
  readonly plan?: QueryPlan;
  readonly milliseconds?: number;
  readonly error?: string;
}

/** Hive's planner in a separate process, which starts again after a crash. */
export class HiveProcess {
  #process: ChildProcess | undefined;
  #lastId = 0;

  /** @throws Error where the planner finds no plan, or its process ends. */
  plan(
    sdl: string,
    { operation, labels, percentage }: PeerRequest,
  ): Promise<Required<Pick<Answer, 'plan' | 'milliseconds'>>> {
    const id = (this.#lastId += 1);
    const child = (this.#process ??= fork(new URL('hive-program.mjs', import.meta.url), {
      ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    }));
    return new Promise((resolve, reject) => {
      const done = (error?: string, plan?: QueryPlan, milliseconds = 0) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        if (plan) resolve({ plan, milliseconds });
        else reject(new Error(error));
      };
      const onMessage = (answer: unknown) => {
        const { id: of, plan, milliseconds, error } = answer as Answer;
        if (of === id) done(error, plan, milliseconds);
      };
      const onExit = () => {
        if (this.#process === child) this.#process = undefined;
        done("The planner's process ended.");
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
      }, maxMs);
      child.on('message', onMessage).on('exit', onExit);
      child.send({ id, sdl, operation, labels, percentage });
    });
  }

  close(): void {
    this.#process?.kill('SIGKILL');
  }
}
