/**
 * Loads a package of the repository that an installed hub may lack: composition and the bundler, for development only.
 * @param name of a package; a variable, so that the bundler does not include the package.
 */
export async function repositoryPart<Part>(name: string): Promise<Part> {
  return (await import(name)) as Part;
}
