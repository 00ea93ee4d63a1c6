/** Names a plugin of Fastify's, for its errors; for a plugin without a name, Fastify searches all loaded modules. */
export function namedPlugin<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}
