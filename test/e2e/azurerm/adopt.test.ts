import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readAll } from "../../../lib/hook/adopt/reading";
import { stackCode } from "../../../lib/hook/adopt/stack-code";
import { withoutAzure } from "../../../tools/local/real-terraform";
import { Client } from "../../emulator/client";
import { GROUPS, groupId } from "../../emulator/azurerm";
import { armOf } from "../../hook/adopt/support/emulated";
import { makeRandomVault } from "../../hook/adopt/support/make-vault";
import { synthesizedCode } from "../../hook/adopt/support/run-generated";
import { Random } from "../../support/random";
import { startAzure } from "./support/azure";
import { describeWithVersions } from "./support/versions";

const RUNS = [
  ["4.81.0", 1],
  ["4.81.0", 20],
  ["4.81.0", 500],
  ["5.2.0", 1],
  ["5.2.0", 20],
  ["5.2.0", 500],
] as const;
const TIME_OUT = 600_000;
const SEED = Number(process.env["ADOPT_SEED"] ?? "3");

describeWithVersions("the code that takes over a vault", () => {
  let folder: string;
  let client: Client;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "adopt-"));
    client = new Client(await startAzure());
  });
  afterEach(async () => {
    client.close();
    rmSync(folder, { recursive: true });
    await client.emulator.stop();
  });

  async function terraform(...args: readonly string[]): Promise<string> {
    const env = { ...withoutAzure(process.env), ...client.environment, CHECKPOINT_DISABLE: "1" };
    const { stdout } = await promisify(execFile)("terraform", [...args, "-no-color"], {
      ...{ cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
    }).catch((error: unknown) => {
      const { stdout: out = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`terraform ${args.join(" ")} failed\n${out}${stderr}`);
    });
    return stdout;
  }

  test.each(RUNS)(
    "has an empty plan but for its imports with azurerm %s and %i VMs",
    async (version, vms) => {
      await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
      const vault = await makeRandomVault(client, new Random(SEED + vms), 1, vms);
      const reading = await readAll(await armOf(client), vault);
      const { text } = stackCode(reading);
      const stack = synthesizedCode(text.replace(/">= 4\.77\.0, < 5\.0\.0"/, `"${version}"`));
      const backend = { backend: { local: { path: "terraform.tfstate" } } };
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...stack, terraform: { ...stack.terraform, ...backend } }));

      await terraform("init", "-input=false");
      const imports = 1 + reading.policies.length + vms;
      const plan = await terraform("plan", "-input=false", "-out=plan");
      expect(plan).toContain(`Plan: ${imports} to import, 0 to add, 0 to change, 0 to destroy.`);
      expect(await terraform("apply", "-input=false", "plan")).toContain(`${imports} imported, 0 added, 0 changed, 0 destroyed.`);
      expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toContain("No changes.");
      const unchanged = await readAll(await armOf(client), vault);
      expect(stackCode(unchanged).text).toBe(text);
    },
    TIME_OUT,
  );
});
