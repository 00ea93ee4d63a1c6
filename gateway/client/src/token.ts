/** An app's credentials at an issuer (client credentials of OAuth 2). */
export interface ClientCredentials {
  /** The address of the issuer that the hub trusts. */
  readonly issuer: string;
  readonly id: string;
  readonly secret: string;
  /** Scopes to request for the tokens. */
  readonly scopes?: readonly string[];
}

/** A source of tokens. */
export interface Tokens {
  current(): Promise<string>;
  /** @param refused a token that the hub refused; it is not given again. */
  renew(refused: string): void;
}

/** The share of a token's life after which it is renewed. */
const used = 0.8;

interface Held {
  readonly token: string;
  /** Time of the renewal, in milliseconds. */
  readonly until: number;
}

/** Tokens by client credentials. A token is used for four fifths of its life; one token request runs at a time. */
export class CredentialTokens implements Tokens {
  private endpoint: Promise<string> | undefined;
  private held: Held | undefined;
  private asking: Promise<Held> | undefined;

  constructor(
    private readonly credentials: ClientCredentials,
    private readonly ask: typeof fetch,
    private readonly now: () => number = Date.now,
  ) {}

  async current(): Promise<string> {
    if (this.held && this.now() < this.held.until) return this.held.token;
    this.asking ??= this.fetchToken().finally(() => (this.asking = undefined));
    this.held = await this.asking;
    return this.held.token;
  }

  renew(refused: string): void {
    if (this.held?.token === refused) this.held = undefined;
  }

  private async fetchToken(): Promise<Held> {
    const { id, secret, scopes = [], issuer } = this.credentials;
    this.endpoint ??= this.discover();
    const endpoint = await this.endpoint.catch((error: unknown) => {
      this.endpoint = undefined;
      throw error;
    });
    const asked = this.now();
    const response = await this.ask(endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${formEncoded(id)}:${formEncoded(secret)}`)}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      }),
    });
    if (!response.ok) throw new Error(`The issuer ${issuer} gives ${id} no token: status ${response.status}.`);
    const given = (await response.json()) as { access_token: string; expires_in?: number };
    return { token: given.access_token, until: asked + (given.expires_in ?? 0) * 1000 * used };
  }

  private async discover(): Promise<string> {
    const issuer = this.credentials.issuer.replace(/\/$/, '');
    const response = await this.ask(`${issuer}/.well-known/openid-configuration`);
    if (!response.ok) throw new Error(`The issuer ${issuer} does not describe itself: status ${response.status}.`);
    return ((await response.json()) as { token_endpoint: string }).token_endpoint;
  }
}

/** A token or key that never changes. */
export const fixedToken = (token: string): Tokens => ({
  current: () => Promise.resolve(token),
  renew: () => undefined,
});

/** Encodes a client's id or secret before they are joined (RFC 6749, 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams([[text, '']]).toString().slice(0, -1);
}
