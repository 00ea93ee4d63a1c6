import type { NamedCommune } from '../communes/found.js';

/** A mail alert. */
export interface MailAlert {
  readonly id: string;
  readonly address: string;
  readonly kinds: readonly string[];
  /** Null means every goal. */
  readonly goalCodes: readonly string[] | null;
  /** Null means no commune. */
  readonly communeCodes: readonly string[] | null;
  readonly language: string;
  readonly state: string;
  readonly disabledReason: string | null;
  readonly until: string;
}

/** Goals and communes that an alert can select. */
export interface Choices {
  readonly goals: readonly { readonly code: string; readonly title: string }[];
  readonly communes: readonly NamedCommune[];
}

export const alertsQuery = `query MailAlerts {
  mailAlerts { id address kinds goalCodes communeCodes language state disabledReason until }
}`;

export const choicesQuery = `query AlertChoices($language: Language!) {
  goals { code title(language: $language) }
  communes(first: 200) {
    nodes { code name(language: $language) predecessors { name(language: $language) parent { name(language: $language) } } }
  }
}`;

export const createMutation = `mutation CreateMailAlert($input: MailAlertInput!, $communes: [ID!]) {
  createMailAlert(input: $input, communes: $communes) { id }
}`;

export const deleteMutation = `mutation DeleteMailAlert($id: ID!) { deleteMailAlert(id: $id) }`;

/** The kinds of events selected by default. */
export const usualKinds = ['PUBLICATION', 'REVISION', 'LATE', 'ANOMALY'] as const;
