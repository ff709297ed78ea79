// V8 only skims a function when it loads a file, and reads it again at its first call. For the many small functions that run once per
// stack, that takes longer than to compile them at once, as V8 does with a function in parentheses.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** Puts the functions that every backup calls in parentheses. */
export async function compileAtImport(file) {
  const source = readFileSync(file, "utf8");
  const isDeclaration = ({ startOffset: start }) => source.startsWith("\nfunction ", start - 1);
  const functions = (await calledFunctions(resolve(file))).filter(({ ranges: [range] }) => isDeclaration(range));
  let result = source;
  for (const { functionName, ranges } of functions.sort(
    (one, other) => other.ranges[0].startOffset - one.ranges[0].startOffset,
  )) {
    const { startOffset, endOffset } = ranges[0];
    const text = `var ${functionName} = (${result.slice(startOffset, endOffset)});`;
    result = result.slice(0, startOffset) + text + result.slice(endOffset);
  }
  writeFileSync(file, result);
  // A variable, unlike a function, must be defined before it is called.
  delete require.cache[resolve(file)];
  synthesize(require(resolve(file)));
}

async function calledFunctions(file) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true });
  synthesize(require(file));
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  const { functions } = result.find(({ url }) => url === pathToFileURL(file).href);
  return functions.filter(({ ranges }) => ranges[0].count > 0);
}

/** The smallest stack with all parts. */
function synthesize({ BackupSchedule, RecoveryPointRetention, SourceVm, VmBackup }) {
  const { App, TerraformStack } = require("cdktf");
  const { AzurermProvider } = require("@cdktf/provider-azurerm/lib/provider");
  const outdir = mkdtempSync(join(tmpdir(), "azure-vm-backup-build-"));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const vmId = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web";
  new VmBackup(stack, "Backup", {
    vault: { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" },
    policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
    vms: { web: SourceVm.fromId(vmId) },
    initialBackup: { retention: RecoveryPointRetention.days(90) },
  });
  app.synth();
  rmSync(outdir, { recursive: true });
}
