/** The packages of this repository that others import, by the names that they are imported by, and their code. */
export declare const ownPackages: Readonly<Record<string, string>>;

/** Programs of the packed packages, beside their code: by where they stand, what they are made of. */
export declare const installedPrograms: Readonly<Record<string, string>>;

/** The folders of the packages that others install. */
export declare const packedPackages: readonly string[];
