import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { stackFileCode } from "../../../../lib/hook/adopt/from-stack/stack-file-code";
import { commandLine } from "../../../../lib/hook/commands/command-line";
import { runAdoptStack } from "../../../../lib/hook/commands/adopt/run";
import { scriptedAzure } from "../../scripted-azure";

const STACK = {
  resource: {
    azurerm_recovery_services_vault: {
      main: { name: "vault-app", resource_group_name: "rg", location: "westeurope", sku: "Standard", shiny: true },
    },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "adopt-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: unknown): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

async function run(stack: string, out?: string) {
  const azure = scriptedAzure(() => undefined);
  const code = await runAdoptStack({ stack, out }, azure.context, stackFileCode);
  expect(azure.sent).toEqual([]);
  return { code, text: azure.printed.join("\n"), notes: azure.noted };
}

test.each([
  ["a file", "cdk.tf.json", "cdk.tf.json"],
  ["the folder of a stack", "app/cdk.tf.json", "app"],
  ["a cdktf.out", "cdktf.out/stacks/app/cdk.tf.json", "cdktf.out"],
  ["a folder of Terraform's JSON", "infra/backup.tf.json", "infra"],
])("reads %s", async (_, file, path) => {
  write(file, STACK);
  write("cdktf.out/stacks/other/cdk.tf.json", { resource: { null_resource: { x: {} } } });
  const { code, text, notes } = await run(join(folder, path));
  expect(code).toBe(ExitCode.done);
  expect(text).toContain('this.vault.resource.moveFromId("azurerm_recovery_services_vault.main");');
  expect(notes).toEqual([
    "note: The vault 'vault-app': the library has no prop for 'shiny' with this value; an override keeps it.",
  ]);
});

test("writes the code to a file", async () => {
  const out = join(folder, "app-backup.ts");
  expect((await run(write("cdk.tf.json", STACK), out)).text).toBe("");
  expect(readFileSync(out, "utf8")).toContain("export class StackBackup extends Construct {");
});

test.each<[string, string, unknown, RegExp]>([
  ["is missing", "none", {}, /^--from-stack must name a file that can be read, got '.*none' \(ENOENT\)/],
  ["is not JSON", "bad.json", "{", /^--from-stack must name a JSON file, got '.*bad\.json', which is not JSON/],
  ["is HCL", "main.tf", "", /^--from-stack must name a JSON file, got HCL in '.*main\.tf'; name the cdk\.tf\.json/],
  ["is an empty folder", "empty/x.txt", "", /^--from-stack must name a synthesized stack, got no cdk\.tf\.json in '.*empty'/],
  ["has no backup resources", "cdk.tf.json", { resource: [] }, /^--from-stack must name a stack with .* got none of them in/],
  ["is a list", "list.json", [1], /got none of them in '.*list\.json'/],
])("throws one sentence if the stack %s", async (what, path, content, message) => {
  if (what !== "is missing") write(path, content);
  const named = what === "is an empty folder" ? "empty" : path;
  await expect(run(join(folder, named))).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringMatching(message) as unknown,
  });
});

test("throws if several stacks of a cdktf.out have backup resources", async () => {
  for (const name of ["one", "two"]) write(`cdktf.out/stacks/${name}/cdk.tf.json`, STACK);
  await expect(run(join(folder, "cdktf.out"))).rejects.toThrow(
    /must name one stack, got 2 in '.*'; name one of '.*one.*', '.*two/,
  );
});

test.each([
  [["$VAULT", "--from-stack", "x"]],
  [["--from-stack", "x", "-g", "rg", "-v", "vault"]],
  [["--from-stack", "x", "--subscription", "s"]],
  [["--from-stack", "x", "--from-outputs", "y"]],
])("throws if %j names a vault beside the stack", async (args) => {
  const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v";
  const { parse } = commandLine();
  await expect(parse(["adopt", ...args.map((one) => one.replace("$VAULT", id))])).rejects.toThrow(
    /^--from-stack must stand without a vault, got '/,
  );
});
