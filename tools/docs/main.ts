// Writes what the documentation takes from the code.
import { readFileSync, writeFileSync } from "node:fs";
import { withErrorTables } from "./error-tables";

const PAGE = "docs/emulator-fidelity.md";

writeFileSync(PAGE, withErrorTables(readFileSync(PAGE, "utf8")));
