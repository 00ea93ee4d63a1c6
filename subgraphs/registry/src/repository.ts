/** The repository's folder, whose shipped files the registry reads. Built, a module stands as deep as this one. */
export const repository: URL = new URL('../../../', import.meta.url);
