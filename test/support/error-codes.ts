import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How a code of an error is written, and much else in capitals. */
const codeLike = /^[A-Z]{3,}(?:_[A-Z\d]+)*$/;

/**
 * The texts in capitals that the gateway's source has as values: arguments, properties, constants, and what functions
 * return. Each is the code of an error, or of something else; by the file that has it.
 */
export function namesInGateway(): Map<string, string> {
  return literals(sources('gateway/src/**/*.ts', 'subgraphs/protocol/src/values/errors.ts'), isValue);
}

/** The codes that organisations' subgraphs give errors themselves. */
export function codesOfSubgraphs(): Map<string, string> {
  return literals(sources('subgraphs/*/src/**/*.ts'), (literal) => calleeOf(literal) === 'clientError');
}

function sources(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: (name) => name.endsWith('.test.ts') });
}

function literals(files: readonly string[], isWanted: (literal: ts.StringLiteralLike) => boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && codeLike.test(node.text) && isWanted(node)) found.set(node.text, file);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(`${root}${file}`, 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return found;
}

/** Functions whose arguments in capitals are names of limits, signals and events. */
const callsWithOthers = new Set(['LimitExceeded', 'kill', 'off', 'on', 'once']);

/** Whether a text is a value: not a name, a type, or a side of a comparison. */
function isValue(literal: ts.StringLiteralLike): boolean {
  const { parent } = literal;
  if (ts.isElementAccessExpression(parent) || ts.isLiteralTypeNode(parent)) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === literal) return false;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  const callee = calleeOf(literal);
  return callee === undefined || !callsWithOthers.has(callee);
}

/** The name of the function or class that gets this argument; undefined if it is no argument. */
function calleeOf({ parent }: ts.Node): string | undefined {
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  const { expression } = parent;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}
