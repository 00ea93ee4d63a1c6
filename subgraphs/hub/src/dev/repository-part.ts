/**
 * Loads what the repository has, and an installed hub need not have: composition and a bundler, for development alone.
 * @param name of a package; no bundler is to follow it.
 */
export async function repositoryPart<Part>(name: string): Promise<Part> {
  return (await import(name)) as Part;
}
