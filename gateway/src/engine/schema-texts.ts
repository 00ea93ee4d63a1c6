import type { GraphQLSchema } from 'graphql';
import type { Agreements } from '@hub/protocol';
import { LRUCache } from 'lru-cache';
import type { Requirements } from '../authorization/requirements.js';
import { schemaText } from '../authorization/schema-view.js';
import type { Engine } from './engine.js';

/** How many texts of a schema are cached, each for some role. */
const maxTexts = 64;

/** Writes a schema, whole or as a role sees it. */
export function schemaTexts(
  schema: GraphQLSchema,
  requirements: Requirements,
  agreements: Agreements | undefined,
): NonNullable<Engine['schemaText']> {
  const partners = partnersOf(agreements);
  const texts = new LRUCache<string, string>({ max: maxTexts });
  return (asked) => {
    // All organisations that no agreement names have the same view, so the number of texts is bounded.
    const view = asked && { role: asked.role, organisation: partners.get(asked.organisation ?? '') };
    const key = JSON.stringify(view ?? null);
    const text = texts.get(key) ?? schemaText(schema, requirements, view);
    texts.set(key, text);
    return text;
  };
}

/** The organisations that agreements name as recipients. */
function partnersOf(agreements: Agreements | undefined): ReadonlyMap<string, string> {
  const named = (agreements?.organisations ?? []).flatMap((one) =>
    one.agreements.flatMap((agreement) => (agreement.with === 'anyone' ? [] : agreement.with)),
  );
  return new Map(
    named.flatMap((partner) => ('organisation' in partner ? [[partner.organisation, partner.organisation]] : [])),
  );
}
