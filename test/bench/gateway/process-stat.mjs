import { readFileSync } from 'node:fs';

/** What a tick of `/proc/PID/stat` is on Linux, in microseconds. */
const tick = 10_000;

/** Processor time that processes have used so far, in microseconds: user and system, all threads. */
export function cpuMicroseconds(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * tick;
}

/** What processes keep in memory, in bytes. */
export function residentBytes(pids) {
  let kilobytes = 0;
  for (const pid of pids) kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  return kilobytes * 1024;
}

/** A process and its children. */
export function withChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => withChildren(Number(child)))];
}
