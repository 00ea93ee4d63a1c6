import { z } from 'zod';
import { organisationCode as code } from '../organisations/organisation-record.js';

const text = z.string().trim().min(1, 'expected some text');
const bilingual = z.strictObject({ vi: text, en: text });

/** A group of partners: every organisation with a record, now and later. */
export const linkedOrganisations = 'linked-organisations';

/** A partner: callers with a role, of an organisation, of a group's organisation, or with an app. */
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

/** The granularity of shared figures: each commune, or the province as a whole. */
const granularities = ['commune', 'province'] as const;

/** The codes of goals, or all goals. */
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
    /** Fields whose values may identify a person, with the agreement's legal basis; see `personal-values`. */
    persons: z
      .array(z.string().regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'expected a field such as FarmerClub.leader'))
      .optional(),
    with: partners,
    purposes: z.union([z.literal('any'), z.array(code).min(1)], 'expected any, or a list of codes of purposes'),
    granularity: z.enum(granularities, 'expected commune or province'),
    legalBasis: text,
    from: z.iso.date('expected a day such as 2026-01-01'),
    /** Its last day; without one, it holds until it is withdrawn. */
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
 * The data that an organisation shares, its partners, the purposes and the days: types and fields (`shares`), goals
 * whose released figures may be combined with other organisations' (`combined`), and goals whose figures may be
 * published as the organisation's own share (`figures`).
 */
export type Agreement = Readonly<z.infer<typeof agreement>>;

/** The fields whose values may identify a person on a day, each with its legal basis. */
export function personsFields(agreements: readonly Agreement[], day: string): ReadonlyMap<string, string> {
  return new Map(
    agreements
      .filter(({ from, until = day }) => from <= day && day <= until)
      .flatMap(({ persons = [], legalBasis }) => persons.map((field) => [field, legalBasis] as const)),
  );
}

/** The callers that something is for: any caller, or the listed partners. */
export type Partners = 'anyone' | readonly z.infer<typeof partner>[];

/** A purpose of requests, and the callers that may name it. */
export type Purpose = Readonly<z.infer<typeof purpose>>;

/** The granularity of shared figures. */
export type Granularity = (typeof granularities)[number];

/** The contents of an organisation's file of agreements. */
export interface OrganisationAgreements {
  readonly organisation: string;
  readonly agreements: readonly Agreement[];
  /** The controlled list of purposes; only the steering committee writes it. */
  readonly purposes: readonly Purpose[];
  /**
   * The types, fields and arguments with which an operation reaches single communes; only the steering committee writes
   * it.
   */
  readonly communeLevel: readonly string[];
  /**
   * The fields in which movement returns organisations' own shares (`figures`): a request for one is a request to those
   * organisations.
   */
  readonly figuresIn?: readonly string[];
  /** The types and fields whose figures depend on the caller's agreements (`combined`). */
  readonly combinedIn?: readonly string[];
}
