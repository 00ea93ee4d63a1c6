import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Measures the processor time that processes use from now on, in microseconds: user and system, all threads that live.
 * A thread that ends in between, such as an idle planner, is not counted.
 * @returns {() => number}
 */
export function cpuMeter(pids) {
  const before = pids.map(cpuNanoseconds);
  return () => {
    const used = pids.map((pid, index) => cpuNanoseconds(pid) - before[index]);
    return used.reduce((sum, nanoseconds) => sum + (nanoseconds || 0), 0) / 1000;
  };
}

/** NaN where there is no such process any more. */
function cpuNanoseconds(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    return times.reduce((sum, time) => sum + Number(time), 0);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return NaN;
    throw error;
  }
}

/**
 * The memory of processes, in bytes; 0 for an ended process.
 * @param {'VmRSS' | 'RssAnon'} kind all memory, or only memory without files: processes share files such as Node's own
 * code
 */
export function residentBytes(pids, kind) {
  let kilobytes = 0;
  for (const pid of pids) {
    if (!existsSync(`/proc/${pid}/status`)) continue;
    kilobytes += Number(new RegExp(`${kind}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  }
  return kilobytes * 1024;
}

/** A process and its children. */
export function withChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => withChildren(Number(child)))];
}
