# One image for the gateway and every subgraph; the command chooses (docker-compose.yml).
FROM node:24-slim AS build
WORKDIR /hub
COPY . .
# Nothing that runs here is optional: the embedded PostgreSQL is for a hub on one machine.
# `sbom` lists the packages of the programs, and those of the pages (CycloneDX).
RUN npx -y pnpm@12.21.0 install --frozen-lockfile && npx -y pnpm@12.21.0 run build \
 && npx -y pnpm@12.21.0 sbom --prod --no-optional --sbom-format cyclonedx --sbom-type application --out sbom/hub.cdx.json \
 && npx -y pnpm@12.21.0 --filter @hub/portal sbom --sbom-format cyclonedx --sbom-type application --out sbom/portal.cdx.json \
 && rm -rf node_modules */node_modules gateway/portal/node_modules subgraphs/*/node_modules \
 && npx -y pnpm@12.21.0 install --frozen-lockfile --prod --no-optional

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /hub
COPY --from=build /hub ./
# `hub COMMAND` in every container; there is no pnpm here.
RUN printf '#!/bin/sh\nexec node --enable-source-maps /hub/subgraphs/hub/dist/hub.js "$@"\n' > /usr/local/bin/hub \
 && chmod +x /usr/local/bin/hub
# A volume takes its folder's owner when it is first mounted: those of the hub, and two of each organisation.
RUN keys="/secrets/pseudonym-key /secrets/audit-token /secrets/restore-token /secrets/keys-token /secrets/follow-token \
    /secrets/reader-tokens /secrets/public-keys /secrets/gateway /issuer-key /issuer-client /registry /audit-kept /connector" \
 && for folder in subgraphs/*/agreements.yaml; do \
      code=$(basename "$(dirname "$folder")"); keys="$keys /secrets/$code /secrets/$code-owner"; done \
 && mkdir -p $keys && chown node:node $keys
USER node
