import { readdirSync, readFileSync } from 'node:fs';

/** Processor time that processes have used so far, in microseconds: user and system, all threads that live. */
export function cpuMicroseconds(pids) {
  let nanoseconds = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    }
  }
  return nanoseconds / 1000;
}

/**
 * What processes keep in memory, in bytes.
 * @param {'VmRSS' | 'RssAnon'} kind all of it, or only what is not of files, such as Node's own code, which processes
 * have in common
 */
export function residentBytes(pids, kind) {
  let kilobytes = 0;
  for (const pid of pids) {
    kilobytes += Number(new RegExp(`${kind}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  }
  return kilobytes * 1024;
}

/** A process and its children. */
export function withChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => withChildren(Number(child)))];
}
