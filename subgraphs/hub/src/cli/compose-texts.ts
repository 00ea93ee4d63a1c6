/** The part of docker-compose.yml that is the same for any organisations, up to the secrets' volumes. */
export const productionHead = `# Written by \`hub compose\` from the organisations' records (organisation.yaml).
#
# Production: every organisation's subgraph and PostgreSQL on a separate network, and the gateway, which reaches the
# subgraphs and no database. A database has two roles: \`hub\` owns the tables and migrates them, once at each
# start (\`…-migrate\`); \`hub_server\` reads and writes what the subgraph needs. It starts once its secrets and settings are there (docs/install.md):
#
#   docker compose build
#   docker compose run --rm secrets         # makes the secrets, in volumes that only their owners mount
#   TOKEN_ISSUER=https://… TOKEN_AUDIENCE=… TRUSTED_PROXIES=1 docker compose up --wait
#
# Until then \`preflight\` fails, and \`docker compose logs preflight\` names the missing files and settings. The demonstration is
# docker-compose.demonstration.yml.

# No container has a right of the system's that it does not need, none can gain one, and of the hub's own none can change
# its programs.
x-closed: &closed
  cap_drop: [ALL]
  security_opt: ['no-new-privileges:true']
  read_only: true

x-database: &database
  image: postgres:17-alpine
  # It begins as root: it gives its folder to its own user, and becomes that user.
  cap_drop: [ALL]
  cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
  security_opt: ['no-new-privileges:true']
  entrypoint:
    - sh
    - -ec
    - sh /database-roles.sh & POSTGRES_PASSWORD=$$(cat /owner/owner-password) exec docker-entrypoint.sh postgres
  environment: { POSTGRES_USER: hub, POSTGRES_DB: hub }
  healthcheck:
    test: [CMD-SHELL, 'pg_isready --username hub --host "$$(hostname)" && test -f /tmp/roles-are-there']
    # Each check starts a process: seldom once the database is healthy, often until then (Docker 25 and later).
    interval: 15s
    start_interval: 2s
    start_period: 180s
    timeout: 5s
    retries: 4
  depends_on: { preflight: { condition: service_completed_successfully } }
  restart: unless-stopped
  stop_grace_period: 90s

x-part: &part
  <<: *closed
  image: digital-education-hub
  healthcheck:
    test: [CMD, node, -e, "fetch('http://127.0.0.1:4000/readyz').then((r) => process.exit(r.ok ? 0 : 1))"]
    interval: 15s
    start_interval: 3s
    start_period: 180s
    timeout: 5s
    retries: 4
  restart: unless-stopped
  # Docker's own 10 s are fewer than an operation may take; then receipts and counts of the last minute would be lost.
  stop_grace_period: 90s
  init: true

# Ends when its database has every migration.
x-migrate: &migrate
  <<: *closed
  tmpfs: [/tmp]
  image: digital-education-hub
  restart: 'no'

x-settings: &settings
  NODE_ENV: production
  HOST: 0.0.0.0
  PORT: 4000
  # For the hub's commands inside the container, as in \`docker compose exec movement node subgraphs/hub/dist/hub.js\`.
  HUB_DATA: /keys
  GATEWAY_PORT: 3000
  TRUSTED_GATEWAY_KEYS: /public-keys/gateway.pub
  # The registry may ask which schema the subgraph serves, with these keys and for that alone.
  TRUSTED_REGISTRY_KEYS: /public-keys/registry.pub
  # The province that the hub is of; Thanh Hóa unless set.
  ROOT_PLACE: \${ROOT_PLACE:-}
  # When each organisation's releases are made: \`daily 02:00\`, \`after import\`; by hand (\`hub release\`) unless set.
  RELEASES: \${RELEASES:-}

# Every secret, where \`hub secrets\` makes and looks for it.
x-secrets: &secrets
  <<: *closed
  tmpfs: [/tmp]
  image: digital-education-hub
  network_mode: none
  volumes:
    - pseudonym-key:/secrets/pseudonym-key
    - audit-token:/secrets/audit-token
    - restore-token:/secrets/restore-token
    - keys-token:/secrets/keys-token
    - follow-token:/secrets/follow-token
    - reader-tokens:/secrets/reader-tokens
    - public-keys:/secrets/public-keys
    - gateway-key:/secrets/gateway
`;

/** The services before the organisations' services. */
export const preflight = `services:
  # Ends the start where a secret or a setting is missing, and names all of them.
  preflight:
    <<: *secrets
    command: [node, subgraphs/hub/dist/hub.js, secrets, /secrets, --check]
    environment:
      TOKEN_ISSUER: \${TOKEN_ISSUER:-}
      TOKEN_AUDIENCE: \${TOKEN_AUDIENCE:-}
      TRUSTED_PROXIES: \${TRUSTED_PROXIES:-}
  # \`docker compose run --rm secrets\`: makes the missing secrets, and changes none.
  secrets:
    <<: *secrets
    profiles: [secrets]
    command: [node, subgraphs/hub/dist/hub.js, secrets, /secrets]

`;

