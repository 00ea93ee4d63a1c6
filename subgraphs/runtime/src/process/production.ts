const others: readonly (string | undefined)[] = ['development', 'test'];

/**
 * Whether a program runs in production: under any `NODE_ENV` except `development` and `test`, so also under `prod`, a
 * typing error, or none. So a missing setting never removes protection.
 */
export function isProduction({ NODE_ENV }: NodeJS.ProcessEnv): boolean {
  return !others.includes(NODE_ENV);
}

/**
 * Whether the hub is a sandbox, by `HUB_SANDBOX`: everybody's app is accepted at once.
 * @throws Error in production.
 */
export function isSandbox(environment: NodeJS.ProcessEnv): boolean {
  const { HUB_SANDBOX: said } = environment;
  if (said === undefined || said === '' || said === 'false') return false;
  if (said !== 'true') throw new Error(`HUB_SANDBOX: expected true or false, got ${JSON.stringify(said)}`);
  if (isProduction(environment)) throw new Error(`HUB_SANDBOX: expected false ${inProduction(environment)}`);
  return true;
}

/** Names production and its reason, for the end of an error such as `expected nothing …`. */
export function inProduction({ NODE_ENV }: NodeJS.ProcessEnv): string {
  const got = NODE_ENV ? `NODE_ENV is ${JSON.stringify(NODE_ENV)}` : 'NODE_ENV is not set';
  return `in production (${got}; only development and test are not production)`;
}
