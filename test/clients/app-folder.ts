import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../hub/support/hub.js';

const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder of an app, with the packages of these tests. */
export interface AppFolder {
  readonly path: string;
  /** Runs a Node program in the folder: a file of an installed package, or one of the app; returns its output. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /**
   * Checks the app's types, and compiles it into `out`.
   * @throws Error with the compiler's messages.
   */
  compile(): Promise<void>;
}

const compilerOptions = {
  ...{ strict: true, target: 'es2023', module: 'nodenext', types: ['node'], outDir: 'out', rootDir: '.' },
  ...{ noEmitOnError: true, skipLibCheck: true },
};

/**
 * Makes a folder of an app.
 * @param files their texts, by their names.
 * @param options of the compiler, more than the usual ones.
 */
export function appFolder(files: Readonly<Record<string, string>>, options: object = {}): AppFolder {
  const path = temporaryFolder();
  symlinkSync(packages, join(path, 'node_modules'));
  const typesOfNode = join(root, 'node_modules', '@types');
  const config = {
    compilerOptions: { ...compilerOptions, typeRoots: [typesOfNode], ...options },
    include: ['*.ts', 'src'],
  };
  const all = { ...files, 'package.json': '{ "type": "module" }', 'tsconfig.json': JSON.stringify(config) };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const run = async (program: string, ...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
    try {
      return (await promisify(execFile)(process.execPath, [program, ...args], { cwd: path, env })).stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} failed: ${stdout}${stderr}`, { cause: error });
    }
  };
  return {
    path,
    run,
    compile: async () => {
      await run(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
    },
  };
}
