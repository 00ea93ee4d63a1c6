import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { auditLog, isHubService, keepsPeople, movement, registry } from '@hub/protocol';
import { organisationsFolder, subgraphs } from '@hub/runtime';
import { demonstrationHead, gatewayEnd, gatewayHead, operatorEnd, preflight, productionHead } from './compose-texts.js';
import { variableName } from './organisations.js';

/** The two files that Compose runs the hub with. */
export type ComposeFiles = Readonly<Record<'docker-compose.yml' | 'docker-compose.demonstration.yml', string>>;

const codes = subgraphs.map(({ code }) => code);

/**
 * Writes the files for the organisations with a record.
 * @param withoutCode for Compose, the folders of organisations without code, by code.
 */
export function composeFiles(withoutCode: ReadonlyMap<string, string> = foldersWithoutCode()): ComposeFiles {
  return { 'docker-compose.yml': production(withoutCode), 'docker-compose.demonstration.yml': demonstration() };
}

/** The folders without code in this repository. */
function foldersWithoutCode(): ReadonlyMap<string, string> {
  const has = (code: string, name: string) => existsSync(join(organisationsFolder, code, name));
  const found = codes.filter((code) => has(code, 'records') && !has(code, 'src/main.ts') && !has(code, 'dist/main.js'));
  return new Map(found.map((code) => [code, `./subgraphs/${code}`]));
}

function production(withoutCode: ReadonlyMap<string, string>): string {
  const secrets = codes.flatMap((code) => [
    `    - ${code}-keys:/secrets/${code}`,
    `    - ${code}-owner:/secrets/${code}-owner`,
  ]);
  return `${productionHead}${lines(secrets)}
${preflight}${codes.map((code) => services(code, withoutCode.get(code))).join('\n')}
${gatewayHead}${lines(codes.map((code) => `      SUBGRAPH_KEYS_FILE_${variableName(code)}: /public-keys/${code}.pub`))}${addresses()}${gatewayEnd}${addresses()}${lines(codes.map((code) => `      OPERATOR_TOKEN_FILE_${variableName(code)}: ${operatorTokens[code] ?? `/reader-tokens/${code}`}`))}${operatorEnd}
networks:
  hub:
${lines(codes.map((code) => `  ${code}: { internal: true }`))}
volumes:
${lines([...sharedVolumes, ...codes.flatMap((code) => ['database', 'keys', 'owner'].map((what) => `${code}-${what}`))].map((name) => `  ${name}:`))}`;
}

function addresses(): string {
  return lines(codes.map((code) => `      SUBGRAPH_URL_${variableName(code)}: http://${code}:4000/graphql`));
}

const sharedVolumes = [
  ...['pseudonym-key', 'public-keys', 'gateway-key'],
  ...['audit-token', 'restore-token', 'keys-token', 'follow-token', 'reader-tokens'],
  ...['gateway-registry', 'gateway-audit', 'movement-registry'],
];

/** For the hub's services, the operator has tokens with more scopes. */
const operatorTokens: Readonly<Record<string, string>> = {
  [auditLog.code]: '/audit-token/operator-token,/restore-token/operator-token',
  [registry.code]: '/reader-tokens/registry,/keys-token/operator-token',
};

/** The path in a container for the folder of an organisation without code: a change of its records needs no new image. */
const mounted = '/organisation';

/** An organisation's database, its migration, and its subgraph. */
function services(code: string, folder?: string): string {
  const { settings, volumes: own } = ownOf(code);
  const program = folder === undefined ? `subgraphs/${code}/dist/main.js` : `subgraphs/hub/dist/folder.js, ${mounted}`;
  const ofFolder = folder === undefined ? [] : [`${folder}:${mounted}:ro`];
  const volumes = [...own, ...ofFolder];
  return `  ${code}-database:
    <<: *database
    networks: [${code}]
    volumes:
      - ${code}-database:/var/lib/postgresql/data
      - ${code}-keys:/keys:ro
      - ${code}-owner:/owner:ro
      - ./subgraphs/kit/database-roles.sh:/database-roles.sh:ro
  ${code}-migrate:
    <<: *migrate
    command: [node, --enable-source-maps, ${program}, migrate]
    environment:
      OWNER_DATABASE_URL: postgresql://hub@${code}-database/hub
      OWNER_DATABASE_PASSWORD_FILE: /owner/owner-password
      DATABASE_URL: postgresql://hub_server@${code}-database/hub
    networks: [${code}]
    volumes: [${[`${code}-owner:/owner:ro`, ...ofFolder].map((one) => `'${one}'`).join(', ')}]
    depends_on: { ${code}-database: { condition: service_healthy } }
  ${code}:
    <<: *part
    command: [node, --enable-source-maps, ${program}]
    environment:
      <<: *settings
      ${variableName(code)}_PORT: 4000
      DATABASE_URL: postgresql://hub_server@${code}-database/hub
      DATABASE_PASSWORD_FILE: /keys/${code}/database-password
      SIGNING_KEY_FILE: /keys/${code}/signing.key
${lines(settings.map((line) => `      ${line}`))}    networks: [${code}, hub]
    volumes:
${lines([...volumes, 'public-keys:/public-keys:ro', '/tmp'].map((volume) => `      - ${volume}`))}    depends_on: { ${code}-migrate: { condition: service_completed_successfully } }
`;
}

