export { composedTools } from './composed-tools.js';
export { documentTool, documentTools, readDocuments, type TrustedDocument } from './document-tools.js';
export type { Asked, HubTool } from './hub-tool.js';
export { type TypeOfSchema, typesOf } from './input-schema.js';
export { answerMcp, serveTools } from './mcp-server.js';
export { typesIn } from './schema-types.js';
export { chooseTables, tableTools, type TableTools } from './table-tools.js';
