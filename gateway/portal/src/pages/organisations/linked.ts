/** A change of an organisation's link. */
export interface LinkChange {
  readonly what: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

/** State of an organisation's link. */
export type LinkState = 'INVITED' | 'CHECKING' | 'LIVE' | 'SUSPENDED' | 'LEFT';

/** An operator's step. */
export type LinkStep = 'ACCEPT' | 'SUSPEND' | 'RESUME' | 'LEAVE';

/** The steps that each state allows. */
export const stepsOf: Readonly<Record<LinkState, readonly LinkStep[]>> = {
  INVITED: [],
  CHECKING: ['ACCEPT', 'LEAVE'],
  LIVE: ['SUSPEND', 'LEAVE'],
  SUSPENDED: ['RESUME', 'LEAVE'],
  LEFT: [],
};

/** An organisation of the registry, in the list. */
export interface LinkedOrganisation {
  readonly code: string;
  readonly name: string | null;
  readonly state: LinkState;
  readonly last: LinkChange | null;
}

/** An agreement that the organisation offers: shared data and partners. */
export interface OfferedAgreement {
  readonly id: string;
  readonly title: string;
  readonly shares: readonly string[];
  readonly goals: readonly string[];
  readonly with: readonly string[];
  readonly purposes: readonly string[] | null;
  readonly from: string;
  readonly until: string | null;
}

/** Result of the conformance examination of its endpoint. */
export interface Examination {
  readonly at: string;
  readonly passed: number;
  readonly leftOut: number;
  readonly failed: readonly string[];
}

/** A published version of a file of the organisation. */
export interface PublishedVersion {
  readonly kind: 'AGREEMENTS' | 'SCHEMA' | 'PAGES';
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly override: string | null;
  readonly examination: Examination | null;
  readonly inForce: boolean;
}

/** Details of one organisation. */
export interface LinkDetails extends LinkedOrganisation {
  readonly declaration: {
    readonly linkedBy: 'records' | 'figures';
    readonly dataKind: string;
    readonly endpoint: string | null;
    readonly contact: string;
  } | null;
  readonly keyIds: readonly string[];
  readonly schema: string | null;
  readonly agreements: readonly OfferedAgreement[];
  readonly versions: readonly PublishedVersion[];
  readonly changes: readonly LinkChange[];
}

const changeFields = '{ what by at reason }';
const listed = `code name(language: $language) state last ${changeFields}`;

export const listQuery = `query LinkedOrganisations($language: Language!) { linkedOrganisations { ${listed} } }`;

export const detailsQuery = `query LinkedOrganisation($code: ID!, $language: Language!) {
  linkedOrganisation(code: $code) {
    ${listed}
    declaration { linkedBy dataKind endpoint contact } keyIds schema
    agreements { id title(language: $language) shares goals with purposes from until }
    versions { kind version publishedAt publishedBy override inForce examination { at passed leftOut failed } }
    changes ${changeFields}
  }
}`;

export const inviteMutation =
  'mutation InviteOrganisation($code: ID!) { inviteOrganisation(code: $code) { code secret } }';

export const stepMutation = `mutation StepOrganisation($code: ID!, $step: LinkStep!, $reason: String) {
  stepOrganisation(code: $code, step: $step, reason: $reason) { code state }
}`;

export const rollBackMutation = `mutation RollBackOrganisation($code: ID!, $kind: PublishedKind!, $version: Int!) {
  rollBackOrganisation(code: $code, kind: $kind, version: $version) { code state }
}`;
