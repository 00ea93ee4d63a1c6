import { watch } from 'node:fs';

/** How long nothing must change before a change is told: editors write a file in several steps. */
const quietMs = 150;

const others = /(^|[\\/])(\.[^\\/]+|node_modules|dist|signing\.key.*|.*~)([\\/]|$)/;

/** Tells of changes below a folder, each once it is whole. @returns a function that ends it. */
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
