/**
 * Builds the packages, and writes beside each that is packed the types of its code, from the sources of all: `types/`
 * (`pnpm pack` in a package's folder runs it first). It does not write again if no source has changed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packedPackages } from './own-packages.mjs';

const root = import.meta.dirname;
execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'inherit' });

const sources = globSync(`{${packedPackages}}/src/**/*.ts`, {
  cwd: root,
  exclude: (path) => path.endsWith('.test.ts'),
});
const hash = createHash('sha256');
for (const path of sources.sort()) hash.update(`${path} `).update(readFileSync(join(root, path)));
const digest = hash.digest('hex');
const record = join(root, 'node_modules/.cache/packed-types');
const isWritten = packedPackages.every((folder) => existsSync(join(root, folder, 'types')));
if (!isWritten || !existsSync(record) || readFileSync(record, 'utf8') !== digest) {
  const types = mkdtempSync(join(tmpdir(), 'hub-types-'));
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, incremental: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
        ...{
          tsBuildInfoFile: null,
          rootDir: root,
          outDir: types,
          typeRoots: [join(root, 'node_modules/@types')],
        },
      },
      files: sources.map((path) => join(root, path)),
      include: [],
    };
    writeFileSync(join(types, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '-p', types], { cwd: root, stdio: 'inherit' });
    for (const folder of packedPackages) {
      rmSync(join(root, folder, 'types'), { recursive: true, force: true });
      cpSync(join(types, folder, 'src'), join(root, folder, 'types'), { recursive: true });
    }
    writeFileSync(record, digest);
  } finally {
    rmSync(types, { recursive: true });
  }
}
