# One image for the gateway and every subgraph; the command chooses (docker-compose.yml).
FROM node:24-slim AS build
WORKDIR /hub
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile && npx -y pnpm@12.21.0 run build \
 && rm -rf node_modules */node_modules subgraphs/*/node_modules \
 && npx -y pnpm@12.21.0 install --frozen-lockfile --prod

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /hub
COPY --from=build /hub ./
# A volume takes its folder's owner when it is first mounted.
RUN keys="/pseudonym-key /audit-token /gateway-key /public /gateway /issuer-key /issuer-client \
    /subgraphs/movement /subgraphs/womens-union /subgraphs/youth-union /subgraphs/university /subgraphs/public-sector /subgraphs/audit" \
 && mkdir -p $keys && chown node:node $keys
USER node
