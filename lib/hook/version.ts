/** The version of the package, kept here because the bundled program travels without its package.json. */
export const VERSION = "0.1.0";
