/** The gateway's engine under an Apollo Server of one's own, in place of `ApolloGateway`. */
export { openHubEngine } from './engine/hub-engine.js';
export { apolloServerGateway } from './graphql/apollo-server-gateway.js';
