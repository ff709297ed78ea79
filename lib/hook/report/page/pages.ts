/** Every page, as one module: scripts/kept-as-text.mjs keeps it as text, which Node parses only if a run writes one. */
export { coveragePage } from "./coverage-page";
export { drillPage } from "./drill-page";
export { restorePage } from "./restore-page";
export { runPage } from "./run-page";
