import { spawnSync } from "node:child_process";

const found = spawnSync("terraform", ["version"], { env: { ...process.env, CHECKPOINT_DISABLE: "1" } }).status === 0;

/** A suite that needs the real Terraform; without it, it is skipped and says so. */
export function describeWithTerraform(name: string, suite: () => void): void {
  if (found) {
    describe(name, suite);
    return;
  }
  process.stderr.write(`Skipped "${name}": there is no terraform on the PATH; install Terraform 1.4 or newer to run it.\n`);
  describe.skip(name, suite);
}
