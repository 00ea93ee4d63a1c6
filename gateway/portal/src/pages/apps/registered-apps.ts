/** Scopes that an app can request. */
export const appScopes = ['progress:read', 'contributions:read', 'webhooks:manage'] as const;

/** Kinds of republication that an app can request. */
export const republications = ['NOTHING', 'DERIVED', 'FIGURES'] as const;

/** The purposes that an app may name. */
export const appPurposes = ['statistics', 'research'] as const;

/** An app in the operators' list. */
export interface ListedApp {
  readonly id: string;
  readonly name: string;
  readonly use: string;
  readonly purpose: string;
  readonly republish: string;
  readonly attribution: string | null;
  readonly contact: string;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly state: string;
  readonly reason: string | null;
}

/** An app's use of a field. */
export interface AppUse {
  readonly software: string | null;
  readonly field: string;
  readonly operations: number;
  readonly deprecated: string | null;
}

/** An app's operations of one day. */
export interface AppDay {
  readonly day: string;
  readonly operations: number;
  readonly failed: number;
  readonly objects: number;
  readonly codes: readonly string[];
}

/** A client's use of a field. */
export interface ClientUse extends AppUse {
  /** An app, a key or a role. */
  readonly client: string;
  readonly lastAt: string;
}

/** The app behind a shown secret, with its limits. */
export interface OwnApp {
  readonly me: {
    readonly limits: {
      readonly rate: { readonly burst: number; readonly left: number } | null;
      readonly cost: { readonly budget: number } | null;
    };
  } | null;
  readonly ownApp:
    | (ListedApp & {
        readonly secrets: readonly { readonly id: string; readonly until: string }[] | null;
        readonly documents: readonly { readonly hash: string; readonly operation: string | null }[] | null;
        readonly uses: readonly AppUse[] | null;
        readonly usesByDay: readonly AppDay[] | null;
      })
    | null;
}

const facts = 'id name use purpose republish attribution contact scopes origins state reason';

const registerMutation = `mutation RegisterApp($input: AppInput!, $key: String!) {
  registerApp(input: $input, idempotencyKey: $key) { id state secret }
}`;

/** An app that just registered. */
export interface Registered {
  readonly id: string;
  readonly secret: string | null;
}

/**
 * Registers an app, without a session.
 * @param key the request's idempotency key.
 * @throws Error with the hub's message.
 */
export async function registerApp(input: object, key: string): Promise<Registered> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: registerMutation, variables: { input, key } }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { registerApp: Registered | null } | null;
    errors?: readonly { readonly message: string }[];
  };
  if (data?.registerApp) return data.registerApp;
  throw new Error(errors?.[0]?.message ?? String(response.status));
}

export const appsQuery = `query Apps { apps { ${facts} } }`;

export const usesQuery = `query ClientUses($deprecated: Boolean) {
  clientUses(deprecated: $deprecated) { client software field operations lastAt deprecated }
}`;

export const decideMutation = `mutation DecideApp($id: ID!, $decision: AppDecision!) {
  decideApp(id: $id, decision: $decision) { id state }
}`;

export const clearMutation = `mutation ClearApps($reason: String!) { clearApps(reason: $reason) }`;

export const ownQuery = `query OwnApp {
  me { limits { rate { burst left } cost { budget } } }
  ownApp { ${facts} secrets { id until } documents { hash operation } uses { software field operations deprecated }
    usesByDay { day operations failed objects codes } }
}`;

export const renewMutation = `mutation RenewAppSecret { renewAppSecret { secret app { id } } }`;

export const revokeMutation = `mutation RevokeAppSecret($id: ID!) { revokeAppSecret(id: $id) { id } }`;

export const webhooksQuery = `query AppWebhooks { webhooks { id url kinds state } }`;

export const createWebhookMutation = `mutation CreateAppWebhook($input: WebhookInput!) {
  createWebhook(input: $input) { secret webhook { id } }
}`;

export const deleteWebhookMutation = `mutation DeleteAppWebhook($id: ID!) { deleteWebhook(id: $id) { id } }`;

/** Steps that an operator can take with an app, by its state. */
export const stepsFrom: Readonly<Record<string, readonly string[]>> = {
  UNCONFIRMED: ['CONFIRM', 'ACCEPT', 'REFUSE'],
  WAITING: ['ACCEPT', 'REFUSE'],
  REFUSED: ['ACCEPT'],
  ACCEPTED: ['SUSPEND'],
  SUSPENDED: ['RESUME'],
};

/** Sends an operation with an app's secret as the token. @throws Error with the message of the hub. */
export async function askBySecret<Data>(secret: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Data | null;
    errors?: readonly { readonly message: string }[];
  };
  if (!data || Object.values(data).every((value) => value === null && errors)) {
    throw new Error(errors?.[0]?.message ?? `status ${response.status}`);
  }
  return data;
}
