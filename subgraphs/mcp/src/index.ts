export { type Asked, documentTools, readDocuments, type TrustedDocument } from './document-tools.js';
export type { HubTool } from './hub-tool.js';
export type { TypeOfSchema } from './input-schema.js';
export { answerMcp, serveTools } from './mcp-server.js';
export { typesIn } from './schema-types.js';
export { tableTools } from './table-tools.js';
