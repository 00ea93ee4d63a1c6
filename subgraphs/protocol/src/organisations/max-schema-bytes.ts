/** The size limit of a subgraph's schema, in bytes. */
export const maxSchemaBytes = 1024 * 1024;
