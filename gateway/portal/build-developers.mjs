/**
 * Builds the files of the developers' pages into `dist/files`: the guide as Markdown with each document and example that
 * it links to, `llms.txt`, and the two packages for apps as npm and pip install them.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { build } from 'esbuild';
import MarkdownIt from 'markdown-it';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';

const repository = join(import.meta.dirname, '../..');
const read = (path) => readFileSync(join(repository, path), 'utf8');

/** Where documents from outside `docs` are served. */
const moved = { 'gateway/client/README.md': 'client.md', 'gateway/client-python/README.md': 'client-python.md' };
const linkIn = /\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)/g;
const first = 'docs/apps.md';
const linksOf = (path) => [...read(path).matchAll(linkIn)].map(([, target]) => posix.join(posix.dirname(path), target));
const isServed = (path) => path in moved || (path.startsWith('docs/') && existsSync(join(repository, path)));
const firstRequests = globSync('docs/examples/first-request/*', { cwd: repository }).sort();
const served = new Set([first, ...linksOf(first).filter(isServed), ...firstRequests]);

/** The address of a document below `/docs/`. */
const nameOf = (path) => moved[path] ?? posix.relative('docs', path);

/** A Markdown document whose links lead to served pages; a link to another file becomes its text. */
function markdownOf(path) {
  const own = posix.dirname(nameOf(path));
  return read(path).replace(
    /\[((?:[^[\]]|\[[^\]]*\])*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)/g,
    (_all, text, target, hash = '') => {
      const to = posix.join(posix.dirname(path), target);
      return served.has(to) ? `[${text}](${posix.relative(own, nameOf(to))}${hash})` : text;
    },
  );
}

/** The documents that have a page, by their code. */
const pages = Object.fromEntries(
  [...served]
    .filter((path) => /^[\w-]+\.md$/.test(nameOf(path)))
    .map((path) => [nameOf(path).replace('.md', ''), path]),
);

const idOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** A document as HTML: headings have ids, and links lead to pages and files of the hub. */
function htmlOf(path) {
  const markdown = new MarkdownIt();
  const { rules } = markdown.renderer;
  rules.heading_open = (tokens, at, options, _env, self) => {
    tokens[at].attrSet('id', idOf(tokens[at + 1].content.replaceAll('`', '')));
    return self.renderToken(tokens, at, options);
  };
  rules.link_open = (tokens, at, options, _env, self) => {
    const [, target = '', hash = ''] = /^([^#]*)(#.*)?$/.exec(tokens[at].attrGet('href'));
    const code = target.replace('.md', '');
    if (Object.hasOwn(pages, code) && target.endsWith('.md')) tokens[at].attrSet('href', `/developers/${code}${hash}`);
    else if (target !== '' && !target.includes(':')) tokens[at].attrSet('href', `/docs/${target}${hash}`);
    return self.renderToken(tokens, at, options);
  };
  rules.table_open = () => '<div class="wide" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  // A code block scrolls sideways: a keyboard must reach it.
  return markdown.render(markdownOf(path)).replaceAll('<pre>', '<pre tabindex="0">');
}

/** Gives the portal's script `documents`: loads the HTML of each document by its code. */
export const documents = {
  name: 'documents',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^documents$/ }, () => ({ path: 'all', namespace: 'documents' }));
    onResolve({ filter: /^document:/ }, ({ path }) => ({ path: path.slice(9), namespace: 'document' }));
    onLoad({ filter: /./, namespace: 'documents' }, () => ({
      contents: `export const documents = {${Object.keys(pages)
        .map((code) => `${JSON.stringify(code)}: () => import('document:${code}')`)
        .join(',')}};`,
    }));
    onLoad({ filter: /./, namespace: 'document' }, ({ path }) => ({ contents: htmlOf(pages[path]), loader: 'text' }));
    const example = (path) => [`${posix.basename(path)}`, read(path)];
    onResolve({ filter: /^first-requests$/ }, () => ({ path: 'all', namespace: 'first-requests' }));
    onLoad({ filter: /./, namespace: 'first-requests' }, () => ({
      contents: `export const firstRequests = ${JSON.stringify(Object.fromEntries(firstRequests.map(example)))};
        export const packages = ${JSON.stringify([tarballName(), wheelName()])};`,
    }));
  },
};

