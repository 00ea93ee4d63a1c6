/** A heading of a page with its content up to the next heading. */
export interface PageSection {
  readonly level: number;
  readonly title: string;
  /** The fenced and the indented blocks of code, unchanged. */
  readonly blocks: readonly string[];
  /** The text without the blocks. */
  readonly prose: string;
}

/** A fenced block, or lines after an empty line that four spaces begin. */
const blockOfCode = /^( *)```\S[^]*?\n\1```$|(?<=\n\n)(?: {4}.*\n)+/gm;

/** The sections of a Markdown text, in order. */
export function pageSections(text: string): PageSection[] {
  const blocks: string[] = [];
  const withoutCode = text.replaceAll(
    blockOfCode,
    (block) => `\u0000${String(blocks.push(block.trimEnd()) - 1)}\u0000\n`,
  );
  const headings = [...withoutCode.matchAll(/^(#{1,6}) (.+)$/gm)];
  return headings.map(({ index, 0: line, 1: marks = '', 2: title = '' }, at) => {
    const content = withoutCode.slice(index + line.length, headings[at + 1]?.index);
    const own = [...content.matchAll(/\u0000(\d+)\u0000/g)].map(([, block]) => blocks[Number(block)] ?? '');
    return { level: marks.length, title, blocks: own, prose: content.replaceAll(/\u0000\d+\u0000/g, '') };
  });
}

/** A block of code without its comments. */
export function withoutComments(block: string): string {
  return block.replaceAll(/^ *# .*\n/gm, '').replaceAll(/ +# .*$/gm, '');
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}
