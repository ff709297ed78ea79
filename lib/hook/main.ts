import { ExitCode } from "../contract/exit-code";
import { VERSION } from "./version";

// Nothing else is loaded before this check and the two lines after it: an old Node must get as far as the sentence, and
// --version costs no more than Node itself.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(
    `azure-vm-backup needs Node.js 20.9 or newer, got ${process.version}; put a newer node first on the PATH\n`,
  );
  process.exitCode = ExitCode.badInput;
} else if (process.argv.length === 3 && process.argv[2] === "--version") {
  process.stdout.write(`${VERSION}\n`);
} else {
  void import("./program.js").then(({ run }) => run(process.argv.slice(2), process.env));
}
