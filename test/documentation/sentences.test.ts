import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Largest share of such sentences in a folder, and the least number of sentences for a share. */
const allowed = 0.02;
const fewest = 20;

/** Constructions that a reader of English as a second language has to read twice. */
const odd: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    'a clause as a subject',
    /(?:^|[.;:] )(?:Who(?:ever|m|se)?|What(?:ever)?)\b(?![^.?]*\?)[^.?]{3,}\b(?:is|are|has|have|was|were|may|gets?|takes?|costs?|needs?|asks?)\b/,
  ],
  ['who, without a noun', /\b(?:for|of|by|to|than|whether|and|but|that|if|as|with|from) (?:who|whom|whoever)\b/],
  ['whoever, whom, whose', /\b(?:whoever|whomever|whom)\b/i],
  [
    'nobody, nothing as an actor',
    /\b(?:nobody|no one|nothing)(?:'s)? (?:is|are|was|were|has|may|who|that|else|asks?|tells?|of|for)\b/i,
  ],
  ['told, tells of', /\b(?:is|are|was|were|be|been|being) told\b|\btells? of\b|\btold (?:of|to|by|as)\b/i],
  ['all that, all who', /\ball (?:that|who|whom|of whom)\b/i],
  [
    'what is known, what it has',
    /\b(?:of|to|by|with|from|for|in|on|than|as|and|until|beside) what (?:is|are|was|were|it|they|he|has|came|comes|goes|stands|one|an?)\b/i,
  ],
  [
    'those that, those who, that of, one of its own',
    /\bthose (?:that|who|of|with|to)\b|\bthat of (?:the|an?|its|one)\b|\b(?:of|for|on) (?:its|their|one's|his|her) own\b/i,
  ],
  [
    'archaic',
    /\b(?:anew|thereof|therein|whereof|wherein|hither|likewise|henceforth|at present|ere|hence|besides|owe[ds]?|let go|let in|for it (?:is|has|was)|, for (?:it|they|the|a|an|no|each)\b.*\b(?:is|are|has|would|was))\b/,
  ],
  ['as it is, as they come', /\bas (?:it|they|one|he) (?:is|are|was|were|comes?|stands?|came|goes)\b/i],
  ['he, his of a program or a caller', /\b(?:he|his|him|himself)\b/],
];

/** Texts in code: comments, descriptions, reasons and messages, descriptions of GraphQL, and errors. */
const comment =
  /\/\*\*?([\s\S]*?)\*\/|(?:^|\s)\/\/ (.*)|(?:description|reason|message)\??:\s*(?:\n\s*)?(['"`])([\s\S]*?)(?<!\\)\3|"""([\s\S]*?)"""|^\s*# (.*)$|new \w*Error\(\s*(?:\n\s*)?(['"`])([\s\S]*?)(?<!\\)\7/gm;

test(`at most ${100 * allowed} % of a folder's sentences have to be read twice`, () => {
  const folders = new Map<string, { sentences: number; found: string[] }>();
  for (const file of proseFiles()) {
    const folder = folderOf(file);
    const count = folders.get(folder) ?? { sentences: 0, found: [] };
    folders.set(folder, count);
    for (const [line, text] of prose(file, readFileSync(`${root}/${file}`, 'utf8'))) {
      for (const sentence of text.split(/(?<=[.!?;])\s+(?=[A-Z_*`(])/)) {
        if (sentence.split(' ').length < 4) continue;
        count.sentences += 1;
        const kinds = odd.filter(([, pattern]) => pattern.test(sentence)).map(([kind]) => kind);
        if (kinds.length > 0) count.found.push(`${file}:${line}: ${sentence} [${kinds.join('; ')}]`);
      }
    }
  }
  const over = [...folders.values()].filter(
    ({ sentences, found }) => sentences >= fewest && found.length > allowed * sentences,
  );
  expect(over.flatMap(({ found }) => found)).toEqual([]);
  expect(folders.size).toBeGreaterThan(50);
});

function proseFiles(): string[] {
  return execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((file) => /\.(?:[cm]?[jt]sx?|md|graphql|yaml)$/.test(file) && !/(?:^|\/)fixtures\/|pnpm-lock/.test(file));
}

/** The folder by which a file's sentences are counted: two levels, three in the gateway and the subgraphs. */
function folderOf(file: string): string {
  const levels = /^(?:gateway|subgraphs)\//.test(file) ? 3 : 2;
  return file
    .split('/')
    .slice(0, levels)
    .join('/')
    .replace(/\/[^/]*\.\w+$/, '');
}

/** The prose of a file, with the line at which each piece begins. */
function prose(file: string, text: string): (readonly [line: number, text: string])[] {
  if (file.endsWith('.md')) {
    let isCode = false;
    return text.split('\n').flatMap((line, at) => {
      const isFence = /^\s*```/.test(line);
      if (isFence) isCode = !isCode;
      return isCode || isFence ? [] : [[at + 1, line.replace(/`[^`]*`/g, 'X')] as const];
    });
  }
  return [...text.matchAll(comment)].flatMap((match) => {
    const said = (
      (match.slice(1) as (string | undefined)[]).find((group) => group !== undefined && !/^['"`]$/.test(group)) ?? ''
    )
      .replace(/^\s*\*\s?/gm, ' ')
      .replace(/`[^`]*`/g, 'X')
      .replace(/\s+/g, ' ')
      .trim();
    return said === '' ? [] : [[text.slice(0, match.index).split('\n').length, said] as const];
  });
}
