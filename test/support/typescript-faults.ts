import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the TypeScript compiler says of texts, each as a file of the folder test/documentation. */
export function faultsIn(texts: Readonly<Record<string, string>>): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );
  const files = new Map(
    Object.entries(texts).map(([name, text]) => [
      fileURLToPath(new URL(`../documentation/${name}.ts`, import.meta.url)),
      text,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...others) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, ...others) : ts.createSourceFile(path, text, others[0]);
  };
  const program = ts.createProgram([...files.keys()], { ...options, skipLibCheck: true }, host);
  return [...files.keys()].flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}
