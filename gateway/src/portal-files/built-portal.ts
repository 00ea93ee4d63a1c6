import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built portal, when the gateway runs from `src` or from `dist`. */
const builtPortal = fileURLToPath(new URL('../portal/dist', import.meta.url));
const builtPortalFromSources = fileURLToPath(new URL('../../portal/dist', import.meta.url));

/** A file in memory: plain, and compressed in advance. */
export interface BuiltFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly br?: Buffer | undefined;
  readonly gzip?: Buffer | undefined;
}

/** The portal's files, all in memory: a request reads no disk. */
export interface BuiltPortal {
  /** The page for all addresses of the portal. */
  readonly page: BuiltFile;
  /** The files that the page loads, by name. Each name contains a hash, so that its content never changes. */
  readonly assets: ReadonlyMap<string, BuiltFile>;
  /** The files for developers, by their paths: documents, packages and `llms.txt`. */
  readonly files: ReadonlyMap<string, BuiltFile>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.py': 'text/plain; charset=utf-8',
  '.sh': 'text/plain; charset=utf-8',
  '.java': 'text/plain; charset=utf-8',
  '.graphql': 'application/graphql; charset=utf-8',
  '.tgz': 'application/gzip',
  '.whl': 'application/octet-stream',
};

/** Reads the portal; undefined if only the gateway was built. */
export function readPortal(): BuiltPortal | undefined {
  for (const folder of [builtPortal, builtPortalFromSources]) {
    const page = readIfThere(join(folder, 'index.html'));
    if (page) return { page, assets: readFiles(join(folder, 'assets')), files: readFiles(join(folder, 'files')) };
  }
  return undefined;
}

function readFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extname(name) in types);
  return new Map(names.flatMap((name) => [[name, readIfThere(join(folder, name))] as const]).filter(isRead));
}

function isRead(entry: readonly [string, BuiltFile | undefined]): entry is readonly [string, BuiltFile] {
  return entry[1] !== undefined;
}

function readIfThere(path: string): BuiltFile | undefined {
  const plain = bytesOf(path);
  const type = types[extname(path)];
  return plain && type ? { type, plain, br: bytesOf(`${path}.br`), gzip: bytesOf(`${path}.gz`) } : undefined;
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
