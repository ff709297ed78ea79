import { ExitCode } from "../contract/exit-code";

// Nothing else is loaded before this check, so that an old Node can print the message.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(
    `azure-vm-backup needs Node.js 20.9 or newer, got ${process.version}; put a newer node first on the PATH\n`,
  );
  process.exitCode = ExitCode.badInput;
} else {
  void import("./program.js").then(({ run }) => run(process.argv.slice(2), process.env));
}
