import { VERSION } from "./version";

// The entry point of the shell command. It is small, so that --version takes no longer than starting Node. main.js holds the program.
if (process.argv.length === 3 && process.argv[2] === "--version") {
  process.stdout.write(`${VERSION}\n`);
} else {
  void import("./main.js");
}
