/**
 * The places where a spreadsheet may see a formula begin: at the start of a cell, or of a part that it reads as one.
 * The separator of cells depends on its reader's settings; quotes inside a cell do not hold it together. Full-width and
 * small forms are signs, too, in East Asian settings.
 */
const formulaStarts = /(?<=^|[,;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠﹦﹢﹣﹫])/g;

/**
 * Makes a text that no spreadsheet reads as a formula: an apostrophe precedes each possible formula.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function notFormula(text: string): string {
  return text.replaceAll(formulaStarts, "'");
}
