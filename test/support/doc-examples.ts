import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Declarations that the examples of docstrings may use, besides the exports of the package. */
const SURROUNDINGS = `
declare const app: App;
declare const stack: TerraformStack;
declare const vm: LinuxVirtualMachine;
declare const otherVm: LinuxVirtualMachine;
declare const vault: IRecoveryServicesVault;
declare const policy: IVmBackupPolicy;
declare const protectedVms: IProtectedVms;
`;
const OF_SURROUNDINGS = ["IRecoveryServicesVault", "IVmBackupPolicy", "IProtectedVms"];

/** Every `@example` in the docstrings of the constructs, as a module with the needed imports. */
export function docExamples(root: string): { file: string; text: string }[] {
  const index = readFileSync(join(root, "lib/index.ts"), "utf8").replace(/\bfrom "[^"]*"/g, "");
  const exported = new Set(index.match(/\b[A-Z]\w+\b/g) ?? []);
  const directory = join(root, "lib/constructs");
  const sources = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return sources.flatMap((source) => {
    const text = readFileSync(join(directory, source), "utf8");
    return [...text.matchAll(/\n \* @example\n((?: \* (?!@).*\n| \*\n(?! \* @))+)/g)].map(([, example = ""], at) => {
      const code = example.replace(/^ \* ?/gm, "");
      const names = [...new Set([...(code.match(/\b[A-Z]\w+\b/g) ?? []), ...OF_SURROUNDINGS])].filter((name) =>
        exported.has(name),
      );
      const imports = [
        'import type { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";',
        'import type { App, TerraformStack } from "cdktf";',
        `import { ${names.join(", ")} } from "cdktf-azure-vm-backup";`,
      ];
      // Some examples declare one of these themselves.
      const surroundings = SURROUNDINGS.split("\n").filter(
        (line) => !code.includes(`const ${/const (\w+)/.exec(line)?.[1] ?? " "} =`),
      );
      const file = join(directory, `${source}.example-${String(at)}.ts`);
      return { file, text: [...imports, ...surroundings, code, "export {};"].join("\n") };
    });
  });
}
