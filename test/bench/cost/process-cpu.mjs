import { readdirSync, readFileSync } from 'node:fs';

/** The processor time that a process and all its descendants have taken so far, in milliseconds. Linux alone. */
export function cpuOfTree(root) {
  const parents = new Map();
  for (const pid of numbersIn('/proc')) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat) parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOfTree = (pid) => pid === root || (pid > 1 && isOfTree(parents.get(pid) ?? 0));
  let nanoseconds = 0;
  for (const pid of parents.keys()) {
    if (!isOfTree(pid)) continue;
    for (const thread of numbersIn(`/proc/${pid}/task`)) {
      nanoseconds += Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0);
    }
  }
  return nanoseconds / 1e6;
}

function numbersIn(folder) {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** A file's text; undefined where the process has ended. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
