/** How large a subgraph's schema may be, in bytes. */
export const maxSchemaBytes = 1024 * 1024;
