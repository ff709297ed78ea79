import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  BackupSchedule,
  HourlyWindow,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  StorageRedundancy,
  TimeZone,
  VaultLockLevel,
  VmBackup,
  VmBackupPolicy,
  VmBackupPolicyPreset,
  WaitFor,
} from "cdktf-azure-vm-backup";
import { JsiiProgram, map, member, type Reference, struct } from "./support/jsii-program";
import { packPackage } from "./support/packed-package";
import { run, succeeded } from "./support/processes";

const ROOT = resolve(__dirname, "../..");
const OURS = "cdktf-azure-vm-backup";
const AZURERM = "@cdktf/provider-azurerm";
const PEERS = ["constructs", "cdktf", AZURERM];
const VMS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";
const VAULT_ID =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app/providers/Microsoft.RecoveryServices/vaults/vault-app";
const VAULT = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope", tags: { team: "backup" } };

interface Assembly {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, AssemblyType>>;
}

interface AssemblyType {
  readonly fqn: string;
  readonly name: string;
  readonly kind: "class" | "enum" | "interface";
  readonly properties?: readonly { readonly name: string }[];
}

async function assembly(): Promise<Assembly> {
  return JSON.parse(await readFile(join(ROOT, ".jsii"), "utf8")) as Assembly;
}

