import type { environment } from './config.js';

/** The settings that other files of this folder, the trust between programs and PostgreSQL's driver read. */
type OtherSetting =
  | 'ALLOW_UNSIGNED'
  | 'APPS_PER_ADDRESS'
  | 'HUB_SANDBOX'
  | 'OWNER_DATABASE_PASSWORD_FILE'
  | 'OWNER_DATABASE_URL'
  | 'PERIOD_KEYS_FILE'
  | 'PGSSLMODE'
  | 'REGISTRY_FOLDER'
  | 'REGISTRY_KEYS_FILE'
  | 'REGISTRY_TOKEN_FILE'
  | 'REGISTRY_URL'
  | 'RELEASE_KEYS_FILE_<NAME>'
  | 'RELEASE_KEYS_FOLDER'
  | 'REVOKED_RELEASE_KEYS_FILE'
  | 'SEALING_KEY_FILE'
  | 'SIGNING_KEY_FILE'
  | 'SKETCHES_SEALED_TO'
  | 'TLS_CERTIFICATE_FILE'
  | 'TLS_CERTIFICATE_KEY_FILE'
  | 'TLS_CLIENT_CA_FILE'
  | 'TRUSTED_GATEWAY_KEYS'
  | 'TRUSTED_REGISTRY_KEYS';

/**
 * The meaning of each setting of a subgraph, for docs/settings.md; `test/documentation/settings.test.ts` writes the
 * page.
 */
export const settingDescriptions: Readonly<Record<keyof typeof environment.shape | OtherSetting, string>> = {
  DATABASE_URL: '`postgresql://USER@HOST/DATABASE`, without parameters after `?`.',
  DATABASE_PASSWORD_FILE: 'File with the password, if the URL has none.',
  DATABASE_CONNECT_TIMEOUT_MS: 'Milliseconds until a connection is available.',
  DATABASE_STATEMENT_TIMEOUT_MS:
    'Milliseconds for one statement (`statement_timeout`). A second later the connection is cut.',
  DATABASE_LOCK_TIMEOUT_MS: 'Milliseconds that a statement waits for a lock (`lock_timeout`).',
  DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: 'Milliseconds that a transaction may be open without a statement.',
  DATABASE_CONNECTIONS:
    'Most connections of the pool. The server needs one more for readiness, and two while it is migrated.',
  PGSSLMODE:
    '`verify-full`: TLS with a verified certificate. `no-verify`: TLS without verification. Default: plain text.',
  OWNER_DATABASE_URL: 'The owner’s URL, for `migrate`, and at the start with `MIGRATE_AT_START`.',
  OWNER_DATABASE_PASSWORD_FILE: 'File with the owner’s password.',
  MIGRATE_AT_START: '`true` migrates the database at the start. Default: `false` in production, `true` elsewhere.',
  GOALS_FOLDER: 'Folder with `audiences.csv` and `goals.csv`, read at the start.',
  ROOT_PLACE: 'Code of the hub’s place, equal for every subgraph: a province (2 digits) or the country (`VN`).',
  PLACES_FOLDER: 'Folder with the files of places (CSV), read at the start.',
  HOST: 'Address on which the subgraph listens.',
  PORT: 'Port on which the subgraph listens.',
  LOG_LEVEL: '`silent`, `error`, `warn`, `info`, `debug` or `trace`.',
  HUB_URL: 'Organisations: the hub’s address, to which releases are handed over. Without it, none are.',
  OPERATOR_TOKEN_FILE:
    'Files, separated by commas, with a token in each line after its scopes: `import,people TOKEN` (32 bytes or more). Scopes: `metrics`, `import`, `release`, `people` (show and erase a person), `audit` (receipts, anchors, entries), `restore` (audit log), `keys` and `follow` (registry).',
  PSEUDONYM_KEY_FILE:
    'The organisations’ common key, a line for each version (32 bytes or more). A lost key cannot be replaced. Subgraphs with counts only refuse it.',
  PERIOD_KEYS_FILE: 'Organisations with records of people: the keys of reporting periods. Read for each release.',
  SKETCHES_SEALED_TO:
    'Organisations with records of people: movement’s public sealing key. Without both, no sketches are made.',
  SEALING_KEY_FILE: 'Movement: its private X25519 key (PEM), which opens sketches. Without it there are no estimates.',
  AUDIT_KEY_FILE: 'Audit log: the secret that signs its heads (32 bytes or more). It is never replaced.',
  AGREEMENTS: 'Folder with the organisations’ agreements, as the gateway has it, or `off`.',
  SUPERGRAPH_FILE: 'Movement: the supergraph for the agreements, as the gateway has it.',
  RELEASES:
    'When releases are made: `daily 02:00`, `after import` or `by hand`. Default: `by hand` in production, `after import` elsewhere.',
  EVIDENCE_MOST_REJECTED: 'Largest share of rejected rows (0 to 1) with which a file proves a day. Default: 0.5.',
  RELEASE_KEYS_FOLDER: 'Movement: folder with the organisations’ public keys, `NAME.pub` and `NAME.pub.former`.',
  'RELEASE_KEYS_FILE_<NAME>': 'Movement: files, separated by commas, with the public keys of one organisation.',
  REVOKED_RELEASE_KEYS_FILE: 'Movement: revoked keys and their moments: `{ "KEY_ID": "2026-11-20T00:00:00Z" }`.',
  REGISTRY_FOLDER: 'Movement: folder for the registry’s newest snapshot.',
  REGISTRY_URL: 'Movement: the registry’s address.',
  REGISTRY_TOKEN_FILE: 'Movement: a token of the registry with the scope `follow`.',
  REGISTRY_KEYS_FILE: 'Movement: the registry’s public keys.',
  TRUSTED_GATEWAY_KEYS: 'Files, separated by commas, with the public keys of gateways. Other callers are refused.',
  TRUSTED_REGISTRY_KEYS: 'Files, separated by commas, with public keys of registries that may read the served schema.',
  SIGNING_KEY_FILE: 'The subgraph’s Ed25519 key (PEM) for answers and releases.',
  ALLOW_UNSIGNED: '`true` answers every caller without signatures. Refused in production.',
  TLS_CERTIFICATE_FILE: 'Certificate (PEM), for TLS.',
  TLS_CERTIFICATE_KEY_FILE: 'Key of the certificate (PEM).',
  TLS_CLIENT_CA_FILE: 'Authority (PEM) of the certificates that clients must show.',
  WEBHOOK_NETWORKS:
    'Movement: private networks for webhooks (CIDR, separated by commas), also without TLS. Default: public https addresses only.',
  ORGANISATION_NETWORKS:
    'Registry: private networks for organisations’ endpoints (CIDR, separated by commas). Default: public addresses only.',
  SMTP_URL: 'Movement and registry: mail server, `smtps://USER@HOST` or `smtp://USER@HOST` (STARTTLS).',
  SMTP_PASSWORD_FILE: 'File with the mail server’s password.',
  MAIL_FROM: 'Sender of mails.',
  MAIL_LINKS: 'The hub’s address for links in mails.',
  MAIL_OPERATOR: 'Movement: the operator’s mail address, for ends that have no other contact.',
  APPS_PER_ADDRESS: 'Registry: apps that one address may register in a day. Default: 5.',
  HUB_SANDBOX: 'Registry: `true` accepts every app at once (`hub start --sandbox`). Refused in production.',
};
