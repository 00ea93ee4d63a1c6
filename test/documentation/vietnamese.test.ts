import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { anchorOf, type PageSection, pageSections, withoutComments } from '../support/page-sections.js';

/** A page in Vietnamese, its English source, and the headings of the source that it has, where it has not all. */
interface Translation {
  readonly page: string;
  readonly source: string;
  readonly headings?: readonly string[];
}

const translations: readonly Translation[] = [
  { page: 'docs/vi/README.md', source: 'README.md' },
  { page: 'docs/vi/analysts.md', source: 'docs/analysts.md' },
  {
    page: 'docs/vi/daily-work.md',
    source: 'docs/daily-work.md',
    headings: ['Daily work', "The operator's commands", 'Readiness', 'Logs'],
  },
  {
    page: 'docs/vi/install.md',
    source: 'docs/install.md',
    headings: ['Install the hub', 'What runs', 'Machines of your own', 'Checklist for production'],
  },
  { page: 'docs/vi/linking.md', source: 'docs/linking.md' },
  { page: 'docs/vi/organisations.md', source: 'docs/organisations.md' },
];

const textOf = (page: string) => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');

/** The sections of a source that its translation has. */
function translated({ headings }: Translation, source: string): PageSection[] {
  const sections = pageSections(source);
  return headings ? sections.filter(({ title }) => headings.includes(title)) : sections;
}

const linksIn = ({ prose }: PageSection) => [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
const codesIn = ({ prose }: PageSection) => [
  ...new Set([...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => `\`${code}\``)),
];
const countsIn = ({ prose }: PageSection) => [
  `${String((prose.match(/^ *(?:-|\d+\.) /gm) ?? []).length)} items of lists`,
  `${String((prose.match(/^\|/gm) ?? []).length)} lines of tables`,
];

/** The link of a translation for a link of its source: a translated page in Vietnamese, any other in English. */
function linkFor({ page, source }: Translation, link: string): string {
  if (/^https?:/.test(link)) return link;
  const [path = '', anchor] = link.split('#');
  const to = path === '' ? source : posix.join(posix.dirname(source), path);
  const relative = (target: string) => (target === page ? '' : posix.relative(posix.dirname(page), target));
  const other = translations.find((one) => one.source === to);
  if (other && anchor === undefined) return relative(other.page);
  const at = other ? translated(other, textOf(other.source)).findIndex(({ title }) => anchorOf(title) === anchor) : -1;
  const heading = other && at >= 0 ? pageSections(textOf(other.page))[at] : undefined;
  if (other && heading) return `${relative(other.page)}#${anchorOf(heading.title)}`;
  return relative(to) + (anchor === undefined ? '' : `#${anchor}`);
}

/** The differences of two lists without their order. */
function unequal(expected: readonly string[], found: readonly string[]): string[] {
  const superfluous = [...found];
  const missing = expected.filter((one) => {
    const at = superfluous.indexOf(one);
    if (at >= 0) superfluous.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((one) => `lacks ${one}`),
    ...superfluous.map((one) => `has ${one}, which the source does not have`),
  ];
}

/** The differences of the blocks of a section, by their lines where the numbers of blocks are equal. */
function unequalBlocks(expected: readonly string[], found: readonly string[]): string[] {
  if (expected.length !== found.length) return unequal(expected, found);
  return expected.flatMap((block, at) => {
    const other = found[at] ?? '';
    const lines = unequal(block.split('\n'), other.split('\n'));
    return block === other || lines.length > 0 ? lines : [`has the lines of this block in another order: ${other}`];
  });
}

/** The differences of a translation from its source, each with the page and the heading. */
function differences(translation: Translation, source: string, text: string): string[] {
  const [english, vietnamese] = [translated(translation, source), pageSections(text)];
  const levels = (sections: readonly PageSection[]) => sections.map(({ level }) => '#'.repeat(level)).join(' ');
  const titles = english.map(({ title }) => title);
  const gone = (translation.headings ?? []).filter((heading) => !titles.includes(heading));
  if (gone.length > 0) return gone.map((heading) => `${translation.source} has no heading "${heading}"`);
  if (levels(english) !== levels(vietnamese))
    return [
      `${translation.page} has the headings ${levels(vietnamese)} (${vietnamese.map(({ title }) => title).join(', ')}); ` +
        `${translation.source} has ${levels(english)} (${titles.join(', ')})`,
    ];
  return english.flatMap((section, at) => {
    const other = vietnamese[at] ?? section;
    const links = linksIn(section).filter((link) => !link.startsWith('docs/vi/'));
    // Each translation begins with a link to its source.
    const toSource = at === 0 ? [posix.relative(posix.dirname(translation.page), translation.source)] : [];
    return [
      ...unequalBlocks(section.blocks.map(withoutComments), other.blocks.map(withoutComments)),
      ...unequal([...links.map((link) => linkFor(translation, link)), ...toSource], linksIn(other)).map(
        (difference) => `${difference} (link)`,
      ),
      ...unequal(codesIn(section), codesIn(other)),
      ...unequal(countsIn(section), countsIn(other)),
    ].map((difference) => `${translation.page}, "${other.title}" (${section.title}): ${difference}`);
  });
}

test('docs/vi has each translation, and no page without a source', () => {
  const pages = readdirSync(new URL('../../docs/vi/', import.meta.url)).map((name) => `docs/vi/${name}`);
  expect(pages.toSorted()).toEqual(translations.map(({ page }) => page).toSorted());
  expect(textOf('README.md')).toContain('[docs/vi/README.md](docs/vi/README.md)');
});

test.each(translations.map((translation) => [translation.page, translation] as const))(
  '%s has the headings, commands, links and codes of its source',
  (page, translation) => {
    expect(differences(translation, textOf(translation.source), textOf(page))).toEqual([]);
  },
);

test('a change of a source is named with the page, the heading and the difference', () => {
  const one: Translation = { page: 'docs/vi/a.md', source: 'docs/a.md' };
  const source =
    '# A\n\n## Start\n\nSet `PORT`, [as here](trust.md#roles).\n\n```sh\n# Begin.\nhub start   # now\n```\n';
  const text =
    '# Á\n\n[docs/a.md](../a.md)\n\n## Bắt đầu\n\nĐặt `PORT`, [xem](../trust.md#roles).\n\n```sh\n# Chạy.\nhub start # ngay\n```\n';
  expect(differences(one, source, text)).toEqual([]);
  const at = 'docs/vi/a.md, "Bắt đầu" (Start):';
  expect(differences(one, source.replace('hub start', 'hub serve'), text)).toEqual([
    `${at} lacks hub serve`,
    `${at} has hub start, which the source does not have`,
  ]);
  expect(differences(one, source.replace('PORT', 'HOST'), text)).toEqual([
    `${at} lacks \`HOST\``,
    `${at} has \`PORT\`, which the source does not have`,
  ]);
  expect(differences(one, source.replace('#roles', ''), text)).toEqual([
    `${at} lacks ../trust.md (link)`,
    `${at} has ../trust.md#roles, which the source does not have (link)`,
  ]);
  expect(differences(one, `${source}\n## End\n`, text)).toEqual([
    'docs/vi/a.md has the headings # ## (Á, Bắt đầu); docs/a.md has # ## ## (A, Start, End)',
  ]);
});