/** The settings and volumes that only this subgraph has. */
function ownOf(code: string): { readonly settings: readonly string[]; readonly volumes: readonly string[] } {
  const keys = `${code}-keys:/keys/${code}`;
  const hub = 'HUB_URL: http://gateway:4000';
  const token = `OPERATOR_TOKEN_FILE: /keys/${code}/operator-token`;
  switch (code) {
    case movement.code:
      return {
        settings: [
          token,
          'SEALING_KEY_FILE: /keys/movement/sealing.key',
          'RELEASE_KEYS_FOLDER: /public-keys',
          '# As the gateway’s: what movement combines falls under them.',
          'AGREEMENTS: /agreements',
          '# Who is linked: the newest snapshot is kept.',
          'REGISTRY_URL: http://registry:4000',
          'REGISTRY_TOKEN_FILE: /follow-token/operator-token',
          'REGISTRY_KEYS_FILE: /public-keys/registry.pub',
          'REGISTRY_FOLDER: /registry',
        ],
        volumes: [keys, './subgraphs:/agreements:ro', 'follow-token:/follow-token:ro', 'movement-registry:/registry'],
      };
    case auditLog.code:
      return {
        settings: [
          'AUDIT_KEY_FILE: /keys/audit/anchor.key',
          '# The gateway has the first, too: it adds to the log.',
          'OPERATOR_TOKEN_FILE: /audit-token/operator-token,/restore-token/operator-token',
        ],
        volumes: [`${keys}:ro`, 'audit-token:/audit-token:ro', 'restore-token:/restore-token:ro'],
      };
    case registry.code:
      return {
        settings: [
          '# The operators have the second, the gateway the third.',
          'OPERATOR_TOKEN_FILE: /keys/registry/operator-token,/keys-token/operator-token,/follow-token/operator-token',
          '# As the gateway’s: they say which purposes a key may be for.',
          'AGREEMENTS: /agreements',
          '# Where the others answer, and by which keys they sign: its snapshots say so.',
          'RELEASE_KEYS_FOLDER: /public-keys',
          ...codes.map((one) => `SUBGRAPH_URL_${variableName(one)}: http://${one}:4000/graphql`),
          '# Checks of schemas name the operations and documents that would break.',
          'AUDIT_URL: http://audit:4000',
          'AUDIT_TOKEN_FILE: /audit-token/operator-token',
          'TRUSTED_DOCUMENTS: ${TRUSTED_DOCUMENTS:+/trusted-documents}',
        ],
        volumes: [
          `${keys}:ro`,
          'audit-token:/audit-token:ro',
          'keys-token:/keys-token:ro',
          'follow-token:/follow-token:ro',
          './subgraphs:/agreements:ro',
          '${TRUSTED_DOCUMENTS:-./gateway/tables}:/trusted-documents:ro',
        ],
      };
    default:
      if (!keepsPeople(code)) return { settings: [token, hub], volumes: [keys] };
      return {
        settings: [
          token,
          hub,
          'PSEUDONYM_KEY_FILE: /pseudonym-key/key',
          'PERIOD_KEYS_FILE: /pseudonym-key/period-keys.json',
          'SKETCHES_SEALED_TO: /public-keys/movement-sealing.pub',
        ],
        volumes: [keys, 'pseudonym-key:/pseudonym-key:ro'],
      };
  }
}

function demonstration(): string {
  const loaded = codes.filter((code) => !isHubService(code));
  return `${demonstrationHead}${loaded.map(loading).join('')}
  # \`docker compose run --rm demonstration\` ends when every organisation's data is in.
  demonstration:
    <<: *demonstration
    command: [node, -e, '']
    network_mode: none
    depends_on:
${lines(loaded.map((code) => `      ${code}-demonstration: { condition: service_completed_successfully }`))}
volumes:
  issuer-key:
  issuer-client:
`;
}

function loading(code: string): string {
  const releases = code === movement.code ? '' : `  ${code}:\n    environment: { RELEASES: after import }\n`;
  return `${releases}  ${code}-demonstration:
    <<: *demonstration
    command: [node, subgraphs/hub/dist/hub.js, load, ${code}]
    environment: { HUB_DATA: /keys, GATEWAY_PORT: 3000, ${variableName(code)}_PORT: 4000 }
    network_mode: service:${code}
    volumes: ['${code}-keys:/keys/${code}']
    depends_on: { ${code}: { condition: service_healthy } }
`;
}

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