function writeDocuments(files) {
  for (const path of served) {
    const to = join(files, 'docs', nameOf(path));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, path.endsWith('.md') ? markdownOf(path) : read(path));
  }
  const line = (path) => `- [${/^# (.+)$/m.exec(read(path))[1]}](/docs/${nameOf(path)})`;
  const markdown = [...served].filter((path) => path.endsWith('.md'));
  writeFileSync(
    join(files, 'llms.txt'),
    `# Hub of Thanh Hóa's "Digital Education for All"

> One GraphQL API over the records of organisations: how far each commune is from each goal, which organisation contributes what, and how sure each figure is. Public figures need no token: \`POST /graphql\`.

## Guide

${markdown.map(line).join('\n')}

## Machine-readable

- [Schema without a token](/schema/anonymous.graphql)
- [OpenAPI of all other addresses](/openapi.json)
- [Tables as files](/export)
- [Catalogue, DCAT-AP](/catalogue.jsonld)
- [Changes of the schema](/changes)
- Tools for language models: \`POST /mcp\` (Model Context Protocol)
`,
  );
}

const clientPackage = JSON.parse(read('gateway/client/package.json'));
const tarballName = () => `hub-client-${clientPackage.version}.tgz`;

/** Writes the npm package `@hub/client` as `pnpm pack` would, with the types of its code. */
async function writeTarball(folder) {
  const types = mkdtempSync(join(tmpdir(), 'client-types-'));
  const compiler = join(repository, 'node_modules/typescript-native/bin/tsc');
  const config = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, incremental: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
      ...{ tsBuildInfoFile: null, rootDir: join(repository, 'gateway/client/src'), outDir: join(types, 'types') },
      ...{ typeRoots: [join(repository, 'node_modules/@types')] },
    },
    files: [join(repository, 'gateway/client/src/index.ts')],
    include: [],
  };
  try {
    writeFileSync(join(types, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(process.execPath, [compiler, '-p', types], { stdio: 'inherit' });
    const { outputFiles } = await build({
      ...{ absWorkingDir: repository, entryPoints: ['gateway/client/src/index.ts'], write: false, outdir: types },
      ...{ bundle: true, packages: 'external', platform: 'node', target: 'node22', format: 'esm', logLevel: 'warning' },
    });
    const { publishConfig, scripts: _scripts, devDependencies: _development, ...own } = clientPackage;
    const archive = pack();
    const add = (name, text) => archive.entry({ name: `package/${name}`, mtime: new Date(0) }, text);
    add('package.json', `${JSON.stringify({ ...own, exports: publishConfig.exports }, undefined, 2)}\n`);
    add('README.md', markdownOf('gateway/client/README.md'));
    add('LICENSE', read('LICENSE'));
    add('dist/index.js', outputFiles[0].text);
    for (const name of globSync('types/**/*.d.ts', { cwd: types }).sort())
      add(name, readFileSync(join(types, name), 'utf8'));
    archive.finalize();
    await pipeline(archive, createGzip({ level: 9 }), createWriteStream(join(folder, tarballName())));
  } finally {
    rmSync(types, { recursive: true });
  }
}

/** The value of a key of `[project]` in `pyproject.toml`. */
const projectValue = (key) =>
  new RegExp(`^${key} = "(.+)"$`, 'm').exec(read('gateway/client-python/pyproject.toml'))[1];
const wheelName = () => `hub_client-${projectValue('version')}-py3-none-any.whl`;

/**
 * Writes the Python package as a wheel.
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 */
async function writeWheel(folder) {
  const info = `hub_client-${projectValue('version')}.dist-info`;
  const metadata = [
    'Metadata-Version: 2.4',
    ...Object.entries({
      Name: 'name',
      Version: 'version',
      Summary: 'description',
      'License-Expression': 'license',
      'Requires-Python': 'requires-python',
    }).map(([header, key]) => `${header}: ${projectValue(key)}`),
    'Description-Content-Type: text/markdown',
    '',
    markdownOf('gateway/client-python/README.md'),
  ].join('\n');
  const sources = globSync('hub_client/{*.py,py.typed}', { cwd: join(repository, 'gateway/client-python') }).sort();
  const files = [
    ...sources.map((path) => [path, read(`gateway/client-python/${path}`)]),
    [`${info}/METADATA`, metadata],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\nGenerator: hub\nRoot-Is-Purelib: true\nTag: py3-none-any\n'],
  ];
  const digest = (text) => createHash('sha256').update(text).digest('base64url');
  const record = files.map(([path, text]) => `${path},sha256=${digest(text)},${Buffer.byteLength(text)}`);
  files.push([`${info}/RECORD`, [...record, `${info}/RECORD,,`, ''].join('\n')]);
  const zip = new ZipFile();
  for (const [path, text] of files) zip.addBuffer(Buffer.from(text), path, { mtime: new Date(1980, 0, 1) });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(folder, wheelName())));
}

/** Writes all of it. @param dist the portal's folder. */
export async function buildDevelopers(dist) {
  const packages = join(dist, 'files/packages');
  mkdirSync(packages, { recursive: true });
  writeDocuments(join(dist, 'files'));
  await Promise.all([writeTarball(packages), writeWheel(packages)]);
}