/** The gateway, up to the organisations. */
export const gatewayHead = `  gateway:
    <<: *part
    build: .
    command: [node, --enable-source-maps, gateway/dist/main.js]
    environment:
      NODE_ENV: production
      HOST: 0.0.0.0
      PORT: 4000
      # The issuer of the callers' tokens (docs/trust.md); \`none\`: every caller is anonymous.
      TOKEN_ISSUER: \${TOKEN_ISSUER:-}
      TOKEN_AUDIENCE: \${TOKEN_AUDIENCE:-}
      # The number of proxies before the gateway; each adds its client's address to X-Forwarded-For.
      TRUSTED_PROXIES: \${TRUSTED_PROXIES:-}
      INTROSPECTION: \${INTROSPECTION:-authenticated}
      SIGNING_KEY_FILE: /keys/gateway/signing.key
`;

/** The rest of the gateway, and the operator up to the organisations. */
export const gatewayEnd = `      AUDIT_URL: http://audit:4000
      AUDIT_TOKEN_FILE: /audit-token/operator-token
      # Where records are kept that the audit log does not take now.
      AUDIT_KEPT_FOLDER: /audit-kept
      REGISTRY_URL: http://registry:4000
      REGISTRY_TOKEN_FILE: /follow-token/operator-token
      # Where the registry's newest snapshot is kept: who is linked, and the supergraph.
      REGISTRY_FOLDER: /registry
      # As the organisations write them: a change holds within a second.
      AGREEMENTS: /agreements
      # With TRUSTED_DOCUMENTS, a folder of this machine, apps run the documents alone that are registered there.
      TRUSTED_DOCUMENTS: \${TRUSTED_DOCUMENTS:+/trusted-documents}
    networks: [hub]
    volumes:
      - ./subgraphs:/agreements:ro
      - \${TRUSTED_DOCUMENTS:-./gateway/tables}:/trusted-documents:ro
      - gateway-key:/keys/gateway:ro
      - public-keys:/public-keys:ro
      - audit-token:/audit-token:ro
      - follow-token:/follow-token:ro
      - gateway-registry:/registry
      - gateway-audit:/audit-kept
      - /tmp
    depends_on: { audit: { condition: service_healthy } }
    ports: ['127.0.0.1:\${GATEWAY_PORT:-4000}:4000']

  # \`docker compose run --rm operator audit verify\`: the commands for operators (docs/install.md). Of each
  # organisation it has the token alone that opens what it keeps of the audit log.
  operator:
    <<: *closed
    tmpfs: [/tmp]
    image: digital-education-hub
    profiles: [operator]
    entrypoint: [hub]
    command: [--help]
    init: true
    environment:
      NODE_ENV: production
      TRUSTED_GATEWAY_KEYS: /public-keys/gateway.pub
`;

export const operatorEnd = `    networks: [hub]
    volumes:
      - public-keys:/public-keys:ro
      - reader-tokens:/reader-tokens:ro
      - audit-token:/audit-token:ro
      - restore-token:/restore-token:ro
      - keys-token:/keys-token:ro
`;

/** docker-compose.demonstration.yml up to the organisations. */
export const demonstrationHead = `# Written by \`hub compose\` from the organisations' records (organisation.yaml).
#
# The demonstration: the containers of docker-compose.yml with made-up data, secrets that are made on the first start, and
# an issuer of tokens which gives anyone in its container a token of any role. Not for production; its volumes are its own.
#
#   export COMPOSE_FILE=docker-compose.yml:docker-compose.demonstration.yml
#   docker compose up --build --wait

name: hub-demonstration

x-closed: &closed
  cap_drop: [ALL]
  security_opt: ['no-new-privileges:true']
  read_only: true

# Loads the published figures and the demonstration data, once, through the operator's endpoint.
x-demonstration: &demonstration
  <<: *closed
  tmpfs: [/tmp]
  image: digital-education-hub
  profiles: [demo]

services:
  preflight:
    command: [node, subgraphs/hub/dist/hub.js, secrets, /secrets]

  # \`docker compose exec issuer node subgraphs/hub/dist/hub.js token --as analyst\`
  issuer:
    <<: *closed
    tmpfs: [/tmp]
    image: digital-education-hub
    command: [node, --enable-source-maps, subgraphs/issuer/dist/issuer.js]
    environment:
      NODE_ENV: development
      HOST: 0.0.0.0
      PORT: 4000
      ISSUER_URL: http://issuer:4000
      AUDIENCE: urn:hub:development
      SIGNING_KEY_FILE: /issuer-key/signing.json
      CLIENT_SECRET_FILE: /issuer-client/issuer/client-secret
      HUB_URL: http://gateway:4000
      # For the hub's commands inside the container.
      HUB_DATA: /issuer-client
      GATEWAY_PORT: 3000
      ISSUER_PORT: 4000
    networks: [hub]
    volumes: ['issuer-key:/issuer-key', 'issuer-client:/issuer-client']
    healthcheck:
      test: [CMD, node, -e, "fetch('http://127.0.0.1:4000/readyz').then((r) => process.exit(r.ok ? 0 : 1))"]
      interval: 15s
      start_interval: 3s
      start_period: 180s
      timeout: 5s
      retries: 4
    restart: unless-stopped
    init: true

  gateway:
    environment:
      TOKEN_ISSUER: http://issuer:4000
      TOKEN_AUDIENCE: urn:hub:development
      NODE_ENV: development
      HUB_DEVELOPMENT: 'true'

`;
