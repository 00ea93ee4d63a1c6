/** How the graph's fields name an organisation: `womensUnion` for `womens-union`. */
export function fieldOf(code: string): string {
  return code.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
