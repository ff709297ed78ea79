import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How the commands of a fake Terraform end. A hanging one waits for the signal of Ctrl-C. */
export interface FakeTerraform {
  readonly apply: "succeeds" | "fails" | "hangs";
  readonly destroy: "succeeds" | "fails";
}

const PROGRAM = `#!/usr/bin/env node
const { writeFileSync } = require("node:fs");
const command = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
const how = JSON.parse(process.env.FAKE_TERRAFORM)[command] ?? "succeeds";
if (command === "apply") {
  writeFileSync("terraform.live-check.tfstate", "{}");
  console.log("apply in", process.env.ARM_SUBSCRIPTION_ID, "with", process.env.ARM_CLIENT_SECRET);
}
if (command === "output") console.log("{}");
if (how === "fails") process.exitCode = 1;
if (how === "hangs") {
  process.on("SIGINT", () => {
    console.log("apply stopped");
    process.exit(1);
  });
  setInterval(() => 0, 1e6);
}
`;

/** Writes a program \`terraform\` that manages nothing; returns the environment in which it is found first. */
export function fakeTerraform(folder: string, how: FakeTerraform): NodeJS.ProcessEnv {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "terraform"), PROGRAM);
  chmodSync(join(folder, "terraform"), 0o755);
  return { PATH: `${folder}:${process.env["PATH"] ?? ""}`, FAKE_TERRAFORM: JSON.stringify(how) };
}
