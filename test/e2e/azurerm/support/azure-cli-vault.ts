import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../../emulator/client";
import { vmId } from "../../../emulator/azurerm";
import { AzureCli } from "../../support/azure-cli";

interface Resource {
  readonly id: string;
  readonly properties: object;
}

/** Makes a vault with two policies, a protected and a stopped VM by the commands of the Azure CLI. Returns its id. */
export async function vaultByAzureCli(client: Client): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "azure-cli-vault-"));
  const az = new AzureCli(client.emulator);
  const place = ["-g", "rg-cli", "-v", "vault-cli"];
  try {
    await az.signIn();
    await az.json("group", "create", "-n", "rg-cli", "-l", "westeurope");
    const { id } = await az.json<Resource>("backup", "vault", "create", "-g", "rg-cli", "-n", "vault-cli", "-l", "westeurope");
    const properties = ["backup", "vault", "backup-properties", "set", "-g", "rg-cli", "-n", "vault-cli"];
    await az.json(...properties, "--backup-storage-redundancy", "LocallyRedundant");
    await az.json("resource", "tag", "--ids", id, "--tags", "env=prod", "team=data");
    const standard = await az.json<Resource>("backup", "policy", "get-default-for-vm", ...place);
    const file = join(folder, "policy.json");
    writeFileSync(file, JSON.stringify(standard));
    const policy = ["--policy", `@${file}`, "--backup-management-type", "AzureIaasVM", "-n", "nightly"];
    await az.json("backup", "policy", "create", ...place, ...policy);
    for (const name of ["vm-web", "vm-db"]) {
      const vm = vmId(client, name);
      client.emulator.addVirtualMachine({ id: vm, location: "westeurope", dataDiskLuns: [0, 1] });
      await protect(az, id, vm, name, name === "vm-web" ? "nightly" : "DefaultPolicy");
      client.emulator.advance(60_000);
    }
    const ofVm = [...place, "-c", "vm-db", "-i", "vm-db", "--backup-management-type", "AzureIaasVM", "--workload-type", "VM"];
    await az.json("backup", "protection", "disable", ...ofVm, "--yes");
    return id;
  } finally {
    az.remove();
    rmSync(folder, { recursive: true });
  }
}

/** The request of `az backup protection enable-for-vm`, which also asks for the VM's container. */
async function protect(az: AzureCli, vault: string, vm: string, name: string, policy: string): Promise<void> {
  const item = `iaasvmcontainerv2;rg-app;${name}`;
  const url = `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${item}/protectedItems/VM;${item}`;
  const properties = {
    ...{ protectedItemType: "Microsoft.Compute/virtualMachines", sourceResourceId: vm },
    policyId: `${vault}/backupPolicies/${policy}`,
  };
  await az.json("rest", "--method", "put", "--url", `${url}?api-version=2023-02-01`, "--body", JSON.stringify({ properties }));
}
