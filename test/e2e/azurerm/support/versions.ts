import { Terraform } from "./terraform";

/** The version of the bindings, whose messages the tables quote, and the newest of each major version. */
export const VERSIONS = ["4.55.0", "4.81.0", "5.2.0"] as const;
export type Version = (typeof VERSIONS)[number];

/** A suite that needs the real Terraform with these versions of the real azurerm; without them, it is skipped and says so. */
export function describeWithVersions(name: string, suite: (terraform: (version: Version) => Terraform) => void): void {
  const had = new Map<Version, Terraform>();
  for (const version of VERSIONS) {
    const terraform = Terraform.with(version);
    if (!terraform) break;
    had.set(version, terraform);
  }
  const missing = VERSIONS.find((version) => !had.has(version));
  if (missing !== undefined) {
    for (const terraform of had.values()) terraform.remove();
    process.stderr.write(`Skipped "${name}": Terraform 1.4 or newer, or its provider azurerm ${missing}, cannot be had here.\n`);
    describe.skip(name, () => {
      suite(() => {
        throw new Error("there is no Terraform");
      });
    });
    return;
  }
  describe(name, () => {
    afterAll(() => {
      for (const terraform of had.values()) terraform.remove();
    });
    suite((version) => {
      const terraform = had.get(version);
      if (!terraform) throw new Error(`there is no azurerm ${version}`);
      return terraform;
    });
  });
}
