import type { Finding, SubgraphSchema } from '@hub/protocol';
import type { OverrideConsent } from './usage.js';

/** Finds the fields that an organisation takes over from another (`@override`) without that one's consent. */
export function unconsentedOverrides(
  organisation: string,
  schema: SubgraphSchema,
  consents: readonly OverrideConsent[],
): Finding[] {
  return [...schema.types.values()].flatMap((type) =>
    type.fields.flatMap((field) =>
      schema.applied('override', field.directives).flatMap(({ from }): Finding[] => {
        const coordinate = `${type.name}.${field.name.value}`;
        const isConsented = consents.some(
          (one) => one.from === from && one.to === organisation && one.coordinate === coordinate,
        );
        if (from === organisation || isConsented) return [];
        const { line, column } = field.loc?.startToken ?? {};
        const message = `${coordinate} is taken over from ${String(from)}, whose consent is not on record.`;
        const organisations = [organisation, String(from)];
        return [
          { code: 'OVERRIDE_WITHOUT_CONSENT', severity: 'ERROR', message, coordinate, line, column, organisations },
        ];
      }),
    ),
  );
}
