import { watch } from 'node:fs';

/** Milliseconds without a further change before a change is reported: editors write a file in several steps. */
const quietMs = 150;

const others = /(^|[\\/])(\.[^\\/]+|node_modules|dist|signing\.key.*|.*~)([\\/]|$)/;

/** Watches a folder, and reports a change when its files are complete. @returns a function that stops the watch. */
export function watchFolder(folder: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_event, name) => {
    if (name === null || others.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
