import { z } from 'zod';
import { organisationCode as code } from '../organisations/organisation-record.js';

const text = z.string().trim().min(1, 'expected some text');
const bilingual = z.strictObject({ vi: text, en: text });

/** Partners that are more than one, now and later: every organisation that has a record. */
export const linkedOrganisations = 'linked-organisations';

/** Who is meant: whoever has a role, acts for an organisation or for one of a group, or asks through an app. */
const partner = z.union(
  [
    z.strictObject({ role: text }),
    z.strictObject({ organisation: code }),
    z.strictObject({ group: z.literal(linkedOrganisations) }),
    z.strictObject({ app: text }),
  ],
  `expected one of role, organisation, group (${linkedOrganisations}) or app`,
);

const partners = z.union(
  [z.literal('anyone'), z.array(partner).min(1)],
  'expected anyone, or a list of what has one of role, organisation, group or app',
);

/** How fine shared figures may be: of each commune, or of the province as a whole. */
const granularities = ['commune', 'province'] as const;

/** The codes of goals, or any. */
const goals = z
  .array(z.string().regex(/^([A-Z][A-Z\d_]*|\*)$/, 'expected the code of a goal such as ADULTS_BASIC, or *'))
  .default([]);

const agreement = z
  .strictObject({
    id: z.string().regex(/^[A-Z\d]+(-[A-Z\d]+)*$/, 'expected an id such as WU-2026-01'),
    version: z.int('expected a whole number').positive('expected a number above 0'),
    title: bilingual,
    shares: z
      .array(
        z
          .string()
          .regex(
            /^[_A-Za-z*][\w*]*(\.[_A-Za-z*][\w*]*)?$/,
            'expected a type or field such as FarmerClub, Commune.farmerClubs or Query.*',
          ),
      )
      .default([]),
    combined: goals,
    figures: goals,
    /** Fields whose values may say who somebody is, on the agreement's legal basis; see `personal-values`. */
    persons: z
      .array(z.string().regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'expected a field such as FarmerClub.leader'))
      .optional(),
    with: partners,
    purposes: z.union([z.literal('any'), z.array(code).min(1)], 'expected any, or a list of codes of purposes'),
    granularity: z.enum(granularities, 'expected commune or province'),
    legalBasis: text,
    from: z.iso.date('expected a day such as 2026-01-01'),
    /** Its last day; without one it holds until it is taken back. */
    until: z.iso.date('expected a day such as 2026-12-31').optional(),
  })
  .refine(({ shares, combined, figures }) => shares.length + combined.length + figures.length > 0, {
    path: ['shares'],
    error: 'expected at least one type or field, or a goal in combined or figures',
  })
  .refine(({ from, until }) => until === undefined || from <= until, {
    path: ['until'],
    error: 'expected a day that is not before from',
  });

const purpose = z.strictObject({ code, name: bilingual, description: bilingual, askedBy: partners });

/** An organisation's file of agreements, as it writes it. */
export const agreementsFile = z.strictObject({
  format: z.literal(1, 'expected 1'),
  organisation: code,
  purposes: z.array(purpose).min(1).optional(),
  communeLevel: z
    .array(
      z
        .string()
        .regex(
          /^[_A-Za-z]\w*(\.[_A-Za-z]\w*(\([_A-Za-z]\w*:\))?)?$/,
          'expected a type, field or argument such as Commune, Goal.byCommune or Goal.progress(commune:)',
        ),
    )
    .optional(),
  figuresIn: z
    .array(z.string().regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'expected a field such as ReportedContribution.share'))
    .optional(),
  combinedIn: z
    .array(
      z
        .string()
        .regex(/^[_A-Za-z]\w*(\.[_A-Za-z]\w*)?$/, 'expected a type or field such as GoalProgress or Goal.overlap'),
    )
    .optional(),
  agreements: z.array(agreement),
});

/**
 * What an organisation shares, with whom, for what and how long: types and fields (`shares`), goals of which its released
 * figures may be combined with those of others (`combined`), and goals of which they may be given as its own share
 * (`figures`).
 */
export type Agreement = Readonly<z.infer<typeof agreement>>;

/** The fields whose values may say who somebody is on a day, each with the legal basis for it. */
export function personsFields(agreements: readonly Agreement[], day: string): ReadonlyMap<string, string> {
  return new Map(
    agreements
      .filter(({ from, until = day }) => from <= day && day <= until)
      .flatMap(({ persons = [], legalBasis }) => persons.map((field) => [field, legalBasis] as const)),
  );
}

/** Who something is for: anyone, or who has one of these. */
export type Partners = 'anyone' | readonly z.infer<typeof partner>[];

/** A reason for which data is asked for, and who may name it. */
export type Purpose = Readonly<z.infer<typeof purpose>>;

/** How fine shared figures may be. */
export type Granularity = (typeof granularities)[number];

/** What an organisation says of sharing. */
export interface OrganisationAgreements {
  readonly organisation: string;
  readonly agreements: readonly Agreement[];
  /** The controlled list of purposes; the steering committee's to write. */
  readonly purposes: readonly Purpose[];
  /** The types, fields and arguments by which an operation reaches single communes; likewise. */
  readonly communeLevel: readonly string[];
  /** The fields in which movement gives organisations' own shares (`figures`): who asks for one asks those organisations. */
  readonly figuresIn?: readonly string[];
  /** The types and fields whose figures depend on the caller's agreements (`combined`). */
  readonly combinedIn?: readonly string[];
}
