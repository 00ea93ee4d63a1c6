/**
 * Where a spreadsheet may see a formula begin: at the start of a cell, or of what it takes for one. Which character
 * separates cells depends on its reader's settings; quotes keep nothing together where they stand within a cell for it.
 * Full-width and small forms are signs, too, in East Asian settings.
 */
const formulaStarts = /(?<=^|[,;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠﹦﹢﹣﹫])/g;

/**
 * A text that no spreadsheet takes for a formula: with an apostrophe before what it would.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function notFormula(text: string): string {
  return text.replaceAll(formulaStarts, "'");
}
