export { startTemporaryServer, type TemporaryServer } from './postgres/temporary-server.js';
