import { VERSION } from "./version";

// What a shell starts: so small that asking for the version costs no more than Node itself. The program is loaded from beside it.
if (process.argv.length === 3 && process.argv[2] === "--version") {
  process.stdout.write(`${VERSION}\n`);
} else {
  void import("./main.js");
}
