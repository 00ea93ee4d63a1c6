import type { FieldNeed, NeededAgreement, NeedyField } from './field-needs.js';

/**
 * Adds to each field's description what a caller needs: scopes, and agreements with their purposes. Changes the fields.
 */
export function describeNeeds(fields: readonly NeedyField[]): void {
  for (const { definition, needs } of fields) {
    definition.description = [definition.description, sentencesOf(needs).join(' ')].filter(Boolean).join('\n\n');
  }
}

/** Sentences about needs: one for all rights, and one for each agreement. */
export function sentencesOf(needs: readonly FieldNeed[]): readonly string[] {
  const isRight = ({ kind }: FieldNeed) => ['TOKEN', 'SCOPE', 'POLICY', 'NOBODY'].includes(kind);
  const rights = needs.filter(isRight).map(shownRight);
  return [
    ...(rights.length > 0 ? [`Needs ${rights.join(', and ')}.`] : []),
    ...needs
      .filter((need) => !isRight(need))
      .map((need) => `${need.ofCommunes ? 'Of single communes, needs' : 'Needs'} ${shownAgreements(need)}.`),
  ];
}

function shownRight({ kind, anyOf = [] }: FieldNeed): string {
  if (kind === 'TOKEN') return 'a token';
  if (kind === 'NOBODY') return 'what nobody has';
  const ways = anyOf.map((all) => all.map((one) => `\`${one}\``).join(' and '));
  return `the ${kind.toLowerCase()} ${ways.join(' or ')}`;
}

function shownAgreements({ kind, organisation, agreements = [] }: FieldNeed): string {
  if (kind === 'UNUSABLE_AGREEMENTS') return `usable agreements of ${organisation ?? ''}`;
  if (kind === 'NO_AGREEMENT') return `an agreement of ${organisation ?? ''}, which has none for it`;
  return `the agreement ${agreements.map(shownAgreement).join(' or ')}`;
}

function shownAgreement({ id, purposes }: NeededAgreement): string {
  return `${id} (${purposes?.join(', ') ?? 'any purpose'})`;
}
