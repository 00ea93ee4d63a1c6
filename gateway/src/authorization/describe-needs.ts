import type { Agreement } from '@hub/schema';
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { AgreementRequirement, Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/**
 * Adds to the description of each field of a schema what a caller needs to see it: scopes, and agreements with the
 * purposes that they are for. What is public has nothing added. The schema is changed.
 * @param schema the one that clients see.
 */
export function describeNeeds(schema: GraphQLSchema, requirements: Requirements): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || (!isObjectType(type) && !isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      const needs = needsOf(requirements, type.name, field.name);
      if (needs.length > 0) field.description = [field.description, needs.join(' ')].filter(Boolean).join('\n\n');
    }
  }
}

/** What a field needs, each as a sentence. */
export function needsOf(requirements: Requirements, type: string, field: string): string[] {
  const { ofType, ofField, returned, atFinerLevel } = requirements;
  const returns = returned(type, field);
  const own = ofField(type, field);
  const all = new Set([...ofType(type), ...own, ...(returns === undefined ? [] : ofType(returns))]);
  const rights = [...all].flatMap((one) => ('organisation' in one ? [] : [shownRight(one)]));
  const sentences = rights.length > 0 ? [`Needs ${rights.join(', and ')}.`] : [];
  for (const requirement of own) {
    const shown = 'organisation' in requirement ? shownAgreements(requirement) : undefined;
    if (shown === undefined) continue;
    sentences.push(`${atFinerLevel?.demands.has(requirement) ? 'Of single communes, needs' : 'Needs'} ${shown}.`);
  }
  return sentences;
}

function shownRight(requirement: Exclude<Requirement, AgreementRequirement>): string {
  if (requirement.kind === 'authenticated') return 'a token';
  const ways = requirement.anyOf.map((all) => all.map((one) => `\`${one}\``).join(' and '));
  if (ways.length === 0) return 'what nobody has';
  return `the ${requirement.kind === 'scopes' ? 'scope' : 'policy'} ${ways.join(' or ')}`;
}

/** Undefined where everyone meets it. */
function shownAgreements({ opening, organisation, unusable }: AgreementRequirement): string | undefined {
  if (unusable !== undefined) return `usable agreements of ${unusable}`;
  if (opening.some((one) => one.with === 'anyone' && one.purposes === 'any')) return undefined;
  if (opening.length === 0) return `an agreement of ${organisation}, which has none for it`;
  return `the agreement ${opening.map(shownAgreement).join(' or ')}`;
}

function shownAgreement({ id, purposes }: Agreement): string {
  return `${id} (${purposes === 'any' ? 'any purpose' : purposes.join(', ')})`;
}
