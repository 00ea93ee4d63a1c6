/** Names a plugin of Fastify's, for its errors; for one without a name, Fastify looks among all modules that are loaded. */
export function namedPlugin<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}
