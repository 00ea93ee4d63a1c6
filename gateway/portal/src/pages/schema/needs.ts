/** A right that a caller's token has to have: any of several ways, each of which may be several at once. */
export interface NeededRight {
  readonly is: 'scope' | 'policy';
  readonly anyOf: readonly (readonly string[])[];
}

/** An agreement that has to be there: any of several, each for its purposes. */
export interface NeededAgreement {
  readonly is: 'agreement';
  /** Whether the province's figures are open without it. */
  readonly ofCommunes: boolean;
  readonly anyOf: readonly { readonly id: string; readonly purposes: readonly string[] }[];
}

/** What there is no agreement for, or none that can be used. */
export interface NoAgreement {
  readonly is: 'noAgreement' | 'unusable';
  readonly ofCommunes: boolean;
  readonly organisation: string;
}

/** What a caller needs to see a field. */
export type Need = NeededRight | NeededAgreement | NoAgreement | { readonly is: 'token' | 'nobody' };

/** A description, and what the gateway has added to it. */
export interface Described {
  readonly text: string;
  readonly needs: readonly Need[];
}

const begins = /^(?:Needs|Of single communes, needs) /;

/**
 * Reads a field's description: the gateway ends it with a paragraph of what the field needs (`describe-needs.ts`). A
 * sentence that is not one of the gateway's stays where it is.
 */
export function readDescription(description: string | null): Described {
  const paragraphs = (description ?? '').split('\n\n');
  const last = paragraphs.at(-1)?.trim() ?? '';
  if (!begins.test(last)) return { text: description ?? '', needs: [] };
  const needs = last.split(/(?<=\.) (?=Needs |Of single communes, needs )/).map(readSentence);
  if (needs.includes(undefined)) return { text: description ?? '', needs: [] };
  return { text: paragraphs.slice(0, -1).join('\n\n'), needs: needs.flatMap((one) => one ?? []) };
}

function readSentence(sentence: string): readonly Need[] | undefined {
  const ofCommunes = sentence.startsWith('Of single');
  const said = sentence.replace(begins, '').replace(/\.$/, '');
  const [, none] = /^an agreement of (\S+), which has none for it$/.exec(said) ?? [];
  if (none !== undefined) return [{ is: 'noAgreement', ofCommunes, organisation: none }];
  const [, unusable] = /^usable agreements of (\S+)$/.exec(said) ?? [];
  if (unusable !== undefined) return [{ is: 'unusable', ofCommunes, organisation: unusable }];
  const [, agreements] = /^the agreement (.+)$/.exec(said) ?? [];
  if (agreements !== undefined) return readAgreements(agreements, ofCommunes);
  const rights = said.split(', and ').map(readRight);
  return rights.includes(undefined) ? undefined : rights.flatMap((one) => one ?? []);
}

function readAgreements(said: string, ofCommunes: boolean): readonly Need[] | undefined {
  const found = said.split(/(?<=\)) or /).map((one) => /^(\S+) \((.+)\)$/.exec(one));
  if (found.includes(null)) return undefined;
  const anyOf = found.map((one) => ({
    id: one?.[1] ?? '',
    purposes: one?.[2] === 'any purpose' ? [] : (one?.[2] ?? '').split(', '),
  }));
  return [{ is: 'agreement', ofCommunes, anyOf }];
}

function readRight(said: string): Need | undefined {
  if (said === 'a token') return { is: 'token' };
  if (said === 'what nobody has') return { is: 'nobody' };
  const [, kind, ways = ''] = /^the (scope|policy) (`[^`]+`(?: (?:and|or) `[^`]+`)*)$/.exec(said) ?? [];
  if (kind !== 'scope' && kind !== 'policy') return undefined;
  return { is: kind, anyOf: ways.split(' or ').map((way) => way.split(' and ').map((one) => one.replaceAll('`', ''))) };
}