/** The published package in the jsii kernel, with a program of another language on the other side of the protocol. */
describe("in another language", () => {
  let folder: string;
  let program: JsiiProgram;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jsii-"));
    const { filename } = await packPackage(folder);
    program = await JsiiProgram.start(folder);
    for (const peer of PEERS) await program.load(peer, ...(await packedPeer(peer)));
    await program.load(OURS, await versionOf(ROOT), filename);
  });
  afterAll(async () => {
    await program.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function versionOf(directory: string): Promise<string> {
    return (JSON.parse(await readFile(join(directory, "package.json"), "utf8")) as { version: string }).version;
  }

  /** The version and the file of an installed peer; npm has it in its cache. */
  async function packedPeer(name: string): Promise<[version: string, tarball: string]> {
    const version = await versionOf(join(ROOT, "node_modules", name));
    const args = ["pack", "--json", "--prefer-offline", "--ignore-scripts", "--pack-destination", folder, `${name}@${version}`];
    const pack = await run("npm", args, { cwd: folder, env: process.env });
    succeeded(pack);
    const [packed] = Object.values(JSON.parse(pack.stdout) as Record<string, { filename: string }>);
    return [version, resolve(folder, packed?.filename ?? "")];
  }

  /** A struct that the kernel returns is an object of it; a client reads its properties, and passes a copy. */
  async function copied(fqn: string, object: Reference): Promise<object> {
    const names = await membersOf(fqn);
    const values = await Promise.all(names.map(async (name) => [name, await program.get(object, name)] as const));
    return struct(fqn, Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)));
  }

  async function membersOf(fqn: string): Promise<string[]> {
    const { types } = await assembly();
    return (types[fqn]?.properties ?? []).map(({ name }) => name);
  }

  async function stackIn(outdir: string): Promise<{ app: Reference; stack: Reference }> {
    const app = await program.create("cdktf.App", [struct("cdktf.AppConfig", { outdir })]);
    const stack = await program.create("cdktf.TerraformStack", [app, "app"]);
    const features = [struct(`${AZURERM}.provider.AzurermProviderFeatures`, {})];
    const config = struct(`${AZURERM}.provider.AzurermProviderConfig`, { features });
    await program.create(`${AZURERM}.provider.AzurermProvider`, [stack, "azurerm", config]);
    return { app, stack };
  }

  const initialBackup = async (): Promise<object> =>
    struct(`${OURS}.InitialBackupOptions`, {
      retention: await program.call(`${OURS}.RecoveryPointRetention`, "days", 60),
      waitFor: member(`${OURS}.WaitFor`, "COMPLETED"),
    });

  test("the assembly names the classes, enums and versions of the code", async () => {
    const { name, version, types } = await assembly();
    const code = createRequire(__filename)(ROOT) as Record<string, Record<string | symbol, unknown>>;
    expect({ name, version }).toEqual({ name: OURS, version: await versionOf(ROOT) });
    const named = Object.values(types).filter(({ kind }) => kind !== "interface");
    expect(named.map((type) => type.name).sort()).toEqual(Object.keys(code).sort());
    const marked = named.filter(({ kind }) => kind === "class").map((type) => code[type.name]?.[Symbol.for("jsii.rtti")]);
    expect(marked).toEqual(named.filter(({ kind }) => kind === "class").map(({ fqn }) => ({ fqn, version })));
  });

  test("a VmBackup synthesizes as it does in TypeScript", async () => {
    const { app, stack } = await stackIn(join(folder, "program"));
    const preset = `${OURS}.VmBackupPolicyPreset`;
    const time = struct(`${OURS}.DailyScheduleOptions`, {
      time: "22:00",
      timeZone: await program.call(`${OURS}.TimeZone`, "of", "Europe/Berlin"),
    });
    const policy = (await program.call(preset, "dailyMonthly1Year", time)) as Reference;
    const vm = await program.create("Object", [], [`${OURS}.IVirtualMachine`], { id: () => `${VMS}/vm-api` });
    const options = struct(`${OURS}.SourceVmOptions`, { excludeDiskLuns: [1, 2] });
    const props = struct(`${OURS}.VmBackupProps`, {
      vault: struct(`${OURS}.RecoveryServicesVaultProps`, {
        ...{ ...VAULT, tags: map(VAULT.tags) },
        redundancy: await program.call(`${OURS}.StorageRedundancy`, "zone"),
      }),
      policy: await copied(`${OURS}.VmBackupPolicyOptions`, policy),
      vms: map({
        web: await program.call(`${OURS}.SourceVm`, "fromId", `${VMS}/vm-web`),
        api: await program.call(`${OURS}.SourceVm`, "fromConstruct", vm, options),
      }),
      initialBackup: await initialBackup(),
    });
    const backup = await program.create(`${OURS}.VmBackup`, [stack, "backup", props]);
    const protectedVms = (await program.get(backup, "protectedVms")) as Reference;
    expect(await program.invoke(protectedVms, "addressOf", "web")).toMatch(/^azurerm_backup_protected_vm\..+\["web"\]$/);
    await program.invoke(app, "synth");

    expect(await synthesized("program")).toEqual(
      await inTypeScript((stack) => {
        new VmBackup(stack, "backup", {
          vault: { ...VAULT, redundancy: StorageRedundancy.zone() },
          policy: VmBackupPolicyPreset.dailyMonthly1Year({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin") }),
          vms: {
            web: SourceVm.fromId(`${VMS}/vm-web`),
            api: SourceVm.fromConstruct({ id: `${VMS}/vm-api` }, { excludeDiskLuns: [1, 2] }),
          },
          initialBackup: { retention: RecoveryPointRetention.days(60), waitFor: WaitFor.COMPLETED },
        });
      }),
    );
  });

  test("imports, constants and an Aspect of the program work as in TypeScript", async () => {
    const { app, stack } = await stackIn(join(folder, "parts"));
    const vault = await program.call(`${OURS}.RecoveryServicesVault`, "fromVaultId", stack, "vault", VAULT_ID);
    const window = await program.constant(`${OURS}.HourlyWindow`, "EVERY_4_HOURS_FOR_12_HOURS");
    const schedule = struct(`${OURS}.HourlyScheduleOptions`, { time: "08:00", window });
    await program.create(`${OURS}.VmBackupPolicy`, [
      stack,
      "policy",
      struct(`${OURS}.VmBackupPolicyProps`, {
        ...{ vault, policyName: "hourly", dailyRetentionDays: 30 },
        schedule: await program.call(`${OURS}.BackupSchedule`, "hourly", schedule),
      }),
    ]);
    const lock = struct(`${OURS}.VaultLockOptions`, { level: member(`${OURS}.VaultLockLevel`, "CAN_NOT_DELETE") });
    await program.invoke(vault as Reference, "addLock", "lock", lock);
    const visited: unknown[] = [];
    const aspect = await program.create("Object", [], ["cdktf.IAspect"], {
      visit: async ([construct]) =>
        visited.push(await program.get((await program.get(construct as Reference, "node")) as Reference, "path")),
    });
    await program.invoke((await program.call("cdktf.Aspects", "of", stack)) as Reference, "add", aspect);
    await program.invoke(app, "synth");

    expect(visited).toContain("app/policy/Resource");
    expect(await synthesized("parts")).toEqual(
      await inTypeScript((stack) => {
        const vault = RecoveryServicesVault.fromVaultId(stack, "vault", VAULT_ID);
        new VmBackupPolicy(stack, "policy", {
          ...{ vault, policyName: "hourly", dailyRetentionDays: 30 },
          schedule: BackupSchedule.hourly({ time: "08:00", window: HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS }),
        });
        vault.addLock("lock", { level: VaultLockLevel.CAN_NOT_DELETE });
      }),
    );
  });

  test("a wrong prop throws the sentence that TypeScript throws", async () => {
    const { stack } = await stackIn(join(folder, "wrong"));
    const props = struct(`${OURS}.VmBackupProps`, { vms: map({}), initialBackup: await initialBackup() });
    await expect(program.create(`${OURS}.VmBackup`, [stack, "backup", props])).rejects.toThrow(
      "either vault or existingVault must be set, got neither; set one of them",
    );
  });

  /** The stack that a program has synthesized, without cdktf's metadata. */
  async function synthesized(name: string): Promise<unknown> {
    return stackOf(join(folder, name));
  }

  async function inTypeScript(declare: (stack: TerraformStack) => void): Promise<unknown> {
    const outdir = await mkdtemp(join(folder, "typescript-"));
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "app");
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    declare(stack);
    app.synth();
    return stackOf(outdir);
  }
});

async function stackOf(outdir: string): Promise<unknown> {
  const text = await readFile(join(outdir, "stacks/app/cdk.tf.json"), "utf8");
  return JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value));
}
