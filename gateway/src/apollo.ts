/** Runs the gateway's engine under another Apollo Server, in place of `ApolloGateway`. */
export { openHubEngine } from './engine/hub-engine.js';
export { apolloServerGateway } from './graphql/apollo-server-gateway.js';
