/** A file of agreements, each of which ends on a day. */
export function endingOn(day: string, text: string): string {
  return text.replaceAll(/^( +until: .*\n)/gm, '').replaceAll(/^( +)from: .*$/gm, `$&\n$1until: ${day}`);
}
