/** The version of the package. It is a constant because the bundled program has no package.json. */
export const VERSION = "0.1.0";
